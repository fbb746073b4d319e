using System;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>One measured request, or one that failed.</summary>
public sealed class BatchSizeSample
{
    internal BatchSizeSample(EwsOperation operation, int batchSize, BatchReply reply)
    {
        Operation = operation;
        BatchSize = batchSize;
        Items = batchSize - reply.Failed;
        Errors = reply.Failed;
        Elapsed = reply.Elapsed;
        Error = reply.Error ?? reply.ItemError;
        Bytes = reply.Bytes;
    }

    /// <summary>What was sent.</summary>
    public EwsOperation Operation { get; }

    /// <summary>How many items were asked for.</summary>
    public int BatchSize { get; }

    /// <summary>How many items came.</summary>
    public int Items { get; }

    /// <summary>How many items failed; all of them if the request did.</summary>
    public int Errors { get; }

    /// <summary>The content of the items in bytes; 0 if unknown.</summary>
    public long Bytes { get; }

    /// <summary>The number of the request, counted from 1; the warm-up is 1 where there is one.</summary>
    public int Request { get; init; }

    /// <summary>The block, from 0, in which sizes go up; in later ones their order is drawn.</summary>
    public int Block { get; init; }

    /// <summary>When it was sent, since the probe began.</summary>
    public TimeSpan SentAfter { get; init; }

    /// <summary>The time from sending the request to the end of the answer.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>How long the probe rested before it, for the budget to recharge.</summary>
    public TimeSpan Rest { get; init; }

    /// <summary>What of earlier requests was not recharged yet when it was sent, at most.</summary>
    public TimeSpan BudgetInUse { get; init; }

    /// <summary>Why it failed, or its first failed item did; <c>null</c> if all came.</summary>
    public EwsError? Error { get; }

    /// <summary>How long the probe then waits, as the server asked or by its own rule.</summary>
    public TimeSpan BackOff { get; init; }

    /// <summary>Why it does not count for the result; empty if it does.</summary>
    public string LeftOutBecause { get; internal set; } = "";

    internal bool IsUsed => LeftOutBecause.Length == 0;

    internal double Seconds => Elapsed.TotalSeconds;
}
