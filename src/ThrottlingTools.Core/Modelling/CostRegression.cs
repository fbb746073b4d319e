using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Weighted least squares of latencies in ms over 1, items and KB. The weights are those of noise in proportion to the
/// latency; standard errors are of the kind HC3, which holds whatever the noise really is.
/// </summary>
internal sealed class CostRegression
{
    private const double Confidence = 0.95;
    private const int Rounds = 30;
    private const double HuberBound = 1.345; // 95 % as good as least squares under normal noise
    private const double NormalMad = 1.4826; // the deviation of normal noise, in median absolute deviations
    private const double OutlierBound = 4; // deviations; normal noise passes it once in 16,000
    private const double LeastDeviation = 1e-9; // of exact samples, whose deviation is rounding
    private const double LeastIndependence = 1e-6;

    private readonly double[][] _rows;
    private readonly double[] _latencies;
    private double[,] _covariance = new double[0, 0];

    private CostRegression(double[][] rows, double[] latencies, double[] coefficients)
    {
        _rows = rows;
        _latencies = latencies;
        Coefficients = coefficients;
    }

    public double[] Coefficients { get; private set; }

    public int Columns => Coefficients.Length;

    public int Count => _rows.Length;

    public double Noise { get; private set; }

    public double RSquared { get; private set; }

    /// <summary>How many standard errors the 95 % interval goes to both sides.</summary>
    public double Quantile { get; private set; }

    /// <summary>3 where the samples tell the time of a KB from that of an item, else 2.</summary>
    public static int ColumnsOf(CostSample[] samples)
    {
        double[][] rows = samples.Select(sample => Row(sample, 3)).ToArray();
        double[] kilobytes = rows.Select(row => row[2]).ToArray();
        double total = kilobytes.Sum(kilobyte => kilobyte * kilobyte);
        if (total <= 0 || rows.Length < 4)
            return 2;
        double[] weights = rows.Select(_ => 1.0).ToArray();
        double[][] others = rows.Select(row => new[] { row[0], row[1] }).ToArray();
        if (LinearSystem.Solve(others, kilobytes, weights) is not { } line)
            return 2;
        double rest = others.Select((row, i) => Math.Pow(kilobytes[i] - Dot(row, line), 2)).Sum();
        return rest > LeastIndependence * total ? 3 : 2;
    }

    public static CostRegression Fit(CostSample[] samples, int columns)
    {
        double[][] rows = samples.Select(sample => Row(sample, columns)).ToArray();
        double[] latencies = samples.Select(sample => sample.Latency.TotalMilliseconds).ToArray();
        double[] start = Iterate(rows, latencies, Start(rows, latencies), isRobust: true);
        bool[] kept = Keep(rows, latencies, start);
        if (rows.Where((_, i) => kept[i]).Select(row => row[1]).Distinct().Take(2).Count() < 2
            || kept.Count(isKept => isKept) <= columns)
            kept = rows.Select(_ => true).ToArray();
        rows = rows.Where((_, i) => kept[i]).ToArray();
        latencies = latencies.Where((_, i) => kept[i]).ToArray();
        CostRegression fit = new(rows, latencies, Iterate(rows, latencies, start, isRobust: false));
        fit.Judge();
        return fit;
    }

    public double Predict(int items, long bytes) => Dot(Row(items, bytes, Columns), Coefficients);

    public double StandardErrorOf(int part) => Math.Sqrt(Math.Max(0, _covariance[part, part]));

    public double StandardErrorOf(int items, long bytes) =>
        Math.Sqrt(Math.Max(0, LinearSystem.Form(_covariance, Row(items, bytes, Columns))));

    private static double[] Row(CostSample sample, int columns) => Row(sample.Items, sample.Bytes, columns);

    private static double[] Row(int items, long bytes, int columns) =>
        columns == 3 ? [1, items, bytes / 1024.0] : [1, items];

    /// <summary>Weights of the latencies themselves, until there is a fit.</summary>
    private static double[] Start(double[][] rows, double[] latencies) => NonNegativeSolver.Solve(
        rows, latencies, latencies.Select(latency => 1 / (latency * latency)).ToArray());

    private static double[] Iterate(double[][] rows, double[] latencies, double[] start, bool isRobust)
    {
        double[] fit = start;
        for (int round = 0; round < Rounds; round++)
        {
            double[] predicted = Predicted(rows, fit);
            double[] off = latencies.Select((latency, i) => Math.Abs(latency / predicted[i] - 1)).ToArray();
            double scale = Math.Max(LeastDeviation, NormalMad * Median(off));
            double[] weights = predicted
                .Select((p, i) => (isRobust ? Math.Min(1, HuberBound * scale / off[i]) : 1) / (p * p))
                .ToArray();
            double[] next = NonNegativeSolver.Solve(rows, latencies, weights);
            bool isSame = next.Select((value, i) => Math.Abs(value - fit[i]) <= 1e-9 * (1 + value)).All(same => same);
            fit = next;
            if (isSame)
                break;
        }
        return fit;
    }

    /// <summary>Which samples belong to the others, by the logarithm: noise of times is skewed.</summary>
    private static bool[] Keep(double[][] rows, double[] latencies, double[] fit)
    {
        double[] predicted = Predicted(rows, fit);
        double[] logs = latencies.Select((latency, i) => Math.Log(latency / predicted[i])).ToArray();
        double middle = Median(logs);
        double scale = NormalMad * Median(logs.Select(log => Math.Abs(log - middle)).ToArray());
        double bound = Math.Max(OutlierBound * scale, 1e-6);
        return logs.Select(log => Math.Abs(log - middle) <= bound).ToArray();
    }

    private void Judge()
    {
        double[] predicted = Predicted(_rows, Coefficients);
        double[] weights = predicted.Select(p => 1 / (p * p)).ToArray();
        double[] off = _latencies.Select((latency, i) => latency - predicted[i]).ToArray();
        _covariance = LinearSystem.Sandwich(_rows, weights, off);
        int freedom = Math.Max(1, Count - Columns);
        Quantile = StudentT.TwoSided(Confidence, freedom);
        Noise = Math.Sqrt(off.Select((rest, i) => rest * rest * weights[i]).Sum() / freedom);
        double mean = _latencies.Average();
        double spread = _latencies.Sum(latency => (latency - mean) * (latency - mean));
        RSquared = spread > 0 ? 1 - off.Sum(rest => rest * rest) / spread : 1;
    }

    private static double[] Predicted(double[][] rows, double[] fit)
    {
        double least = Math.Max(1e-6, 1e-6 * rows.Max(row => Dot(row, fit)));
        return rows.Select(row => Math.Max(least, Dot(row, fit))).ToArray();
    }

    private static double Dot(double[] row, double[] fit) => row.Select((value, i) => value * fit[i]).Sum();

    private static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = values.OrderBy(value => value).ToArray();
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
