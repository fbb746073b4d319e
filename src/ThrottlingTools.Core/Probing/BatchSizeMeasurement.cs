using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Probing;

/// <summary>What one batch size gave when it was measured, with the interval of every figure.</summary>
public sealed class BatchSizeMeasurement
{
    /// <summary>What was sent.</summary>
    public EwsOperation Operation { get; init; }

    /// <summary>Items a request.</summary>
    public int BatchSize { get; init; }

    /// <summary>Requests that were measured, failed ones included.</summary>
    public int Requests { get; init; }

    /// <summary>Items that were done.</summary>
    public int Items { get; init; }

    /// <summary>Requests that failed, or an item of which did.</summary>
    public int Errors { get; init; }

    /// <summary>Of these, requests that timed out.</summary>
    public int TimedOut { get; init; }

    /// <summary>
    /// Items in a second, from a rested budget, one request at a time: by all sizes together where a base and an
    /// amount an item explain them, else by this size alone; <c>null</c> if it was not measured.
    /// </summary>
    public double? ItemsPerSecond { get; init; }

    /// <summary>The lower end of its interval; <c>null</c> if too little was measured.</summary>
    public double? ItemsPerSecondLow { get; init; }

    /// <summary>The upper end of its interval; <c>null</c> if too little was measured, or it has none.</summary>
    public double? ItemsPerSecondHigh { get; init; }

    /// <summary>The interval in words; empty if too little was measured.</summary>
    public string Interval => ItemsPerSecondLow is { } low
        ? FormattableString.Invariant($"{low:0.0}..{ItemsPerSecondHigh:0.0}")
        : "";

    /// <summary>The mean time of a request of this size; <c>null</c> if it was not measured.</summary>
    public TimeSpan? MeanLatency { get; init; }

    /// <summary>The lower end of its interval, by this size alone; <c>null</c> for fewer than two requests.</summary>
    public TimeSpan? MeanLatencyLow { get; init; }

    /// <summary>The upper end.</summary>
    public TimeSpan? MeanLatencyHigh { get; init; }

    /// <summary>
    /// Items in a second that a profile predicts, with what it assumes of costs; <c>null</c> without profile.
    /// </summary>
    public double? PredictedItemsPerSecond { get; internal set; }

    /// <summary>The same with the costs that were fitted to the measurement; <c>null</c> without profile.</summary>
    public double? ExplainedItemsPerSecond { get; internal set; }

    /// <summary>Whether it is the recommended size.</summary>
    public bool IsBest { get; init; }

    /// <summary>Why it is the best, or why it is not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The limit that refused it; empty for none.</summary>
    public string LimitedBy { get; init; } = "";

    /// <summary>Its requests.</summary>
    public IReadOnlyList<BatchSizeSample> Samples { get; init; } = [];

    /// <summary>The measurement that it is a part of.</summary>
    public BatchSizeExperiment Experiment { get; init; } = null!;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Operation} of {BatchSize}: {ItemsPerSecond:0.0} items/s ({Interval})");
}
