using System;

namespace ThrottlingTools.Ews;

/// <summary>What a paged find has done. With a checkpoint it counts over all runs.</summary>
public sealed class PagingLedger
{
    /// <summary>How many items were returned, each once.</summary>
    public long Returned { get; internal set; }

    /// <summary>How many pages were received.</summary>
    public int Pages { get; internal set; }

    /// <summary>How many requests were sent.</summary>
    public int Requests { get; internal set; }

    /// <summary>How many requests repeated one that had failed.</summary>
    public int Retries { get; internal set; }

    /// <summary>How many requests the server put off because a limit was met; they are among those repeated.</summary>
    public int Deferred { get; internal set; }

    /// <summary>
    /// How many pages had fewer items than were asked for and than there are: the server grants no more at a time, to
    /// one request or to all of an owner together.
    /// </summary>
    public int CutShort { get; internal set; }

    /// <summary>
    /// How many pages did not connect to what was returned, because items before them were deleted or moved or an
    /// earlier page came short; what lies between was asked for.
    /// </summary>
    public int Reconnected { get; internal set; }

    /// <summary>How many items came again, in the overlap of pages, and were dropped.</summary>
    public long Repeated { get; internal set; }

    /// <summary>How many pages could not be true as they came, and were asked for again.</summary>
    public int Doubted { get; internal set; }

    /// <summary>
    /// How many items were not taken over because they had no id, or stood in another folder than was asked for.
    /// </summary>
    public long Refused { get; internal set; }

    /// <summary>
    /// By how much TotalItemsInView fell from page to page, in sum: so many items at least were deleted or moved away
    /// meanwhile. <see cref="TotalItemsAtStart"/> + <see cref="AddedMeanwhile"/> - this is
    /// <see cref="TotalItemsInView"/>; what comes and goes between two pages is not seen.
    /// </summary>
    public long Vanished { get; internal set; }

    /// <summary>
    /// By how much TotalItemsInView rose from page to page, in sum: so many items at least came meanwhile. Those that
    /// stand behind what was already returned are not returned; by default new items come last, and are.
    /// </summary>
    public long AddedMeanwhile { get; internal set; }

    /// <summary>The time spent waiting because the server asked for it or failed.</summary>
    public TimeSpan TimeBackedOff { get; internal set; }

    /// <summary>How many items the view had when the first page came; <c>null</c> before that.</summary>
    public int? TotalItemsAtStart { get; internal set; }

    /// <summary>How many items the view has, as the last page told; <c>null</c> before the first.</summary>
    public int? TotalItemsInView { get; internal set; }

    /// <summary>The ledger in one line.</summary>
    public override string ToString() =>
        $"{Returned} items returned in {Pages} pages of {Requests} requests; {Retries} retried, {Deferred} deferred, "
        + $"{CutShort} cut short, {Reconnected} reconnected; {Repeated} repeated items dropped, "
        + (Doubted + Refused > 0 ? $"{Doubted} pages doubted, {Refused} items refused, " : "")
        + $"{Vanished} vanished, {AddedMeanwhile} added meanwhile; {WaitText.Of(TimeBackedOff)} backed off.";

    internal void See(int? total)
    {
        if (total is not { } now)
            return;
        TotalItemsAtStart ??= now;
        int change = now - (TotalItemsInView ?? now);
        AddedMeanwhile += Math.Max(0, change);
        Vanished += Math.Max(0, -change);
        TotalItemsInView = now;
    }

    internal PagingLedger Plus(PagingLedger other) => new()
    {
        Returned = Returned + other.Returned,
        Pages = Pages + other.Pages,
        Requests = Requests + other.Requests,
        Retries = Retries + other.Retries,
        Deferred = Deferred + other.Deferred,
        CutShort = CutShort + other.CutShort,
        Reconnected = Reconnected + other.Reconnected,
        Repeated = Repeated + other.Repeated,
        Doubted = Doubted + other.Doubted,
        Refused = Refused + other.Refused,
        Vanished = Vanished + other.Vanished,
        AddedMeanwhile = AddedMeanwhile + other.AddedMeanwhile,
        TimeBackedOff = TimeBackedOff + other.TimeBackedOff,
        TotalItemsAtStart = Sum(TotalItemsAtStart, other.TotalItemsAtStart),
        TotalItemsInView = Sum(TotalItemsInView, other.TotalItemsInView),
    };

    private static int? Sum(int? left, int? right) => left is null ? right : left + (right ?? 0);
}
