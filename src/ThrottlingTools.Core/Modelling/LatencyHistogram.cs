using System;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Counts times in classes whose width is a 32nd of their place, so that a percentile is right to 2 percent.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int MantissaBits = 5;
    private const int Shift = 52 - MantissaBits;
    private const int Offset = 1023 << MantissaBits;

    private readonly long[] _counts = new long[(64 << MantissaBits) + 1];
    private long _least = long.MaxValue;
    private long _most;
    private long _sum;

    public long Count { get; private set; }

    /// <summary>Counts a time of 0 or more.</summary>
    public void Add(long ticks)
    {
        // The exponent and the first bits of the mantissa are the class.
        _counts[ticks == 0 ? 0 : (int)(BitConverter.DoubleToInt64Bits(ticks) >> Shift) - Offset + 1]++;
        Count++;
        _sum += ticks;
        if (ticks < _least)
            _least = ticks;
        if (ticks > _most)
            _most = ticks;
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        _sum += other._sum;
        _least = Math.Min(_least, other._least);
        _most = Math.Max(_most, other._most);
    }

    public WorkloadLatency? ToLatency() => Count == 0 ? null : new WorkloadLatency(
        TimeSpan.FromTicks(_sum / Count), Percentile(0.50), Percentile(0.90), Percentile(0.95), Percentile(0.99),
        TimeSpan.FromTicks(_most));

    private TimeSpan Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        int place = 0;
        for (long seen = _counts[0]; seen < rank; seen += _counts[++place])
        {
        }
        return TimeSpan.FromTicks(Math.Max(_least, Math.Min(_most, Middle(place))));
    }

    private static long Middle(int place) => place == 0
        ? 0
        : (long)((LowerEnd(place) + LowerEnd(place + 1)) / 2);

    private static double LowerEnd(int place) =>
        BitConverter.Int64BitsToDouble((long)(place - 1 + Offset) << Shift);
}

/// <summary>How long requests took, from first sending to the response, back-off included.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Median">Half of the requests took no longer; the percentiles are right to 2 percent.</param>
/// <param name="Percentile90">90 percent took no longer.</param>
/// <param name="Percentile95">95 percent took no longer.</param>
/// <param name="Percentile99">99 percent took no longer.</param>
/// <param name="Maximum">The longest.</param>
public sealed record WorkloadLatency(
    TimeSpan Mean, TimeSpan Median, TimeSpan Percentile90, TimeSpan Percentile95, TimeSpan Percentile99,
    TimeSpan Maximum)
{
    /// <inheritdoc/>
    public override string ToString() => $"median {Median}, 95 % {Percentile95}, 99 % {Percentile99}";
}
