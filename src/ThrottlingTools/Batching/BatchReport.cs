using System;
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

    /// <summary>Tells the end.</summary>
    public void Sum(BatchLedger ledger)
    {
        sink.Verbose(ledger.ToString());
        if (ledger.Unknown > 0)
            sink.Warning(
                $"{operation}: nobody can tell of {ledger.Unknown} items whether it was done, because the answer was "
                + "lost. Look at them before you repeat it: their results have the status Unknown.");
    }
}
