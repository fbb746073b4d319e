using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>How notifications reach the client.</summary>
public enum SubscriptionKind
{
    /// <summary>The server keeps a connection open and streams them (GetStreamingEvents).</summary>
    Streaming,
    /// <summary>The client asks for them (GetEvents).</summary>
    Pull,
    /// <summary>The server calls the client.</summary>
    Push,
}

/// <summary>The subscriptions that an application wants.</summary>
public sealed record SubscriptionWorkload
{
    /// <summary>How notifications reach the client.</summary>
    public SubscriptionKind Kind { get; init; }

    /// <summary>Mailboxes that are subscribed to; 1 or more.</summary>
    public int Mailboxes { get; init => field = AtLeastOne(value); } = 1;

    /// <summary>
    /// Folders of each mailbox that are subscribed to one by one, 1 or more; <c>null</c> for SubscribeToAllFolders,
    /// which is one subscription a mailbox.
    /// </summary>
    public int? FoldersPerMailbox { get; init => field = value is { } folders ? AtLeastOne(folders) : null; }

    /// <summary>Whether a service account impersonates the owner of each mailbox.</summary>
    public bool IsImpersonating { get; init; }

    /// <summary>2010: Client Access servers, each with budgets of its own; 1 or more.</summary>
    public int Servers { get; init => field = AtLeastOne(value); } = 1;

    /// <summary>
    /// Streaming: groups into which Autodiscover (GroupingInformation, ExternalEwsUrl) puts the mailboxes, evenly; a
    /// connection serves one group (learn-ews-affinity). 1 or more.
    /// </summary>
    public int Groups { get; init => field = AtLeastOne(value); } = 1;

    internal int SubscriptionsPerMailbox => FoldersPerMailbox ?? 1;

    internal int ServersThatCount(ExchangeRelease release) => release.UsesPercentTime() ? Servers : 1;

    private static int AtLeastOne(int value) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "There is at least one.");
}
