using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Batching;

/// <summary>Tells people how a batch run is getting on: a verbose line for each step, and the progress.</summary>
internal sealed class BatchReport(IPipelineSink sink, string operation)
{
    /// <summary>Tells one step.</summary>
    public void Tell(BatchEvent step)
    {
        sink.Verbose(step.ToString());
        BatchLedger ledger = step.Ledger;
        string status = step.Kind == BatchEventKind.BackingOff
            ? step.ToString()
            : FormattableString.Invariant($"{ledger.Done} done, {ledger.Failed} failed, {ledger.Requests} requests");
        sink.Progress(new ProgressRecord(0, operation, status));
    }

    /// <summary>Writes one error for the items of a list that failed, and one for those that may be done.</summary>
    public void TellFailures(IReadOnlyList<BatchItemResult> results)
    {
        BatchItemResult[] failed = [.. results.Where(result => result.Status == BatchItemStatus.Failed)];
        if (failed.Length > 0)
            sink.Error(Errors.BatchItemFailed(operation, failed));
        // What the end of the run leaves open, the error that ends it tells.
        BatchItemResult[] unknown = [.. results.Where(
            result => result is { Status: BatchItemStatus.Unknown, IsFinal: true })];
        if (unknown.Length > 0)
            sink.Error(Errors.BatchItemUnknown(operation, unknown));
    }

    /// <summary>Tells the end.</summary>
    public void Sum(BatchLedger ledger) => sink.Verbose(ledger.ToString());
}
