using System;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Timing;

/// <summary>A clock that stands still until someone waits, and then is there at once.</summary>
public sealed class VirtualClock : IClock
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public TimeSpan Now { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => Origin + Now;

    /// <summary>Moves the clock on.</summary>
    /// <param name="duration">By how much; never negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public void Advance(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "Time never goes back.");
        Now += duration;
    }

    /// <inheritdoc/>
    public Task Delay(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        if (duration > TimeSpan.Zero)
            Advance(duration);
        return Task.CompletedTask;
    }
}
