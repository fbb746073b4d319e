using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Modelling;

/// <summary>Names the batch size to use, of results that were predicted or measured.</summary>
public static class BatchSizeRanking
{
    /// <summary>
    /// How much slower than the fastest the recommended size may be, as a share of 1. Measurements differ by more than
    /// this from run to run, and a smaller batch loses less when it fails.
    /// </summary>
    public const double Margin = 0.05;

    /// <summary>
    /// Marks the smallest size within <see cref="Margin"/> of the fastest, of those without errors, and says of each
    /// why.
    /// </summary>
    /// <param name="results">The sizes to compare; with none free of errors there is no best.</param>
    /// <returns>The best; <c>null</c> if there is none.</returns>
    public static BatchSizeResult? MarkBest(IReadOnlyCollection<BatchSizeResult> results)
    {
        BatchSizeResult[] clean = results.Where(IsClean).OrderBy(result => result.BatchSize).ToArray();
        BatchSizeResult? fastest = clean.OrderByDescending(result => result.ItemsPerSecond).FirstOrDefault();
        BatchSizeResult? best = clean.FirstOrDefault(
            result => result.ItemsPerSecond >= fastest!.ItemsPerSecond * (1 - Margin));
        if (best is not null)
        {
            best.RangeMinimum = best.BatchSize;
            best.RangeMaximum = results.OrderBy(result => result.BatchSize)
                .SkipWhile(result => result != best)
                .TakeWhile(result => IsClean(result) && result.ItemsPerSecond >= fastest!.ItemsPerSecond * (1 - Margin))
                .Last().BatchSize;
        }
        foreach (BatchSizeResult result in results)
        {
            result.IsBest = result == best;
            result.Reason = IsClean(result) ? Compare(result, best!, fastest!) : Complain(result);
        }
        return best;
    }

    internal static bool IsClean(BatchSizeResult result) => result.Items > 0 && result.Errors == 0;

    private static string Compare(BatchSizeResult result, BatchSizeResult best, BatchSizeResult fastest) =>
        result != best ? Text("{0:0}% of the fastest.",
            100 * (fastest.ItemsPerSecond > 0 ? result.ItemsPerSecond / fastest.ItemsPerSecond : 1))
        : (result == fastest ? "The most items a second without errors."
        : Text("The smallest within {0:0}% of the fastest, {1}.", 100 * Margin, fastest.BatchSize))
            + Bottleneck(result);

    /// <summary>What most of the time goes into, where that is known.</summary>
    private static string Bottleneck(BatchSizeResult result)
    {
        if (result is not { Delays: { } delays, NetworkTime: { } network, ServerTime: { } server })
            return "";
        TimeSpan all = delays.Total + network + server;
        (string what, TimeSpan time) = delays.Total >= network && delays.Total >= server
            ? ("waits for " + result.LimitedBy, delays.Total)
            : network > server ? ("the network", network)
            : ("the server's work", server);
        return all > TimeSpan.Zero
            ? Text(" Most of its time, {0:0}%, goes into {1}.", 100 * time.Ticks / (double)all.Ticks, what)
            : "";
    }

    private static string Complain(BatchSizeResult result) =>
        result.Reason.Length > 0 ? result.Reason
        : result.TimedOut > 0 ? Text("{0} of {1} requests timed out.", result.TimedOut, result.Requests)
        : result.Errors > 0 ? Text("{0} of {1} requests were refused.", result.Errors, result.Requests)
        : "No item was done.";

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
