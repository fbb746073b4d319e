using System;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Timing;

/// <summary>
/// The seam through which everything learns the time and waits, so that a run can take place in virtual time.
/// </summary>
public interface IClock
{
    /// <summary>The time since the clock's origin; never goes back.</summary>
    TimeSpan Now { get; }

    /// <summary>The calendar time that belongs to <see cref="Now"/>, for logs and names.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>Waits.</summary>
    /// <param name="duration">How long; zero or less returns at once.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="OperationCanceledException">The wait was ended early.</exception>
    Task Delay(TimeSpan duration, CancellationToken cancellationToken);
}
