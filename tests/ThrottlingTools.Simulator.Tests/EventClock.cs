using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>A virtual clock for many who wait at once: it goes to whoever is due first, on the thread of Run.</summary>
internal sealed class EventClock : IClock
{
    private readonly PriorityQueue<TaskCompletionSource, (TimeSpan Due, int Order)> _waiting = new();
    private int _order;

    public TimeSpan Now { get; private set; }

    public DateTimeOffset UtcNow => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + Now;

    public Task Delay(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (duration <= TimeSpan.Zero)
            return Task.CompletedTask;
        TaskCompletionSource waiter = new();
        _waiting.Enqueue(waiter, (Now + duration, _order++));
        return waiter.Task;
    }

    /// <summary>Runs until all is done.</summary>
    /// <exception cref="InvalidOperationException">Somebody waits for something else than the clock.</exception>
    public void Run(Func<Task> start)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null); // else whoever awaits goes to the thread pool
        try
        {
            Task work = start();
            while (_waiting.TryDequeue(out TaskCompletionSource? next, out (TimeSpan Due, int Order) key))
            {
                Now = key.Due;
                next.SetResult();
            }
            if (!work.IsCompleted)
                throw new InvalidOperationException("Somebody waits for something else than the clock.");
            work.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
