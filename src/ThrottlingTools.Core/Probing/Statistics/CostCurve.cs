using System;
using System.Linq;

namespace ThrottlingTools.Probing;

/// <summary>
/// A base a request and an amount an item; with bends, more an item from there on, as when a batch alone uses up the
/// budget.
/// </summary>
internal sealed class CostCurve : LatencyCurve
{
    private readonly ProportionalFit _fit;

    private CostCurve(ProportionalFit fit, int[] bends)
    {
        _fit = fit;
        Bends = bends;
    }

    /// <summary>From which sizes on an item takes longer, in the order in which they explain most.</summary>
    public int[] Bends { get; }

    /// <summary>The sum of the squares of the relative errors.</summary>
    public double RelativeSquares => _fit.RelativeSquares;

    /// <summary>How many numbers it is made of.</summary>
    public int Coefficients => _fit.Coefficients.Length;

    /// <summary>Whether an item takes longer beyond every bend.</summary>
    public bool IsConvex => _fit.Coefficients.Skip(2).All(steepening => steepening > 0);

    /// <inheritdoc/>
    public override string Shape => Bends.Length == 0
        ? "a base and an amount an item"
        : "a base and an amount an item, and more an item from "
            + $"{string.Join(" and ", Bends.OrderBy(size => size))} items on";

    /// <inheritdoc/>
    public override int DegreesOfFreedom => _fit.DegreesOfFreedom;

    /// <summary>Fits.</summary>
    /// <returns>The curve; <c>null</c> if the observations do not determine it.</returns>
    public static CostCurve? Fit(int[] sizes, double[] seconds, params int[] bends)
    {
        ProportionalFit? fit = sizes.Length == 0
            ? null
            : ProportionalFit.Fit(sizes.Select(size => Row(size, bends)).ToArray(), seconds);
        return fit is null ? null : new CostCurve(fit, bends);
    }

    /// <inheritdoc/>
    public override bool Knows(int size) => true;

    /// <inheritdoc/>
    public override double Mean(int size) => _fit.Predict(Row(size, Bends));

    /// <inheritdoc/>
    public override double ErrorOfDifference(int size, double factor, int other, double otherFactor)
    {
        double[] left = Row(size, Bends);
        double[] right = Row(other, Bends);
        return _fit.StandardError(left.Zip(right, (a, b) => factor * a - otherFactor * b).ToArray());
    }

    private static double[] Row(int size, int[] bends) =>
        [1, size, .. bends.Select(bend => (double)Math.Max(0, size - bend))];
}
