using System;

namespace ThrottlingTools.Ews;

/// <summary>What a batch run has done. Every item that was taken is in exactly one of the first four counts.</summary>
public sealed class BatchLedger
{
    /// <summary>Items that are done.</summary>
    public long Done { get; internal set; }

    /// <summary>Items that failed for good.</summary>
    public long Failed { get; internal set; }

    /// <summary>Items that are not done because the run ended.</summary>
    public long NotSent { get; internal set; }

    /// <summary>Items that may be done.</summary>
    public long Unknown { get; internal set; }

    /// <summary>Items that came again and were passed over, and those that an earlier run has done.</summary>
    public long PassedOver { get; internal set; }

    /// <summary>How many times an item was sent again.</summary>
    public long Retried { get; internal set; }

    /// <summary>How many times an answer to an item was lost in a way that made looking necessary.</summary>
    public long Lost { get; internal set; }

    /// <summary>
    /// How many times a write that may have been done was sent again because doing it twice comes to the same.
    /// </summary>
    public long Repeated { get; internal set; }

    /// <summary>How many requests were sent, those that looked included.</summary>
    public long Requests { get; internal set; }

    /// <summary>How many requests failed as a whole.</summary>
    public long FailedRequests { get; internal set; }

    /// <summary>The time spent waiting because the server asked for it or failed.</summary>
    public TimeSpan TimeBackedOff { get; internal set; }

    /// <summary>How many items there are an account of.</summary>
    public long Total => Done + Failed + NotSent + Unknown;

    /// <summary>The ledger in one line.</summary>
    public override string ToString() =>
        $"{Done} done, {Failed} failed, {NotSent} not sent, {Unknown} unknown, {PassedOver} passed over; "
        + $"{Requests} requests, of which {FailedRequests} failed; {Retried} items sent again, {Lost} answers lost, "
        + $"{Repeated} writes repeated that may have been done; "
        + $"{TimeBackedOff:g} backed off.";

    internal void Count(BatchItemStatus status)
    {
        switch (status)
        {
            case BatchItemStatus.Done:
                Done++;
                break;
            case BatchItemStatus.Failed:
                Failed++;
                break;
            case BatchItemStatus.NotSent:
                NotSent++;
                break;
            default:
                Unknown++;
                break;
        }
    }
}
