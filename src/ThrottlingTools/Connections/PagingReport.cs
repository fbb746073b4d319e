using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Connections;

/// <summary>Tells people how a pager is getting on: a verbose line for each decision, and the progress.</summary>
internal sealed class PagingReport(IPipelineSink sink, string activity)
{
    /// <summary>Tells one step.</summary>
    public void Tell(PagingEvent step)
    {
        sink.Verbose(step.ToString());
        string status = step.Kind == PagingEventKind.BackingOff ? step.ToString() : $"{step.Ledger.Returned} items";
        sink.Progress(new ProgressRecord(0, activity, status) { PercentComplete = Percent(step.Ledger) });
    }

    private static int Percent(PagingLedger ledger) =>
        ledger.TotalItemsInView is > 0 and { } total ? (int)System.Math.Min(100, 100 * ledger.Returned / total) : -1;
}
