using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The values of the assumptions. <see cref="Assumptions.All"/> states each of them. A value out of its range is an
/// <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public sealed record AssumptionSet
{
    private const long SampleCutoffMilliseconds = 3_000_000; // facts 3.2: of the published micro-delay sample

    /// <summary>The defaults.</summary>
    public static AssumptionSet Default { get; } = new();

    /// <summary>The micro-delay at the cut-off; 0 or more.</summary>
    public TimeSpan MaxMicroDelay { get; init => field = NotNegative(value); } = TimeSpan.FromMilliseconds(40_955);

    /// <summary>Whether the micro-delay comes before the work.</summary>
    public bool IsMicroDelayBeforeCall { get; init; } = true;

    /// <summary>The longest back-off hint; above 0.</summary>
    public TimeSpan BackOffHintCap { get; init => field = Positive(value); } = TimeSpan.FromMinutes(5);

    /// <summary>How long a lockout lasts, above 0; <c>null</c>: as long as the hint says.</summary>
    public TimeSpan? LockoutDuration { get; init => field = value is { } time ? Positive(time) : null; }

    /// <summary>The window of the 2010 percentages; above 0.</summary>
    public TimeSpan PercentTimeWindow { get; init => field = Positive(value); } = TimeSpan.FromMinutes(1);

    /// <summary>How long a client waits where no hint tells; above 0.</summary>
    public TimeSpan ClientRetryDelay { get; init => field = Positive(value); } = TimeSpan.FromSeconds(1);

    internal TimeSpan MicroDelay(in TokenBucket bucket)
    {
        long cutoff = bucket.CutoffBalance.IsUnlimited ? SampleCutoffMilliseconds : bucket.CutoffBalance.Value;
        double share = cutoff == 0 ? 1 : Math.Min(1, bucket.Debt.TotalMilliseconds / cutoff);
        return TimeSpan.FromTicks((long)(MaxMicroDelay.Ticks * share));
    }

    internal TimeSpan Hint(TimeSpan? untilRecharged) =>
        untilRecharged is { } time && time < BackOffHintCap ? time : BackOffHintCap;

    private static TimeSpan Positive(TimeSpan value) => value > TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The time is above 0.");

    private static TimeSpan NotNegative(TimeSpan value) => value >= TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The time is never negative.");
}
