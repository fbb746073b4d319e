using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Timing;

/// <summary>Real time, or real time sped up.</summary>
public sealed class SystemClock : IClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly DateTimeOffset _origin = DateTimeOffset.UtcNow;
    private readonly double _scale;

    /// <summary>Makes a clock.</summary>
    /// <param name="scale">
    /// How many seconds of this clock pass in a real second; above 0. 60 passes an hour in a minute.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not a positive number.</exception>
    public SystemClock(double scale = 1)
    {
        if (!(scale > 0) || double.IsInfinity(scale))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The time scale is a positive number.");
        _scale = scale;
    }

    /// <inheritdoc/>
    public TimeSpan Now => Scaled(_watch.Elapsed, _scale);

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => _origin + Now;

    /// <inheritdoc/>
    public Task Delay(TimeSpan duration, CancellationToken cancellationToken) => duration <= TimeSpan.Zero
        ? cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask
        : Task.Delay(WholeMilliseconds(Scaled(duration, 1 / _scale)), cancellationToken);

    // A timer counts whole milliseconds and drops the rest, which would end the wait too early.
    private static TimeSpan WholeMilliseconds(TimeSpan time) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));

    private static TimeSpan Scaled(TimeSpan time, double factor) => TimeSpan.FromTicks((long)(time.Ticks * factor));
}
