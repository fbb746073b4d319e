using System;
using System.Globalization;

namespace ThrottlingTools.Probing;

/// <summary>What became of every request and item of a probe.</summary>
public sealed class ProbeLedger
{
    /// <summary>Requests that were sent, in all.</summary>
    public int Requests { get; internal set; }

    /// <summary>Of these, those that are not counted: they pay for the connection and for cold caches.</summary>
    public int WarmUps { get; internal set; }

    /// <summary>Of these, those that went before a batch, such as to make the items that it deletes.</summary>
    public int Preparations { get; internal set; }

    /// <summary>Of these, those that repeated a batch that had failed.</summary>
    public int Retries { get; internal set; }

    /// <summary>Items that were asked for, or would have been, had the probe not ended.</summary>
    public long ItemsAsked => ItemsDone + ItemsFailed + ItemsUnanswered + ItemsNotSent;

    /// <summary>Items that were done.</summary>
    public long ItemsDone { get; internal set; }

    /// <summary>Items that failed; those of a batch that was repeated were asked for again.</summary>
    public long ItemsFailed { get; internal set; }

    /// <summary>Of these, how many were asked for again.</summary>
    public long ItemsRetried { get; internal set; }

    /// <summary>Items of a request that was cut short before its answer: what became of them is not known.</summary>
    public long ItemsUnanswered { get; internal set; }

    /// <summary>Items of the batches that were planned next when the probe ended.</summary>
    public long ItemsNotSent { get; internal set; }

    /// <summary>The time that was spent resting, for the budget to recharge.</summary>
    public TimeSpan TimeRested { get; internal set; }

    /// <summary>The time that was spent waiting because the server asked for it or failed.</summary>
    public TimeSpan TimeBackedOff { get; internal set; }

    /// <summary>The ledger as a line for people.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0} requests: {1} to warm up, {2} to prepare, {3} repeated. Items: {4:N0} done, {5:N0} failed, {6:N0} of "
        + "these repeated, {7:N0} unanswered, {8:N0} not sent. Rested {9:0.0} s, backed off {10:0.0} s.",
        Requests, WarmUps, Preparations, Retries, ItemsDone, ItemsFailed, ItemsRetried, ItemsUnanswered, ItemsNotSent,
        TimeRested.TotalSeconds, TimeBackedOff.TotalSeconds);
}
