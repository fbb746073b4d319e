using System;

namespace ThrottlingTools.Ews;

/// <summary>What a paged find just did or decided.</summary>
public enum PagingEventKind
{
    /// <summary>A page arrived.</summary>
    PageReceived,
    /// <summary>A request failed; it is repeated after a wait, and nobody of the same owner calls until then.</summary>
    BackingOff,
    /// <summary>The wait is over; the same page is asked for again.</summary>
    Retrying,
    /// <summary>From here on pages are asked for in another size, or another number of them at a time.</summary>
    PaceChanged,
    /// <summary>A page did not connect to what was returned; what lies between is asked for.</summary>
    Reconnecting,
    /// <summary>A page cannot be true as it came; it is asked for again.</summary>
    Doubting,
    /// <summary>
    /// All pages were read and fewer items came than the server says there are; what is missing cannot be told.
    /// </summary>
    Short,
    /// <summary>A mailbox is done.</summary>
    Completed,
    /// <summary>A mailbox is given up.</summary>
    Failed,
}

/// <summary>One step or decision of a paged find, for progress and verbose output.</summary>
public sealed class PagingEvent
{
    internal PagingEvent(PagingEventKind kind, string target, int offset, PagingLedger ledger)
    {
        Kind = kind;
        Target = target;
        Offset = offset;
        Ledger = ledger;
    }

    /// <summary>What happened.</summary>
    public PagingEventKind Kind { get; }

    /// <summary>The folder and the mailbox.</summary>
    public string Target { get; }

    /// <summary>The offset of the page, counted from 0.</summary>
    public int Offset { get; }

    /// <summary>How many items are asked for at a time.</summary>
    public int PageSize { get; init; }

    /// <summary>How many requests of the owner may be under way.</summary>
    public int Parallelism { get; init; }

    /// <summary>How many items arrived with this page.</summary>
    public int Items { get; init; }

    /// <summary>Why a request is repeated or the pace changes; <c>null</c> where nothing failed.</summary>
    public EwsError? Error { get; init; }

    /// <summary>What could not be true; <c>null</c> where nothing was doubted.</summary>
    public string? Doubt { get; init; }

    /// <summary>How long nobody of the owner calls.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>When the wait ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What has been done in this mailbox so far; it goes on counting.</summary>
    public PagingLedger Ledger { get; }

    /// <summary>The event as a line for people.</summary>
    public override string ToString() => $"{Target}: " + Kind switch
    {
        PagingEventKind.PageReceived => Ledger.TotalItemsInView is { } total
            ? $"Received {Items} items at offset {Offset}; {Ledger.Returned} of {total} returned."
            : $"Received {Items} items at offset {Offset}; {Ledger.Returned} returned.",
        PagingEventKind.BackingOff when Error is null =>
            $"Nothing new at offset {Offset}, and more to come. Waiting {WaitText.Of(Delay)} until {Until:u}.",
        PagingEventKind.BackingOff =>
            $"{Error!.ToString().TrimEnd('.')}. Waiting {WaitText.Of(Delay)} ({WaitReason}) until {Until:u}.",
        PagingEventKind.Retrying => $"Asking again for offset {Offset}.",
        PagingEventKind.PaceChanged => $"From here {Parallelism} at a time, {PageSize} items each.",
        PagingEventKind.Reconnecting =>
            $"The page at offset {Offset} does not connect to what was returned; asking for what lies before it.",
        PagingEventKind.Doubting => $"The page at offset {Offset} is asked for again: {Doubt}.",
        PagingEventKind.Short => $"{Doubt}.",
        PagingEventKind.Completed => $"Done. {Ledger}",
        _ => $"Given up. {Ledger}",
    };

    private string WaitReason => Error!.BackOffOrigin switch
    {
        BackOffOrigin.None when Error.IgnoredBackOff is { } ignored => $"{ignored} and is not followed",
        BackOffOrigin.None => "the server names no time",
        BackOffOrigin.RetryAfter => "Retry-After",
        _ => "as the server asks",
    };
}
