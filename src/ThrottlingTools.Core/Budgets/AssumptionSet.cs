using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The values of the assumptions. <see cref="Assumptions.All"/> states each of them. A value out of its range is an
/// <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public sealed record AssumptionSet
{
    private const long SampleCutoffMilliseconds = 3_000_000; // exchange-team-many-users, sample

    private static readonly TimeSpan LongestRestriction = TimeSpan.FromDays(3); // learn-ews-throttling, search

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

    /// <summary>The delay of a call for which all is to blame on the caller, at health 0; 0 or more.</summary>
    public TimeSpan MaxHealthDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(10);

    /// <summary>The window by which the load of a database is counted; above 0.</summary>
    public TimeSpan HealthWindow { get; init => field = Positive(value); } = TimeSpan.FromMinutes(1);

    /// <summary>Whether an unhealthy database treats a service account as though all the load were its own.</summary>
    public bool IsServiceAccountFullyToBlame { get; init; } = true;

    /// <summary>What an AQS search takes at least; 0 or more.</summary>
    public TimeSpan FastSearchTime { get; init => field = NotNegative(value); } = TimeSpan.FromMilliseconds(100);

    /// <summary>What each entry that a search finds takes; 0 or more.</summary>
    public TimeSpan SearchTimePerEntry { get; init => field = NotNegative(value); } = TimeSpan.FromTicks(1000);

    /// <summary>What each item that a store search looks at takes; 0 or more.</summary>
    public TimeSpan ScanTimePerItem { get; init => field = NotNegative(value); } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long a streaming subscription lives without a connection; above 0.</summary>
    public TimeSpan StreamingSubscriptionLifetime { get; init => field = Positive(value); } =
        TimeSpan.FromMinutes(30);

    /// <summary>How long the restriction of a store search is kept; above 0, at most three days.</summary>
    public TimeSpan RestrictionLifetime
    {
        get;
        init => field = Positive(value) <= LongestRestriction
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A restriction is kept three days at most.");
    } = LongestRestriction;

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
