using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Modelling;

/// <summary>
/// What an operation costs, fitted to measured requests: a base a request, an amount an item and an amount a KB, none
/// of them negative. Requests spread in proportion to what they take, and each counts accordingly; those far off all
/// others (a pause of the server, a lost packet) are left out and counted. Immutable.
/// </summary>
public sealed class CostModelFit
{
    private readonly CostRegression _regression;
    private readonly CostEstimate[] _parts;

    private CostModelFit(CostRegression regression, int samples)
    {
        _regression = regression;
        _parts = Enumerable.Range(0, regression.Columns).Select(Estimate).ToArray();
        Samples = samples;
    }

    /// <summary>The base of a request; it includes the network unless that is taken off the samples.</summary>
    public CostEstimate Base => _parts[0];

    /// <summary>The time an item; with its content where <see cref="PerKilobyte"/> is unknown.</summary>
    public CostEstimate PerItem => _parts[1];

    /// <summary>
    /// The time for each 1,024 bytes; <c>null</c> where the samples cannot tell it from that of an item, all items
    /// being of one size.
    /// </summary>
    public CostEstimate? PerKilobyte => _parts.Length > 2 ? _parts[2] : null;

    /// <summary>How far a request is off the fit, as a share of its time: the standard deviation.</summary>
    public double Noise => _regression.Noise;

    /// <summary>The share of the spread of latencies that the fit explains, at most 1.</summary>
    public double RSquared => _regression.RSquared;

    /// <summary>How many samples there were.</summary>
    public int Samples { get; }

    /// <summary>How many of them are so far off that they were left out.</summary>
    public int Outliers => Samples - _regression.Count;

    /// <summary>Fits a cost model.</summary>
    /// <param name="samples">
    /// Requests of at least two sizes, of one operation, without waits that throttling caused: a delay is no cost.
    /// </param>
    /// <exception cref="ThrottlingToolsException"><c>CostSamplesTooFew</c>.</exception>
    /// <exception cref="ArgumentException">A sample has no items, negative bytes, or no latency.</exception>
    public static CostModelFit Of(IEnumerable<CostSample> samples)
    {
        CostSample[] all = samples.ToArray();
        if (all.Any(sample => sample.Items < 1 || sample.Bytes < 0 || sample.Latency <= TimeSpan.Zero))
            throw new ArgumentException("A sample has items, and a latency above 0.", nameof(samples));
        int sizes = all.Select(sample => sample.Items).Distinct().Count();
        int columns = CostRegression.ColumnsOf(all);
        if (sizes < 2 || all.Length <= columns)
            throw Errors.CostSamplesTooFew(all.Length, sizes);
        return new CostModelFit(CostRegression.Fit(all, columns), all.Length);
    }

    /// <summary>What a request takes by the fit.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="bytes">Their content in bytes; of no effect where <see cref="PerKilobyte"/> is unknown.</param>
    public TimeSpan Predict(int items, long bytes) => Time(_regression.Predict(items, bytes));

    /// <summary>How far the 95 % interval of <see cref="Predict"/> goes to both sides, for the mean request.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="bytes">Their content in bytes.</param>
    public TimeSpan MarginOf(int items, long bytes) =>
        Time(_regression.Quantile * _regression.StandardErrorOf(items, bytes));

    /// <summary>The costs for a model.</summary>
    /// <param name="networkLatency">
    /// The part of the base that is the network's, there and back; the base is never less than 0 without it.
    /// </param>
    public ServiceTime ToServiceTime(TimeSpan networkLatency = default)
    {
        TimeSpan request = Base.Value > networkLatency ? Base.Value - networkLatency : TimeSpan.Zero;
        return new ServiceTime(request, PerItem.Value, PerKilobyte?.Value ?? TimeSpan.Zero) { Noise = Noise };
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"base {Base}, per item {PerItem}, per KB {PerKilobyte?.ToString() ?? "unknown"}, noise {100 * Noise:0}%");

    private CostEstimate Estimate(int part)
    {
        double error = _regression.StandardErrorOf(part);
        return new CostEstimate(
            Time(_regression.Coefficients[part]), Time(error), Time(_regression.Quantile * error));
    }

    private static TimeSpan Time(double milliseconds) => TimeSpan.FromTicks(
        (long)Math.Min(Math.Round(milliseconds * TimeSpan.TicksPerMillisecond), TimeSpan.TicksPerDay));
}
