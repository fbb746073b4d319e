using System;

namespace ThrottlingTools.Probing;

/// <summary>How long batches take on average, in seconds by their size, as inferred from measurements.</summary>
internal abstract class LatencyCurve
{
    /// <summary>What the curve says, for people.</summary>
    public abstract string Shape { get; }

    /// <summary>What Student's t of a statement about it has.</summary>
    public abstract int DegreesOfFreedom { get; }

    /// <summary>Whether it says something about a size.</summary>
    public abstract bool Knows(int size);

    /// <summary>The mean latency of a size.</summary>
    public abstract double Mean(int size);

    /// <summary>The standard error of one mean times a factor less another times its factor.</summary>
    public abstract double ErrorOfDifference(int size, double factor, int other, double otherFactor);

    /// <summary>Items a second of a size.</summary>
    public double Rate(int size) => size / Math.Max(Mean(size), double.Epsilon);

    /// <summary>
    /// By how many standard errors a size is above a share of the rate of another: a statement about
    /// <c>size * mean(other) - share * other * mean(size)</c>, in which the means are linear (Fieller).
    /// </summary>
    public double Lead(int size, int other, double share)
    {
        if (size == other)
            return double.PositiveInfinity;
        double factor = share * other;
        double difference = size * Mean(other) - factor * Mean(size);
        double error = ErrorOfDifference(other, size, size, factor);
        return error > 0 ? difference / error : difference >= 0 ? double.PositiveInfinity : double.NegativeInfinity;
    }
}
