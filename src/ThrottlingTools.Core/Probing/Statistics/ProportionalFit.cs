using System;
using System.Linq;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>
/// A linear fit of times whose error grows with the time itself, as service times do: each observation weighs by the
/// square of what is expected of it. The covariance does not rest on that (HC3).
/// </summary>
internal sealed class ProportionalFit
{
    private const int Rounds = 12;

    private readonly double[,] _covariance;

    private ProportionalFit(double[] coefficients, double[][] rows, double[] values, double[] weights)
    {
        Coefficients = coefficients;
        DegreesOfFreedom = rows.Length - coefficients.Length;
        double[] errors = values.Select((value, i) => value - Predict(rows[i])).ToArray();
        RelativeSquares = errors.Select((error, i) => error * error * weights[i]).Sum();
        _covariance = LinearSystem.Sandwich(rows, weights, errors);
    }

    /// <summary>The coefficients.</summary>
    public double[] Coefficients { get; }

    /// <summary>Observations beyond coefficients.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The sum of the squares of the relative errors.</summary>
    public double RelativeSquares { get; }

    /// <summary>Fits.</summary>
    /// <param name="rows">What each observation rests on.</param>
    /// <param name="values">The observations, all above 0.</param>
    /// <returns>The fit; <c>null</c> if the observations do not tell the coefficients apart.</returns>
    public static ProportionalFit? Fit(double[][] rows, double[] values)
    {
        if (rows.Length <= rows[0].Length)
            return null;
        double floor = values.Min() / 4;
        double[] weights = values.Select(Weight).ToArray();
        double[]? coefficients = LinearSystem.Solve(rows, values, weights);
        for (int round = 0; round < Rounds && coefficients is not null; round++)
        {
            weights = rows.Select(row => Weight(Math.Max(floor, Dot(row, coefficients)))).ToArray();
            coefficients = LinearSystem.Solve(rows, values, weights);
        }
        return coefficients is null ? null : new ProportionalFit(coefficients, rows, values, weights);
    }

    /// <summary>What is expected of a row.</summary>
    public double Predict(double[] row) => Dot(row, Coefficients);

    /// <summary>The standard error of that, or of any combination of the coefficients.</summary>
    public double StandardError(double[] row) => Math.Sqrt(Math.Max(0, LinearSystem.Form(_covariance, row)));

    private static double Weight(double expected) => 1 / (expected * expected);

    private static double Dot(double[] row, double[] coefficients)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
            sum += row[i] * coefficients[i];
        return sum;
    }
}
