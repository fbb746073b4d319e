using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>A clock that holds everybody who waits until the test lets them go.</summary>
internal sealed class GatedClock : IClock
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<TimeSpan> _held = Channel.CreateUnbounded<TimeSpan>();

    public TimeSpan Now => TimeSpan.Zero;

    public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch;

    public Task Delay(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (duration <= TimeSpan.Zero || _open.Task.IsCompleted)
            return Task.CompletedTask;
        _held.Writer.TryWrite(duration);
        return _open.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until so many are held.</summary>
    public async Task UntilHeldAsync(int count)
    {
        for (int i = 0; i < count; i++)
            await _held.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    public void Open() => _open.TrySetResult();
}
