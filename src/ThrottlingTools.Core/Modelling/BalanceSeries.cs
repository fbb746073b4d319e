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
    private const int Spans = 250;

    private readonly (BalancePoint Lowest, BalancePoint Highest)?[] _spans =
        new (BalancePoint Lowest, BalancePoint Highest)?[Spans];

    private long _width = TimeSpan.TicksPerMillisecond;

    public void Add(long at, long balance)
    {
        while (at / _width >= Spans)
            Halve();
        BalancePoint point = new(TimeSpan.FromTicks(at), TimeSpan.FromTicks(balance));
        ref (BalancePoint Lowest, BalancePoint Highest)? span = ref _spans[(int)(at / _width)];
        span = span is null ? (point, point) : Join(span.Value, (point, point));
    }

    public IReadOnlyList<BalancePoint> ToPoints()
    {
        List<BalancePoint> points = [];
        foreach ((BalancePoint Lowest, BalancePoint Highest)? span in _spans)
        {
            if (span is not { } kept)
                continue;
            bool isFalling = kept.Highest.Time <= kept.Lowest.Time;
            points.Add(isFalling ? kept.Highest : kept.Lowest);
            if (kept.Lowest != kept.Highest)
                points.Add(isFalling ? kept.Lowest : kept.Highest);
        }
        return points;
    }

    private void Halve()
    {
        for (int i = 0; i < Spans; i += 2)
        {
            (BalancePoint, BalancePoint)? left = _spans[i];
            (BalancePoint, BalancePoint)? right = _spans[i + 1];
            _spans[i] = _spans[i + 1] = null;
            _spans[i / 2] = left is { } l && right is { } r ? Join(l, r) : left ?? right;
        }
        _width *= 2;
    }

    private static (BalancePoint Lowest, BalancePoint Highest) Join(
        (BalancePoint Lowest, BalancePoint Highest) left, (BalancePoint Lowest, BalancePoint Highest) right) =>
        (right.Lowest.Balance < left.Lowest.Balance ? right.Lowest : left.Lowest,
            right.Highest.Balance > left.Highest.Balance ? right.Highest : left.Highest);
}
