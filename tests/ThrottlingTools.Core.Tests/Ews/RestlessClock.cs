using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>Virtual time that passes with every look at it; its waits end early, as a timer's may.</summary>
/// <param name="early">How many looks before its end a wait is over.</param>
internal sealed class RestlessClock(int early) : IClock
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _ticks;

    public TimeSpan Now => TimeSpan.FromTicks(_ticks++);

    public DateTimeOffset UtcNow => Origin + Now;

    public Task Delay(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        _ticks += Math.Max(0, duration.Ticks - early);
        return Task.CompletedTask;
    }
}
