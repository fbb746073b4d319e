using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>Sums up a measurement by batch size.</summary>
internal sealed class BatchSizeSummary(
    BatchSizeExperiment experiment, BatchSizeProbeOptions options, BatchSizeSchedule schedule)
{
    private readonly BatchSizeAnalysis? _analysis = experiment.Analysis;

    public IReadOnlyList<BatchSizeMeasurement> OfAll() => options.BatchSizes
        .Concat(schedule.Samples.Select(sample => sample.BatchSize))
        .Concat(schedule.TooLarge is { } size ? [size] : [])
        .Distinct().OrderBy(size => size).Select(Of).ToArray();

    private BatchSizeMeasurement Of(int size)
    {
        BatchSizeSample[] samples = schedule.Samples.Where(sample => sample.BatchSize == size).ToArray();
        BatchSizeSample[] used = samples.Where(sample => sample.IsUsed && sample.Error is null).ToArray();
        EwsError? error = samples.FirstOrDefault(sample => sample.Error is not null)?.Error;
        bool isIn = !(size >= schedule.TooLarge);
        (double Mean, double? Half) = Latency(used);
        (double Low, double Rate, double High)? rate =
            !isIn || used.Length == 0 ? null
            : _analysis is { } analysis ? analysis.RateOf(size)
            : Half is { } half ? BatchSizeAnalysis.RateOf(size, Mean, half)
            : null;
        return new BatchSizeMeasurement
        {
            Operation = experiment.Operation,
            BatchSize = size,
            Requests = samples.Length,
            Items = samples.Sum(sample => sample.Items),
            Errors = samples.Count(sample => sample.Error is not null),
            TimedOut = samples.Count(sample => sample.Error?.Verdict == EwsVerdict.Timeout),
            ItemsPerSecond = rate?.Rate ?? (Mean > 0 ? size / Mean : null),
            ItemsPerSecondLow = rate?.Low,
            ItemsPerSecondHigh = rate is { High: < double.PositiveInfinity and var high } ? high : null,
            MeanLatency = used.Length > 0 ? Time(Mean) : null,
            MeanLatencyLow = Half is { } below ? Time(Math.Max(0, Mean - below)) : null,
            MeanLatencyHigh = Half is { } above ? Time(Mean + above) : null,
            IsBest = size == experiment.RecommendedSize,
            LimitedBy = error?.ResponsibleParameter ?? error?.ResponseCode ?? error?.Verdict.ToString() ?? "",
            Reason = Explain(size, samples, error),
            Samples = samples,
            Experiment = experiment,
        };
    }

    private (double Mean, double? Half) Latency(BatchSizeSample[] used)
    {
        if (used.Length == 0)
            return (0, null);
        double mean = used.Average(sample => sample.Seconds);
        if (used.Length == 1)
            return (mean, null);
        double variance = used.Sum(sample => (sample.Seconds - mean) * (sample.Seconds - mean)) / (used.Length - 1);
        return (mean, StudentT.TwoSided(options.Confidence, used.Length - 1) * Math.Sqrt(variance / used.Length));
    }

    private string Explain(int size, BatchSizeSample[] samples, EwsError? error) =>
        size > BatchModel.LargestBatch(experiment.Operation) ? BatchModel.WhyTooLarge(experiment.Operation)
        : samples.Length == 0 && size > experiment.ItemCount
            ? Text("Not measured: there are only {0} items.", experiment.ItemCount)
        : size == schedule.TooLarge ? schedule.WhyTooLarge
        : size > schedule.TooLarge ? Text("Not measured: {0} is too large already.", schedule.TooLarge)
        : samples.Length == 0 ? "Not measured."
        : samples.All(sample => sample.Error is not null)
            ? Text("All of {0} requests failed: {1}", samples.Length, error?.Message ?? "")
        : (size == experiment.RecommendedSize ? Recommend(size) : Compare(size)) + Failures(samples, error);

    private string Recommend(int size)
    {
        if (BatchModel.LargestBatch(experiment.Operation) == 1)
            return Text("The only one: a {0} request holds one name.", experiment.Operation);
        if (_analysis is not { } analysis || !analysis.IsGood(size))
            return "The best so far; more measuring is needed to be sure.";
        string why = size == analysis.Fastest
            ? "The most items a second."
            : Text("The smallest within {0:0}% of the fastest, {1}.", 100 * BatchSizeRanking.Margin, analysis.Fastest);
        return analysis.KneeLow >= size ? why : why + Text(" {0} may do.", analysis.KneeLow);
    }

    private string Compare(int size) => _analysis is { } analysis && analysis.Curve.Knows(size)
        ? Text("{0:0}% of the fastest.", 100 * analysis.Curve.Rate(size) / analysis.Curve.Rate(analysis.Fastest))
        : "";

    private static string Failures(BatchSizeSample[] samples, EwsError? error) => error is null
        ? ""
        : Text(" {0} of {1} requests failed: {2}",
            samples.Count(sample => sample.Error is not null), samples.Length, error.Message);

    private static TimeSpan Time(double seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
