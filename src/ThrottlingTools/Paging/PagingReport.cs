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

    /// <summary>How many items there will be in all; <c>null</c> where nothing tells.</summary>
    public Func<long?>? Expected { get; set; }

    /// <summary>Tells one step.</summary>
    public void Tell(PagingEvent step)
    {
        if (step.Kind == PagingEventKind.Short)
            sink.Warning(step.ToString());
        else
            sink.Verbose(step.ToString());
        PagingLedger ledger = Total?.Invoke() ?? step.Ledger;
        long? expected = Expected is null ? ledger.TotalItemsInView : Expected();
        long returned = ledger.Returned - (_before ??= ledger.Returned);
        double rate = returned / Math.Max(0.001, _watch.Elapsed.TotalSeconds);
        string count = expected is { } goal
            ? $"{ledger.Returned:N0} of {goal:N0} items, {rate:N0} a second"
            : $"{ledger.Returned:N0} items";
        sink.Progress(new ProgressRecord(0, activity, count)
        {
            PercentComplete = expected is > 0 and { } whole ? (int)Math.Min(100, 100 * ledger.Returned / whole) : -1,
            SecondsRemaining = rate > 0 && expected is { } all
                ? (int)Math.Min(int.MaxValue, Math.Max(0, all - ledger.Returned) / rate)
                : -1,
            CurrentOperation = step.Kind == PagingEventKind.BackingOff ? step.ToString() : null,
        });
    }
}
