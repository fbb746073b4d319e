using System;

namespace ThrottlingTools.Budgets;

/// <summary>What the engine needs to know of a request.</summary>
/// <param name="Owner">Who is charged.</param>
/// <param name="Operation">The operation.</param>
public readonly record struct BudgetRequest(BudgetOwner Owner, EwsOperation Operation)
{
    /// <summary>
    /// Find: how many entries the response would hold, at most the page asked for. Subscribe, Unsubscribe:
    /// subscriptions. SearchMailboxes: messages in the preview. Of no effect elsewhere.
    /// </summary>
    public int Items { get; init; }

    /// <summary>Whether a find is paged by index, so that a short page can be continued.</summary>
    public bool IsPaged { get; init; }

    /// <summary>Whether a find has a restriction or an AQS query.</summary>
    public bool HasRestriction { get; init; }

    /// <summary>
    /// Whether RequestServerVersion is Exchange2010 or older, for which a find never returns a short page.
    /// </summary>
    public bool IsBefore2010SP1 { get; init; }

    /// <summary>How a find searches; <c>null</c> for one that only lists, or whose cost the caller knows.</summary>
    public SearchQuery? Search { get; init; }

    /// <summary>What a SearchMailboxes call asks for; <c>null</c> elsewhere.</summary>
    public DiscoveryQuery? Discovery { get; init; }

    /// <summary>
    /// The mailbox database that the call loads, by which resource health is kept; <c>null</c> to leave health out.
    /// </summary>
    public string? Database { get; init; }

    internal bool IsRestricted => HasRestriction || Search is not null;
}

/// <summary>The server time of a call or of one of its items.</summary>
/// <param name="ServerTime">Local server time; in 2010 the time in CAS, which includes the other two.</param>
/// <param name="DirectoryTime">2010: time in Active Directory.</param>
/// <param name="MailboxRpcTime">2010: time in mailbox RPC.</param>
public readonly record struct ServerCharge(TimeSpan ServerTime, TimeSpan DirectoryTime, TimeSpan MailboxRpcTime)
{
    /// <summary>Makes a charge of server time alone.</summary>
    /// <param name="serverTime">The server time.</param>
    public ServerCharge(TimeSpan serverTime) : this(serverTime, TimeSpan.Zero, TimeSpan.Zero)
    {
    }
}
