using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>A measurement of batch sizes: the size it recommends, how sure that is, and what it took.</summary>
public sealed class BatchSizeExperiment
{
    internal BatchSizeExperiment(
        IBatchOperation operation, BatchSizeProbeOptions options, BatchSizeSchedule schedule, string restBasis,
        EwsError? lockout)
    {
        Operation = operation.Operation;
        ItemCount = operation.ItemCount;
        Samples = schedule.Samples.ToArray();
        Confidence = options.Confidence;
        RestBasis = restBasis;
        Lockout = lockout;
        IsCertain = schedule.IsCertain;
        Analysis = schedule.Analysis;
        int[] measured = MeasuredSizes(schedule);
        RecommendedSize = Recommend(measured);
        SmallestGoodSize = Analysis?.KneeLow;
        LargestGoodSize = measured.Where(size => Analysis?.IsGood(size) == true).Cast<int?>().LastOrDefault();
        Sizes = new BatchSizeSummary(this, options, schedule).OfAll();
        Explanation = options.Profile is { } profile
            ? new ProfileExplainer(profile, this, options.ServiceTimes, options.NetworkLatency).Explain()
            : null;
    }

    /// <summary>What was sent.</summary>
    public EwsOperation Operation { get; }

    /// <summary>
    /// The smallest of the measured sizes that is within 5 percent of the fastest, with confidence; <c>null</c> if too
    /// little was measured.
    /// </summary>
    public int? RecommendedSize { get; }

    /// <summary>
    /// The smallest size that may be within 5 percent of the fastest: with <see cref="RecommendedSize"/>, the
    /// interval of the smallest size that is.
    /// </summary>
    public int? SmallestGoodSize { get; }

    /// <summary>The largest measured size that is within 5 percent of the fastest, with confidence.</summary>
    public int? LargestGoodSize { get; }

    /// <summary>Whether it ended because more measuring would hardly change the recommendation.</summary>
    public bool IsCertain { get; }

    /// <summary>The confidence of all intervals.</summary>
    public double Confidence { get; }

    /// <summary>What explains the latencies, in words; empty if too little was measured.</summary>
    public string Shape => Analysis?.Curve.Shape ?? "";

    /// <summary>
    /// How likely measurements deviate from that shape as they do, if it is right: 0 to 1, below 0.002 it is not taken;
    /// <c>null</c> if too little was measured.
    /// </summary>
    public double? LackOfFit => Analysis?.LackOfFit;

    /// <summary>What each size gave, smallest first.</summary>
    public IReadOnlyList<BatchSizeMeasurement> Sizes { get; }

    /// <summary>Every measured request, in order.</summary>
    public IReadOnlyList<BatchSizeSample> Samples { get; }

    /// <summary>What became of every request and item.</summary>
    public ProbeLedger Ledger { get; init; } = new();

    /// <summary>What the length of the rests follows from.</summary>
    public string RestBasis { get; }

    /// <summary>From the first request to the last answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it ended before its plan was done; <c>null</c> if it did not.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>The lockout that ended it; <c>null</c> if none did.</summary>
    public EwsError? Lockout { get; }

    /// <summary>Whether the given profile explains the measurement; <c>null</c> if none was given.</summary>
    public ProfileExplanation? Explanation { get; }

    /// <summary>How many items there were to ask for.</summary>
    public int ItemCount { get; }

    internal BatchSizeAnalysis? Analysis { get; }

    /// <summary>
    /// What the operation costs: base, item and KB, each with its 95 % interval, from the samples that count;
    /// <c>null</c> if they do not suffice, or latencies are no base and amount an item.
    /// </summary>
    public CostModelFit? Costs => Analysis?.Curve is CostCurve ? CostsOfAll : null;

    /// <summary>The recommendation in a sentence.</summary>
    public override string ToString() => RecommendedSize is { } size
        ? string.Format(CultureInfo.InvariantCulture,
            "{0}: {1} a batch{2}, by {3} requests.", Operation, size,
            SmallestGoodSize is { } smallest
                ? FormattableString.Invariant($" ({smallest}..{size} at {100 * Confidence:0.#}% confidence)")
                : "",
            Samples.Count)
        : $"{Operation}: too little was measured to recommend a size.";

    private static int[] MeasuredSizes(BatchSizeSchedule schedule) => schedule.Samples
        .Where(sample => sample.IsUsed && sample.Error is null && !(sample.BatchSize >= schedule.TooLarge))
        .Select(sample => sample.BatchSize).Distinct().OrderBy(size => size).ToArray();

    private int? Recommend(int[] measured)
    {
        if (measured.Length == 0)
            return null;
        if (Analysis is not { } analysis)
            return measured[measured.Length - 1];
        return measured.Where(analysis.IsGood).Cast<int?>().FirstOrDefault()
            ?? measured.OrderByDescending(analysis.Curve.Rate).First();
    }

    /// <summary>The same, whatever explains the latencies: of those up to the first bend, if there is one.</summary>
    internal CostModelFit? CostsOfAll => field ??= FitCosts();

    private CostModelFit? FitCosts()
    {
        int most = Analysis?.Curve is CostCurve { Bends: { Length: > 0 } bends } ? bends.Min() : int.MaxValue;
        CostSample[] samples = Samples
            .Where(sample => sample.IsUsed && sample.Error is null && sample.Elapsed > TimeSpan.Zero)
            .Where(sample => sample.BatchSize <= most)
            .Select(sample => new CostSample(sample.BatchSize, sample.Bytes, sample.Elapsed))
            .ToArray();
        return samples.Length >= 4 && samples.Select(sample => sample.Items).Distinct().Skip(1).Any()
            ? CostModelFit.Of(samples)
            : null;
    }
}
