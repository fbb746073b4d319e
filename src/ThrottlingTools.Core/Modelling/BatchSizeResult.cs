using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>
/// What one batch size gives, predicted or measured. What only a model knows is <c>null</c> in a measurement.
/// </summary>
public sealed class BatchSizeResult
{
    /// <summary>The profile that was modelled; empty in a measurement.</summary>
    public string Profile { get; init; } = "";

    /// <summary>What the requests do.</summary>
    public EwsOperation Operation { get; init; } = EwsOperation.GetItem;

    /// <summary>Items a request.</summary>
    public int BatchSize { get; init; }

    /// <summary>Requests that were sent, refused ones included.</summary>
    public int Requests { get; init; }

    /// <summary>Items that were done.</summary>
    public int Items { get; init; }

    /// <summary>Requests that were refused or timed out.</summary>
    public int Errors { get; init; }

    /// <summary>Of these, requests that timed out.</summary>
    public int TimedOut { get; init; }

    /// <summary>The share of the requests that ran past the time limit of a batch, one minute; 0 to 1.</summary>
    public double TimedOutShare => Requests > 0 ? TimedOut / (double)Requests : 0;

    /// <summary>The errors by code and limit, in order of their first coming; empty in a measurement.</summary>
    public IReadOnlyList<WorkloadErrorCount> ErrorsByCode { get; init; } = [];

    /// <summary>From the first request to the last response.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When all items were done; <c>null</c> if they were not, or in a measurement.</summary>
    public TimeSpan? TimeToFinish { get; init; }

    /// <summary>Items in a second of <see cref="Elapsed"/>.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>The lowest of these in several runs; <c>null</c> for one run.</summary>
    public double? ItemsPerSecondLow { get; init; }

    /// <summary>The highest of these in several runs; <c>null</c> for one run.</summary>
    public double? ItemsPerSecondHigh { get; init; }

    /// <summary>Items in a second of charged server time.</summary>
    public double? ItemsPerChargedSecond { get; init; }

    /// <summary>From sending a request to its response, on average over those that the server worked on.</summary>
    public TimeSpan MeanLatency { get; init; }

    /// <summary>
    /// How the same spreads: its percentiles are right to 2 percent. Requests whose time was up are included, waits
    /// after refusals are not.
    /// </summary>
    public WorkloadLatency? Latency { get; init; }

    /// <summary>How long the server held requests back in all; waits after refusals do not count.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>What held requests up, by cause, waits after refusals included.</summary>
    public WorkloadDelays? Delays { get; init; }

    /// <summary>The time that the network took, over all requests.</summary>
    public TimeSpan? NetworkTime { get; init; }

    /// <summary>The time that the server worked, over all requests; it is charged.</summary>
    public TimeSpan? ServerTime { get; init; }

    /// <summary>
    /// How far the budget was used up; <c>null</c> also in 2010, whose percentages of a minute know no phases.
    /// </summary>
    public ThrottlingPhase? Phase { get; init; }

    /// <summary>Whether it is the best of the sizes that were compared.</summary>
    public bool IsBest { get; internal set; }

    /// <summary>Why it is the best, or why it is not; empty until the sizes are compared.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>The reason, and of the best the sizes that do as well and the one for a busy server.</summary>
    public string Advice => RangeMaximum is null ? Reason : string.Join(" ", new[]
    {
        Reason,
        RangeMaximum > RangeMinimum ? FormattableString.Invariant($"Up to {RangeMaximum} does as well.") : "",
        SafeBatchSize is { } safe ? FormattableString.Invariant($"For a busy server: {safe}.") : "",
    }.Where(part => part.Length > 0));

    /// <summary>The limit that held it back or refused it most; empty for none.</summary>
    public string LimitedBy { get; init; } = "";

    /// <summary>The value of that limit; <c>null</c> for none, and in a measurement.</summary>
    public object? LimitValue { get; init; }

    /// <summary>Of the best: the smallest size within 5 percent of the fastest; <c>null</c> of others.</summary>
    public int? RangeMinimum { get; internal set; }

    /// <summary>
    /// Of the best: the largest size up to which all that were compared are within 5 percent of the fastest and free of
    /// errors; <c>null</c> of others.
    /// </summary>
    public int? RangeMaximum { get; internal set; }

    /// <summary>
    /// Of the best: the largest compared size up to <see cref="RangeMaximum"/> that is safe on a busy server: where
    /// everything costs <see cref="BatchModelOptions.BusyFactor"/> times as much, the database is at
    /// <see cref="BatchModelOptions.BusyDatabaseHealth"/> percent health and, in 2010, the CPU at
    /// <see cref="BatchModelOptions.BusyCpuPercent"/> percent, no batch times out and 95 percent of them take less than
    /// half of the time limit of a batch. <c>null</c> if no size does, of others, and in a measurement.
    /// </summary>
    public int? SafeBatchSize { get; internal set; }

    /// <summary>Which assumptions the prediction rests on.</summary>
    public AssumptionUse AssumptionsUsed { get; init; }

    /// <summary>The same, each with its statement, its default and what changes it.</summary>
    public IReadOnlyList<Assumption> Assumptions => Budgets.Assumptions.Of(AssumptionsUsed);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Operation} of {BatchSize}: {ItemsPerSecond:0.0} items/s");
}
