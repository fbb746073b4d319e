using System;
using System.Diagnostics;
using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Paging;

/// <summary>Tells people how a pager is getting on: a verbose line for each decision, and the progress.</summary>
internal sealed class PagingReport(IPipelineSink sink, string activity)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long? _before;

    /// <summary>What counts; that of the mailbox that does something if <c>null</c>.</summary>
    public Func<PagingLedger>? Total { get; set; }

    /// <summary>Tells one step.</summary>
    public void Tell(PagingEvent step)
    {
        sink.Verbose(step.ToString());
        PagingLedger ledger = Total?.Invoke() ?? step.Ledger;
        long returned = ledger.Returned - (_before ??= ledger.Returned);
        double rate = returned / Math.Max(0.001, _watch.Elapsed.TotalSeconds);
        string count = ledger.TotalItemsInView is { } total
            ? $"{ledger.Returned:N0} of {total:N0} items, {rate:N0} a second"
            : $"{ledger.Returned:N0} items";
        sink.Progress(new ProgressRecord(0, activity, count)
        {
            PercentComplete = Percent(ledger),
            SecondsRemaining = rate > 0 && ledger.TotalItemsInView is { } all
                ? (int)Math.Min(int.MaxValue, Math.Max(0, all - ledger.Returned) / rate)
                : -1,
            CurrentOperation = step.Kind == PagingEventKind.BackingOff ? step.ToString() : null,
        });
    }

    private static int Percent(PagingLedger ledger) =>
        ledger.TotalItemsInView is > 0 and { } total ? (int)Math.Min(100, 100 * ledger.Returned / total) : -1;
}
