using System;
using System.Collections.Generic;

namespace ThrottlingTools.Modelling;

/// <summary>A balance at a time.</summary>
/// <param name="Time">Since the start.</param>
/// <param name="Balance">What was left, negative when overdrawn.</param>
public readonly record struct BalancePoint(TimeSpan Time, TimeSpan Balance);

/// <summary>
/// Keeps a balance over time in at most 500 points: the lowest and the highest of each of 250 spans, which double in
/// length as time passes.
/// </summary>
internal sealed class BalanceSeries
{
    private const int Count = 250;

    private readonly Span[] _spans = new Span[Count];
    private long _width = TimeSpan.TicksPerMillisecond;

    public void Add(long at, long balance)
    {
        while (at >= _width * Count)
            Halve();
        ref Span span = ref _spans[(int)(at / _width)];
        if (!span.IsUsed)
        {
            span = new Span { IsUsed = true, LowAt = at, Low = balance, HighAt = at, High = balance };
        }
        else if (balance < span.Low)
        {
            span.LowAt = at;
            span.Low = balance;
        }
        else if (balance > span.High)
        {
            span.HighAt = at;
            span.High = balance;
        }
    }

    public IReadOnlyList<BalancePoint> ToPoints()
    {
        List<BalancePoint> points = [];
        foreach (Span span in _spans)
        {
            if (!span.IsUsed)
                continue;
            bool isFalling = span.HighAt <= span.LowAt;
            BalancePoint low = new(TimeSpan.FromTicks(span.LowAt), TimeSpan.FromTicks(span.Low));
            BalancePoint high = new(TimeSpan.FromTicks(span.HighAt), TimeSpan.FromTicks(span.High));
            points.Add(isFalling ? high : low);
            if (low != high)
                points.Add(isFalling ? low : high);
        }
        return points;
    }

    private void Halve()
    {
        for (int i = 0; i < Count; i += 2)
        {
            Span left = _spans[i];
            Span right = _spans[i + 1];
            _spans[i] = _spans[i + 1] = default;
            _spans[i / 2] = !right.IsUsed ? left : !left.IsUsed ? right : Join(left, right);
        }
        _width *= 2;
    }

    private static Span Join(in Span left, in Span right)
    {
        Span joined = left;
        if (right.Low < left.Low)
            (joined.LowAt, joined.Low) = (right.LowAt, right.Low);
        if (right.High > left.High)
            (joined.HighAt, joined.High) = (right.HighAt, right.High);
        return joined;
    }

    private struct Span
    {
        public bool IsUsed;
        public long LowAt;
        public long Low;
        public long HighAt;
        public long High;
    }
}
