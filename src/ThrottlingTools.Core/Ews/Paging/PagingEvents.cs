using System;

namespace ThrottlingTools.Ews;

/// <summary>What a pager just did or decided.</summary>
public enum PagingEventKind
{
    /// <summary>A page arrived.</summary>
    PageReceived,
    /// <summary>A request failed; it is repeated after a wait.</summary>
    BackingOff,
    /// <summary>The wait is over; the same page is asked for again.</summary>
    Retrying,
    /// <summary>From here on pages are asked for in another size.</summary>
    PageSizeChanged,
}

/// <summary>One step or decision of a pager, for progress and verbose output.</summary>
public sealed class PagingEvent
{
    internal PagingEvent(PagingEventKind kind, int offset, int pageSize, PagingLedger ledger)
    {
        Kind = kind;
        Offset = offset;
        PageSize = pageSize;
        Ledger = ledger;
    }

    /// <summary>What happened.</summary>
    public PagingEventKind Kind { get; }

    /// <summary>The offset of the page, counted from 0.</summary>
    public int Offset { get; }

    /// <summary>How many items are asked for at a time.</summary>
    public int PageSize { get; }

    /// <summary>How many items arrived with this page.</summary>
    public int Items { get; init; }

    /// <summary>Why a request is repeated or pages are made smaller; <c>null</c> where nothing failed.</summary>
    public EwsError? Error { get; init; }

    /// <summary>How long the pager waits.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>When the wait ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What has been done so far; it goes on counting.</summary>
    public PagingLedger Ledger { get; }

    /// <summary>The event as a line for people.</summary>
    public override string ToString() => Kind switch
    {
        PagingEventKind.PageReceived => Ledger.TotalItemsInView is { } total
            ? $"Received {Items} items at offset {Offset}; {Ledger.Returned} of {total}."
            : $"Received {Items} items at offset {Offset}; {Ledger.Returned} in all.",
        PagingEventKind.BackingOff when Error is null =>
            $"Empty page at offset {Offset} that is not the last. Waiting {Delay} until {Until:u}.",
        PagingEventKind.BackingOff => $"{Error}. Waiting {Delay} ({WaitReason}) until {Until:u}.",
        PagingEventKind.Retrying => $"Asking again for offset {Offset}.",
        _ => $"{Error}. Pages now ask for {PageSize} items.",
    };

    private string WaitReason => Error!.BackOffOrigin switch
    {
        BackOffOrigin.None => "the server names no time",
        BackOffOrigin.RetryAfter => "Retry-After",
        _ => "as the server asks",
    };
}

/// <summary>What a pager has done: nothing is returned twice, and nothing is passed over, because of a retry.</summary>
public sealed class PagingLedger
{
    /// <summary>How many items were returned.</summary>
    public long Returned { get; internal set; }

    /// <summary>How many pages were received.</summary>
    public int Pages { get; internal set; }

    /// <summary>How many requests were sent.</summary>
    public int Requests { get; internal set; }

    /// <summary>How many requests repeated one that had failed.</summary>
    public int Retries { get; internal set; }

    /// <summary>The time spent waiting because the server asked for it or failed.</summary>
    public TimeSpan TimeBackedOff { get; internal set; }

    /// <summary>How many items the view has, as the last page told; <c>null</c> before the first.</summary>
    public int? TotalItemsInView { get; internal set; }
}
