using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Timing;

/// <summary>
/// A virtual clock for many who wait at once. It goes to whoever is due first, on the thread of <see cref="Run"/>, so
/// that a run with many requests under way is the same every time and takes no wall time. Not thread-safe.
/// </summary>
public sealed class VirtualTime : IClock
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SortedDictionary<(TimeSpan Due, long Order), TaskCompletionSource<bool>> _waiters = [];
    private long _order;

    /// <inheritdoc/>
    public TimeSpan Now { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => Origin + Now;

    /// <inheritdoc/>
    public Task Delay(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        return duration <= TimeSpan.Zero ? Task.CompletedTask : WaitAsync(duration, cancellationToken);
    }

    /// <summary>Runs work, and passes the time while all of it waits.</summary>
    /// <param name="work">The work; it waits for nothing but this clock.</param>
    /// <exception cref="InvalidOperationException">Somebody waits for something else than the clock.</exception>
    public void Run(Func<Task> work)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null); // else whoever awaits goes to the thread pool
        try
        {
            Task running = work();
            while (!running.IsCompleted && _waiters.Count > 0)
                Step();
            if (!running.IsCompleted)
                throw new InvalidOperationException("Somebody waits for something else than the clock.");
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Step()
    {
        KeyValuePair<(TimeSpan Due, long Order), TaskCompletionSource<bool>> next = _waiters.First();
        _waiters.Remove(next.Key);
        Now = next.Key.Due;
        next.Value.TrySetResult(true);
    }

    private async Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> waiter = new();
        (TimeSpan, long) key = (Now + duration, _order++);
        _waiters.Add(key, waiter);
        using (cancellationToken.Register(() => Cancel(key, cancellationToken)))
            await waiter.Task;
    }

    private void Cancel((TimeSpan, long) key, CancellationToken cancellationToken)
    {
        if (!_waiters.TryGetValue(key, out TaskCompletionSource<bool>? waiter))
            return;
        _waiters.Remove(key);
        waiter.TrySetCanceled(cancellationToken);
    }
}
