using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>Whether subscriptions fit a profile, what binds, and how to group them.</summary>
public sealed class SubscriptionPlan
{
    /// <summary>The profile's name.</summary>
    public string Profile { get; init; } = "";

    /// <summary>How notifications reach the client.</summary>
    public SubscriptionKind Kind { get; init; }

    /// <summary>Mailboxes that are subscribed to.</summary>
    public int Mailboxes { get; init; }

    /// <summary>Whether everything fits.</summary>
    public bool Fits { get; init; }

    /// <summary>Subscriptions in all: one a mailbox for all its folders, or one a folder.</summary>
    public long Subscriptions { get; init; }

    /// <summary>Who is charged for them, by release and impersonation (learn-ews-throttling, table 2).</summary>
    public string ChargedTo { get; init; } = "";

    /// <summary>Subscriptions of each that is charged; in 2010 on one server.</summary>
    public long SubscriptionsPerOwner { get; init; }

    /// <summary>EWSMaxSubscriptions.</summary>
    public Unlimited MaxSubscriptions { get; init; }

    /// <summary>
    /// How many mailboxes fit with as many subscriptions each; <c>null</c> if their number is not limited.
    /// </summary>
    public long? MaxMailboxes { get; init; }

    /// <summary>Streaming connections (GetStreamingEvents requests) that are needed; 0 for pull and push.</summary>
    public long Connections { get; init; }

    /// <summary>Of these, connections of each that is charged; in 2010 on one server.</summary>
    public long ConnectionsPerOwner { get; init; }

    /// <summary>Streaming connections that each who is charged may have.</summary>
    public Unlimited HangingConnectionLimit { get; init; }

    /// <summary>Mailboxes on a streaming connection; 0 for pull and push.</summary>
    public int MailboxesPerConnection { get; init; }

    /// <summary>
    /// Subscriptions on a streaming connection, at most 200 (learn-ews-affinity); 0 for pull and push.
    /// </summary>
    public int SubscriptionsPerConnection { get; init; }

    /// <summary>The policy parameter that does not allow it or, if it fits, is nearest; empty for none.</summary>
    public string LimitedBy { get; init; } = "";

    /// <summary>The value of that parameter; <c>null</c> for none.</summary>
    public Unlimited? Limit { get; init; }

    /// <summary>How much of it is needed; <c>null</c> for none.</summary>
    public long? Needed { get; init; }

    /// <summary>What to do, and what to look out for.</summary>
    public string Advice { get; init; } = "";
}
