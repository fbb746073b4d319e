using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>Sums up samples by batch size.</summary>
internal static class BatchSizeSummary
{
    internal static IReadOnlyList<BatchSizeResult> Sum(
        IEnumerable<int> sizes, IReadOnlyList<BatchSizeSample> samples, int itemCount)
    {
        BatchSizeResult[] results = sizes
            .Select(size => Sum(size, samples.Where(sample => sample.BatchSize == size).ToArray(), itemCount))
            .ToArray();
        BatchSizeRanking.MarkBest(results);
        return results;
    }

    private static BatchSizeResult Sum(int size, BatchSizeSample[] samples, int itemCount)
    {
        TimeSpan elapsed = TimeSpan.FromTicks(samples.Sum(sample => sample.Elapsed.Ticks));
        int items = samples.Sum(sample => sample.Items);
        int errors = samples.Count(sample => sample.Error is not null);
        EwsError? error = samples.FirstOrDefault(sample => sample.Error is not null)?.Error;
        return new BatchSizeResult
        {
            BatchSize = size,
            Requests = samples.Length,
            Items = items,
            Errors = errors,
            TimedOut = samples.Count(sample => sample.Error?.Verdict == EwsVerdict.Timeout),
            Elapsed = elapsed,
            ItemsPerSecond = elapsed > TimeSpan.Zero ? items / elapsed.TotalSeconds : 0,
            MeanLatency = TimeSpan.FromTicks(elapsed.Ticks / Math.Max(1, samples.Length)),
            LimitedBy = error?.ResponsibleParameter ?? error?.ResponseCode ?? error?.Verdict.ToString() ?? "",
            Reason = samples.Length == 0 && size > itemCount
                ? Text("Not measured: there are only {0} items.", itemCount)
                : samples.Length == 0 ? "Not measured."
                : Text("{0} of {1} requests failed: {2}", errors, samples.Length, error?.Message ?? ""),
        };
    }

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
