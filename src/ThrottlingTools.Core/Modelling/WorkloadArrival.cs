using System;
using System.Globalization;

namespace ThrottlingTools.Modelling;

/// <summary>How requests come.</summary>
public enum WorkloadArrivalKind
{
    /// <summary>Each thread sends the next request some time after the last response.</summary>
    Closed,
    /// <summary>At a fixed rate, whether or not earlier ones are done.</summary>
    FixedRate,
    /// <summary>At random with a mean rate, whether or not earlier ones are done.</summary>
    Poisson,
    /// <summary>Many at once, and again after a time.</summary>
    Burst,
}

/// <summary>
/// When the requests of a client come. A request that finds all threads busy waits within the client until one is free.
/// </summary>
public sealed record WorkloadArrival
{
    private WorkloadArrival(WorkloadArrivalKind kind) => Kind = kind;

    /// <summary>How requests come.</summary>
    public WorkloadArrivalKind Kind { get; }

    /// <summary>Closed: from a response to the next request. Burst: from one to the next.</summary>
    public TimeSpan Interval { get; private init; }

    /// <summary>FixedRate, Poisson: requests a second.</summary>
    public double RatePerSecond { get; private init; }

    /// <summary>Burst: requests at once.</summary>
    public int BurstSize { get; private init; }

    /// <summary>Each thread sends the next request some time after the last response.</summary>
    /// <param name="thinkTime">The time; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static WorkloadArrival Closed(TimeSpan thinkTime) => thinkTime >= TimeSpan.Zero
        ? new WorkloadArrival(WorkloadArrivalKind.Closed) { Interval = thinkTime }
        : throw new ArgumentOutOfRangeException(nameof(thinkTime), thinkTime, "The time is never negative.");

    /// <summary>At a fixed rate.</summary>
    /// <param name="perSecond">Requests a second, above 0, at most a million.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in its range.</exception>
    public static WorkloadArrival FixedRate(double perSecond) =>
        new(WorkloadArrivalKind.FixedRate) { RatePerSecond = Rate(perSecond) };

    /// <summary>At random with a mean rate.</summary>
    /// <param name="perSecond">Requests a second, above 0, at most a million.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in its range.</exception>
    public static WorkloadArrival Poisson(double perSecond) =>
        new(WorkloadArrivalKind.Poisson) { RatePerSecond = Rate(perSecond) };

    /// <summary>Many at once at the start, and again after each interval.</summary>
    /// <param name="size">Requests at once, 1 or more.</param>
    /// <param name="interval">The interval, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public static WorkloadArrival Burst(int size, TimeSpan interval)
    {
        if (size < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A burst has at least one request.");
        if (interval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "The interval is above 0.");
        return new WorkloadArrival(WorkloadArrivalKind.Burst) { BurstSize = size, Interval = interval };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        WorkloadArrivalKind.Closed => $"Closed({Interval})",
        WorkloadArrivalKind.Burst => $"Burst({BurstSize}, {Interval})",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}({1}/s)", Kind, RatePerSecond),
    };

    /// <summary>Requests a second in the long run; 0 where the responses decide.</summary>
    internal double MeanRate => Kind switch
    {
        WorkloadArrivalKind.Closed => 0,
        WorkloadArrivalKind.Burst => BurstSize / Interval.TotalSeconds,
        _ => RatePerSecond,
    };

    /// <summary>From one arrival to the next, in ticks.</summary>
    internal long NextTicks(WorkloadRandom random) => Kind switch
    {
        WorkloadArrivalKind.FixedRate => Math.Max(1, (long)(TimeSpan.TicksPerSecond / RatePerSecond)),
        WorkloadArrivalKind.Poisson => (long)Math.Min(
            365d * TimeSpan.TicksPerDay, TimeSpan.TicksPerSecond / RatePerSecond * random.NextExponential()),
        _ => Interval.Ticks,
    };

    private static double Rate(double perSecond) => perSecond is > 0 and <= 1_000_000
        ? perSecond
        : throw new ArgumentOutOfRangeException(
            nameof(perSecond), perSecond, "The rate is above 0 and at most 1,000,000 requests a second.");
}

/// <summary>What a client does when it is refused.</summary>
public enum WorkloadBackOffKind
{
    /// <summary>Waits as long as the error says, and the assumed time where it says nothing.</summary>
    HonourHint,
    /// <summary>Waits a time of its own, whatever the error says.</summary>
    IgnoreHint,
    /// <summary>Leaves the request and goes on with the next.</summary>
    GiveUp,
}

/// <summary>What a client does when it is refused.</summary>
public sealed record WorkloadBackOff
{
    private WorkloadBackOff(WorkloadBackOffKind kind) => Kind = kind;

    /// <summary>Waits as long as the error says (assumption ClientRetry where it says nothing).</summary>
    public static WorkloadBackOff HonourHint { get; } = new(WorkloadBackOffKind.HonourHint);

    /// <summary>Leaves the request and goes on with the next, which comes after the interval of the arrival.</summary>
    public static WorkloadBackOff GiveUp { get; } = new(WorkloadBackOffKind.GiveUp);

    /// <summary>What it does.</summary>
    public WorkloadBackOffKind Kind { get; }

    /// <summary>IgnoreHint: how long it waits.</summary>
    public TimeSpan RetryDelay { get; private init; }

    /// <summary>Waits a time of its own, whatever the error says.</summary>
    /// <param name="retryDelay">The time, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public static WorkloadBackOff IgnoreHint(TimeSpan retryDelay) => retryDelay > TimeSpan.Zero
        ? new WorkloadBackOff(WorkloadBackOffKind.IgnoreHint) { RetryDelay = retryDelay }
        : throw new ArgumentOutOfRangeException(nameof(retryDelay), retryDelay, "The time is above 0.");

    /// <inheritdoc/>
    public override string ToString() =>
        Kind == WorkloadBackOffKind.IgnoreHint ? $"{Kind}({RetryDelay})" : Kind.ToString();
}
