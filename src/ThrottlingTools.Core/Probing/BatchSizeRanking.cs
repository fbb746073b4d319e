using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>Sums up samples and names the size to use.</summary>
internal static class BatchSizeRanking
{
    // Measurements differ by more than this from run to run; a smaller batch loses less when it fails.
    private const double Margin = 0.05;

    internal static IReadOnlyList<BatchSizeResult> Rank(
        IEnumerable<int> sizes, IReadOnlyList<BatchSizeSample> samples, int itemCount)
    {
        Measured[] all = sizes.Select(size => new Measured(size, samples)).ToArray();
        Measured? fastest = all.Where(m => m.IsClean).OrderByDescending(m => m.ItemsPerSecond).FirstOrDefault();
        Measured? best = fastest is null ? null
            : all.First(m => m.IsClean && m.ItemsPerSecond >= fastest.ItemsPerSecond * (1 - Margin));
        return all.Select(m => ToResult(m, best, fastest, itemCount)).ToArray();
    }

    private static BatchSizeResult ToResult(Measured m, Measured? best, Measured? fastest, int itemCount) => new()
    {
        BatchSize = m.Size,
        Requests = m.Samples.Length,
        Items = m.Items,
        Errors = m.Errors,
        TimedOut = m.TimedOut,
        Elapsed = m.Elapsed,
        ItemsPerSecond = m.ItemsPerSecond,
        MeanLatency = m.Samples.Length == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(m.Elapsed.Ticks / m.Samples.Length),
        IsBest = m == best,
        Reason = Reason(m, best, fastest, itemCount),
        LimitedBy = LimitedBy(m.FirstError),
    };

    private static string Reason(Measured m, Measured? best, Measured? fastest, int itemCount) =>
        m.Samples.Length == 0 && m.Size > itemCount ? Text("Not measured: there are only {0} items.", itemCount)
        : m.Samples.Length == 0 ? "Not measured."
        : m.FirstError is { } error ? Text("{0} of {1} requests failed: {2}", m.Errors, m.Samples.Length, error.Message)
        : m != best ? Text("{0:0}% of the fastest.", 100 * m.Share(fastest!))
        : m == fastest ? "The most items a second without errors."
        : Text("The smallest within {0:0}% of the fastest, which is {1}; a smaller batch loses less when it fails.",
            100 * Margin, fastest!.Size);

    private static string LimitedBy(EwsError? error) =>
        error?.ResponsibleParameter ?? error?.ResponseCode ?? error?.Verdict.ToString() ?? "";

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);

    private sealed class Measured
    {
        internal Measured(int size, IEnumerable<BatchSizeSample> samples)
        {
            Size = size;
            Samples = samples.Where(sample => sample.BatchSize == size).ToArray();
            Elapsed = TimeSpan.FromTicks(Samples.Sum(sample => sample.Elapsed.Ticks));
        }

        internal int Size { get; }

        internal BatchSizeSample[] Samples { get; }

        internal TimeSpan Elapsed { get; }

        internal int Items => Samples.Sum(sample => sample.Items);

        internal int Errors => Samples.Count(sample => sample.Error is not null);

        internal int TimedOut => Samples.Count(sample => sample.Error?.Verdict == EwsVerdict.Timeout);

        internal EwsError? FirstError => Samples.FirstOrDefault(sample => sample.Error is not null)?.Error;

        internal bool IsClean => Items > 0 && Errors == 0;

        internal double Share(Measured other) => other.ItemsPerSecond > 0 ? ItemsPerSecond / other.ItemsPerSecond : 0;

        internal double ItemsPerSecond => Elapsed > TimeSpan.Zero ? Items / Elapsed.TotalSeconds : 0;
    }
}
