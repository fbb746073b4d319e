using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Modelling;

/// <summary>
/// How the service times of an operation spread around what <see cref="ServiceTimes"/> states. Immutable.
/// </summary>
public abstract class ServiceTimeDistribution
{
    private protected ServiceTimeDistribution()
    {
    }

    /// <summary>Every time is the stated one.</summary>
    public static ServiceTimeDistribution Fixed { get; } = new FixedTimes();

    /// <summary>Exponential with the stated time as its mean.</summary>
    public static ServiceTimeDistribution Exponential { get; } = new ExponentialTimes();

    /// <summary>Lognormal with the stated time as its mean.</summary>
    /// <param name="sigma">The deviation of the logarithm, above 0 and at most 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is not in its range.</exception>
    public static ServiceTimeDistribution Lognormal(double sigma) => sigma is > 0 and <= 5
        ? new LognormalTimes(sigma)
        : throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The deviation is above 0 and at most 5.");

    /// <summary>
    /// Noise of whole requests: a lognormal factor of mean 1 that is drawn once a request and holds for all its items.
    /// </summary>
    /// <param name="deviation">The standard deviation of the factor, above 0 and at most 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is not in its range.</exception>
    public static ServiceTimeDistribution Noise(double deviation) => deviation is > 0 and <= 10
        ? new NoisyRequests(Math.Sqrt(WorkloadRandom.Ln(1 + deviation * deviation)))
        : throw new ArgumentOutOfRangeException(
            nameof(deviation), deviation, "The deviation is above 0 and at most 10.");

    /// <summary>
    /// Measured times: each request takes one of them, drawn with equal chances, whatever <see cref="ServiceTimes"/>
    /// states; the items of a batch take equal parts of it.
    /// </summary>
    /// <param name="times">The times, at least one, none negative.</param>
    /// <exception cref="ArgumentException">There is no time, or a negative one.</exception>
    public static ServiceTimeDistribution Empirical(IEnumerable<TimeSpan> times)
    {
        long[] ticks = times.Select(time => time.Ticks).ToArray();
        return ticks.Length > 0 && ticks.Min() >= 0
            ? new EmpiricalTimes(ticks)
            : throw new ArgumentException("There is at least one time, and none is negative.", nameof(times));
    }

    /// <summary>Whether times are drawn from measured ones, which are those of whole requests.</summary>
    public virtual bool IsEmpirical => false;

    /// <summary>Draws the time of one request; the same for the same seed.</summary>
    /// <param name="stated">What <see cref="ServiceTimes"/> states.</param>
    /// <param name="seed">What it is drawn from.</param>
    public TimeSpan Draw(TimeSpan stated, ulong seed) =>
        TimeSpan.FromTicks(Draw(stated.Ticks, new WorkloadRandom(seed)));

    /// <summary>Whether one draw holds for a whole request.</summary>
    internal virtual bool IsOfRequest => false;

    /// <summary>The mean of measured times in ticks.</summary>
    internal virtual double MeanTicks => 0;

    /// <summary>Draws a time in ticks.</summary>
    internal abstract long Draw(long statedTicks, WorkloadRandom random);

    /// <summary>Ticks of a number that may be too large for them.</summary>
    private static long Ticks(double ticks) => ticks < MaxTicks ? (long)ticks : MaxTicks;

    /// <summary>No single call takes longer than a year.</summary>
    private const long MaxTicks = 365 * TimeSpan.TicksPerDay;

    private sealed class FixedTimes : ServiceTimeDistribution
    {
        public override string ToString() => "Fixed";

        internal override long Draw(long statedTicks, WorkloadRandom random) => statedTicks;
    }

    private sealed class ExponentialTimes : ServiceTimeDistribution
    {
        public override string ToString() => "Exponential";

        internal override long Draw(long statedTicks, WorkloadRandom random) =>
            Ticks(statedTicks * random.NextExponential());
    }

    private class LognormalTimes(double sigma) : ServiceTimeDistribution
    {
        public override string ToString() => string.Format(CultureInfo.InvariantCulture, "Lognormal({0})", sigma);

        internal override long Draw(long statedTicks, WorkloadRandom random) =>
            Ticks(statedTicks * WorkloadRandom.Exp(sigma * random.NextNormal() - sigma * sigma / 2));
    }

    private sealed class NoisyRequests(double sigma) : LognormalTimes(sigma)
    {
        internal override bool IsOfRequest => true;
    }

    private sealed class EmpiricalTimes(long[] ticks) : ServiceTimeDistribution
    {
        public override bool IsEmpirical => true;

        internal override double MeanTicks => ticks.Average();

        public override string ToString() =>
            string.Format(CultureInfo.InvariantCulture, "Empirical({0})", ticks.Length);

        internal override long Draw(long statedTicks, WorkloadRandom random) =>
            ticks[(int)(random.NextUniform() * ticks.Length)];
    }
}
