using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Probing;

/// <summary>Nothing but the mean of each size: what is left where no formula explains the measurements.</summary>
internal sealed class MeansCurve : LatencyCurve
{
    private const int EnoughForOwnSpread = 5;

    private readonly Dictionary<int, double> _means = [];
    private readonly Dictionary<int, double> _errors = [];

    public MeansCurve(int[] sizes, double[] seconds)
    {
        ILookup<int, double> bySize = sizes.Zip(seconds, (size, time) => (size, time)).ToLookup(
            pair => pair.size, pair => pair.time);
        DegreesOfFreedom = sizes.Length - bySize.Count;
        foreach (IGrouping<int, double> group in bySize)
        {
            double mean = group.Average();
            _means.Add(group.Key, mean);
            PureSquares += group.Sum(time => Square(time / mean - 1));
        }
        double pooled = PureSquares / Math.Max(1, DegreesOfFreedom);
        foreach (IGrouping<int, double> group in bySize)
        {
            double mean = _means[group.Key];
            int count = group.Count();
            double own = group.Sum(time => Square(time / mean - 1)) / Math.Max(1, count - 1);
            _errors.Add(group.Key, mean * Math.Sqrt((count < EnoughForOwnSpread ? pooled : own) / count));
        }
    }

    /// <summary>The sum of the squares of the relative errors: what no curve can explain.</summary>
    public double PureSquares { get; }

    /// <summary>How many sizes there are.</summary>
    public int Count => _means.Count;

    /// <inheritdoc/>
    public override string Shape => "no formula: each size on its own";

    /// <inheritdoc/>
    public override int DegreesOfFreedom { get; }

    /// <inheritdoc/>
    public override bool Knows(int size) => _means.ContainsKey(size);

    /// <inheritdoc/>
    public override double Mean(int size) => _means[size];

    /// <inheritdoc/>
    public override double ErrorOfDifference(int size, double factor, int other, double otherFactor) =>
        Math.Sqrt(Square(factor * _errors[size]) + Square(otherFactor * _errors[other]));

    private static double Square(double value) => value * value;
}
