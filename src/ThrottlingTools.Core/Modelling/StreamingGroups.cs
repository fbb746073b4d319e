using System;
using System.Globalization;

namespace ThrottlingTools.Modelling;

/// <summary>
/// How streaming connections share subscriptions: 200 on each at most, mailboxes of one group only, and those of one
/// mailbox together where they fit (learn-ews-affinity).
/// </summary>
internal sealed class StreamingGroups
{
    private readonly int _groups;
    private readonly int _mailboxesThatFit;

    public StreamingGroups(SubscriptionWorkload workload, int perRequest)
    {
        _groups = Math.Min(workload.Groups, workload.Mailboxes);
        if (workload.Kind != SubscriptionKind.Streaming || perRequest < 1)
            return;
        int perMailbox = workload.SubscriptionsPerMailbox;
        ConnectionsPerMailbox = (perMailbox + (long)perRequest - 1) / perRequest;
        _mailboxesThatFit = Math.Max(1, perRequest / perMailbox);
        (int size, int larger) = (workload.Mailboxes / _groups, workload.Mailboxes % _groups);
        MailboxesPerConnection = Math.Min(_mailboxesThatFit, larger > 0 ? size + 1 : size);
        SubscriptionsPerConnection = (int)Math.Min(perRequest, (long)MailboxesPerConnection * perMailbox);
        Connections = larger * ConnectionsFor(size + 1) + (_groups - larger) * ConnectionsFor(size);
    }

    public long Connections { get; }

    public long ConnectionsPerMailbox { get; }

    public int MailboxesPerConnection { get; }

    public int SubscriptionsPerConnection { get; }

    /// <summary>How many mailboxes find room on a number of connections.</summary>
    public double MailboxesIn(double connections) => ConnectionsPerMailbox > 1
        ? Math.Floor(connections / ConnectionsPerMailbox)
        : connections * _mailboxesThatFit;

    public string Advice(bool isImpersonating) => string.Format(
        CultureInfo.InvariantCulture,
        isImpersonating
            ? "Send {0:N0} GetStreamingEvents requests of up to {1:N0} subscriptions, each impersonating another "
                + "mailbox of its group."
            : "Send {0:N0} GetStreamingEvents requests of up to {1:N0} subscriptions.",
        Connections, SubscriptionsPerConnection);

    private long ConnectionsFor(int mailboxes) => ConnectionsPerMailbox > 1
        ? mailboxes * ConnectionsPerMailbox
        : (mailboxes + (long)MailboxesPerConnection - 1) / MailboxesPerConnection;
}
