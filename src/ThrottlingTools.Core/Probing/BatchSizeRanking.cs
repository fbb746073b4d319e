using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>Sums up samples and names the size to use.</summary>
public static class BatchSizeRanking
{
    /// <summary>
    /// How much slower than the fastest the recommended size may be, as a share of 1. Measurements differ by more than
    /// this from run to run, and a smaller batch loses less when it fails.
    /// </summary>
    public const double Margin = 0.05;

    /// <summary>The smallest size within <see cref="Margin"/> of the fastest, of those without errors.</summary>
    /// <param name="results">Measured or predicted results in any order.</param>
    /// <returns>The result; <c>null</c> if none is without errors.</returns>
    public static BatchSizeResult? Recommend(IEnumerable<BatchSizeResult> results)
    {
        BatchSizeResult[] clean = results.Where(IsClean).OrderBy(result => result.BatchSize).ToArray();
        double highest = clean.Select(result => result.ItemsPerSecond).DefaultIfEmpty(0).Max();
        return clean.FirstOrDefault(result => result.ItemsPerSecond >= highest * (1 - Margin));
    }

    internal static IReadOnlyList<BatchSizeResult> Rank(
        IEnumerable<int> sizes, IReadOnlyList<BatchSizeSample> samples, int itemCount)
    {
        BatchSizeResult[] results = sizes
            .Select(size => Sum(size, samples.Where(sample => sample.BatchSize == size).ToArray(), itemCount))
            .ToArray();
        BatchSizeResult? fastest = results.Where(IsClean).OrderByDescending(result => result.ItemsPerSecond).FirstOrDefault();
        BatchSizeResult? best = Recommend(results);
        foreach (BatchSizeResult result in results.Where(IsClean))
        {
            result.IsBest = result == best;
            result.Reason = Compare(result, best!, fastest!);
        }
        return results;
    }

    private static bool IsClean(BatchSizeResult result) => result.Items > 0 && result.Errors == 0;

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
            Reason = samples.Length == 0 && size > itemCount ? Text("Not measured: there are only {0} items.", itemCount)
                : samples.Length == 0 ? "Not measured."
                : Text("{0} of {1} requests failed: {2}", errors, samples.Length, error?.Message ?? ""),
        };
    }

    private static string Compare(BatchSizeResult result, BatchSizeResult best, BatchSizeResult fastest) =>
        result != best ? Text("{0:0}% of the fastest.",
            100 * (fastest.ItemsPerSecond > 0 ? result.ItemsPerSecond / fastest.ItemsPerSecond : 1))
        : result == fastest ? "The most items a second without errors."
        : Text("The smallest within {0:0}% of the fastest, which is {1}; a smaller batch loses less when it fails.",
            100 * Margin, fastest.BatchSize);

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
