using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>
/// What measured latencies tell: the curve that explains them, and from which size on the rate is within
/// <see cref="BatchSizeRanking.Margin"/> of the best.
/// </summary>
internal sealed class BatchSizeAnalysis
{
    // Looked at after every block; a stricter level keeps one chance deviation from deciding.
    private const double Level = 0.002;
    private const int MaxBends = 2;
    private const double Share = 1 - BatchSizeRanking.Margin;

    private readonly int[] _candidates;
    private readonly double _t;

    private BatchSizeAnalysis(LatencyCurve curve, double lackOfFit, IEnumerable<int> candidates, double confidence)
    {
        Curve = curve;
        LackOfFit = lackOfFit;
        Confidence = confidence;
        // When to end is decided by what was measured; half of the allowed error pays for that.
        _t = StudentT.TwoSided((1 + confidence) / 2, Math.Max(1, curve.DegreesOfFreedom));
        _candidates = candidates.Where(curve.Knows).ToArray();
        Fastest = curve is CostCurve { Bends.Length: 0 }
            ? _candidates[_candidates.Length - 1] // no base is negative, whatever the noise says
            : _candidates.OrderByDescending(curve.Rate).First();
        KneeLow = _candidates.First(size => LeadOf(size) >= -_t);
        Knee = _candidates.First(size => LeadOf(size) >= 0);
        KneeHigh = _candidates.First(size => LeadOf(size) >= _t);
    }

    /// <summary>What explains the latencies.</summary>
    public LatencyCurve Curve { get; }

    /// <summary>
    /// How likely measurements deviate from the curve as they do, if it is right: 0 to 1; 1 where it cannot be told.
    /// </summary>
    public double LackOfFit { get; }

    /// <summary>The confidence of all intervals.</summary>
    public double Confidence { get; }

    /// <summary>The size with the best rate.</summary>
    public int Fastest { get; }

    /// <summary>The smallest size that may be within the margin of the best.</summary>
    public int KneeLow { get; }

    /// <summary>The smallest size that seems to be.</summary>
    public int Knee { get; }

    /// <summary>The smallest size that is, with confidence.</summary>
    public int KneeHigh { get; }

    /// <summary>Analyses.</summary>
    /// <param name="samples">Times of complete batches, by size.</param>
    /// <param name="minimum">The smallest size to consider.</param>
    /// <param name="maximum">The largest.</param>
    /// <param name="confidence">Of the intervals, above 0 and below 1.</param>
    /// <returns>The analysis; <c>null</c> for fewer than three samples or two sizes.</returns>
    public static BatchSizeAnalysis? Of(
        IReadOnlyCollection<(int Size, double Seconds)> samples, int minimum, int maximum, double confidence)
    {
        int[] sizes = samples.Select(sample => sample.Size).ToArray();
        double[] seconds = samples.Select(sample => sample.Seconds).ToArray();
        MeansCurve means = new(sizes, seconds);
        if (means.Count < 2 || means.DegreesOfFreedom < 1)
            return null;
        (LatencyCurve curve, double lack) = Choose(sizes, seconds, means);
        int[] candidates = Enumerable.Range(minimum, maximum - minimum + 1).Where(curve.Knows).ToArray();
        return candidates.Length == 0 ? null : new BatchSizeAnalysis(curve, lack, candidates, confidence);
    }

    /// <summary>Whether a size is within the margin of the best, with confidence.</summary>
    public bool IsGood(int size) => Curve.Knows(size) && LeadOf(size) >= _t;

    /// <summary>Items a second of a size, with its interval.</summary>
    public (double Low, double Rate, double High)? RateOf(int size)
    {
        if (!Curve.Knows(size))
            return null;
        double mean = Curve.Mean(size);
        return mean > 0 ? RateOf(size, mean, _t * Curve.ErrorOfDifference(size, 1, size, 0)) : null;
    }

    /// <summary>Items a second of a size whose mean time, in seconds, is known to a half width.</summary>
    public static (double Low, double Rate, double High) RateOf(int size, double mean, double half) =>
        (size / (mean + half), size / mean, mean > half ? size / (mean - half) : double.PositiveInfinity);

    private double LeadOf(int size) => Curve.Lead(size, Fastest, Share);

    private static (LatencyCurve Curve, double LackOfFit) Choose(int[] sizes, double[] seconds, MeansCurve means)
    {
        CostCurve? curve = CostCurve.Fit(sizes, seconds);
        if (curve is null || curve.Mean(sizes.Max()) <= 0)
            return (means, 1);
        while (curve.Bends.Length < MaxBends && Bend(sizes, seconds, curve) is { } bent)
            curve = bent;
        double lack = LackOf(curve.RelativeSquares, curve.Coefficients, sizes.Length, means);
        return lack >= Level ? (curve, lack) : (means, lack);
    }

    /// <summary>The curve with the bend more that explains most, if it explains more than chance does.</summary>
    private static CostCurve? Bend(int[] sizes, double[] seconds, CostCurve curve)
    {
        int[] distinct = sizes.Distinct().OrderBy(size => size).ToArray();
        int[] places = distinct.Skip(1).Take(Math.Max(0, distinct.Length - 2)).Except(curve.Bends).ToArray();
        CostCurve? best = places
            .Select(place => CostCurve.Fit(sizes, seconds, [.. curve.Bends, place]))
            .Where(bent => bent is { IsConvex: true })
            .OrderBy(bent => bent!.RelativeSquares)
            .FirstOrDefault();
        if (best is null || best.DegreesOfFreedom < 1)
            return null;
        double gain = curve.RelativeSquares - best.RelativeSquares;
        double f = gain / Math.Max(best.RelativeSquares / best.DegreesOfFreedom, double.Epsilon);
        return StudentT.FAbove(f, 1, best.DegreesOfFreedom) * places.Length < Level ? best : null;
    }

    private static double LackOf(double squares, int coefficients, int samples, MeansCurve means)
    {
        int free = means.Count - coefficients;
        int pure = samples - means.Count;
        if (free < 1 || pure < 1)
            return 1;
        double noise = means.PureSquares / pure;
        double lack = Math.Max(0, squares - means.PureSquares) / free;
        return noise > 0 ? StudentT.FAbove(lack / noise, free, pure) : lack > 1e-9 ? 0 : 1;
    }
}
