using System;
using System.Globalization;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Fits subscriptions into a profile (learn-ews-throttling; learn-ews-affinity): who is charged for how
/// many, and how streaming connections share them.
/// </summary>
public static class SubscriptionModel
{
    /// <summary>Makes the plan. Equal arguments give equal plans.</summary>
    /// <param name="profile">The profile of who is charged.</param>
    /// <param name="workload">The subscriptions that are wanted.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: the profile lacks a limit.</exception>
    public static SubscriptionPlan Plan(ThrottlingProfile profile, SubscriptionWorkload workload)
    {
        SubscriptionLimits limits = new(profile);
        StreamingGroups groups = new(workload, limits.PerRequest);
        bool isCharged = !workload.IsImpersonating || SubscriptionRules.ChargesCaller(profile.Release);
        long subscriptions = (long)workload.Mailboxes * workload.SubscriptionsPerMailbox;
        int servers = workload.ServersThatCount(profile.Release);
        long perOwner = Share(isCharged ? subscriptions : workload.SubscriptionsPerMailbox, servers);
        long connectionsPerOwner = Share(
            workload.IsImpersonating ? groups.ConnectionsPerMailbox : groups.Connections, servers);
        Use[] uses =
        [
            new("EwsMaxSubscriptions", limits.MaxSubscriptions, perOwner),
            new(limits.HangingConnectionName, limits.HangingConnections, connectionsPerOwner),
        ];
        Use? binding = Binding(uses);
        return new SubscriptionPlan
        {
            Profile = profile.Name,
            Kind = workload.Kind,
            Mailboxes = workload.Mailboxes,
            Fits = binding is not { IsOver: true },
            Subscriptions = subscriptions,
            ChargedTo = isCharged ? "the calling account" : "each target mailbox",
            SubscriptionsPerOwner = perOwner,
            MaxSubscriptions = limits.MaxSubscriptions,
            MaxMailboxes = MaxMailboxes(workload, limits, groups, isCharged, servers),
            Connections = groups.Connections,
            ConnectionsPerOwner = connectionsPerOwner,
            HangingConnectionLimit = limits.HangingConnections,
            MailboxesPerConnection = groups.MailboxesPerConnection,
            SubscriptionsPerConnection = groups.SubscriptionsPerConnection,
            LimitedBy = binding?.Parameter ?? "",
            Limit = binding?.Limit,
            Needed = binding?.Needed,
            Advice = Advise(workload, limits, groups, binding, perOwner),
        };
    }

    private static long Share(long count, int servers) => (count + servers - 1) / servers;

    /// <summary>The limit of which the largest share is needed.</summary>
    private static Use? Binding(Use[] uses)
    {
        Use? binding = null;
        foreach (Use use in uses)
        {
            if (use.Needed > 0 && !use.Limit.IsUnlimited && (binding is null || use.Share > binding.Value.Share))
                binding = use;
        }
        return binding;
    }

    private static long? MaxMailboxes(
        SubscriptionWorkload workload, SubscriptionLimits limits, StreamingGroups groups, bool isCharged, int servers)
    {
        double bySubscriptions = isCharged
            ? Math.Floor(limits.MaxSubscriptions * servers / workload.SubscriptionsPerMailbox)
            : limits.MaxSubscriptions * servers >= workload.SubscriptionsPerMailbox ? double.PositiveInfinity : 0;
        double connections = limits.HangingConnections * servers;
        double byConnections = workload.Kind != SubscriptionKind.Streaming ? double.PositiveInfinity
            : workload.IsImpersonating
                ? connections >= groups.ConnectionsPerMailbox ? double.PositiveInfinity : 0
                : groups.MailboxesIn(connections);
        double mailboxes = Math.Min(bySubscriptions, byConnections);
        return double.IsPositiveInfinity(mailboxes) ? null : (long)mailboxes;
    }

    private static string Advise(
        SubscriptionWorkload workload, SubscriptionLimits limits, StreamingGroups groups, Use? binding, long perOwner)
    {
        if (binding is { IsOver: true } over)
            return Text("{0} allows {1:N0}, {2:N0} are needed. ", over.Parameter, over.Limit.Value, over.Needed)
                + Remedy(workload, limits, over);
        if (workload.Kind == SubscriptionKind.Streaming)
            return groups.Advice(workload.IsImpersonating);
        return perOwner <= (long)limits.MaxConcurrency ? "" : Text(
            workload.Kind == SubscriptionKind.Push
                ? "A message to all of them sends {0:N0} notifications at a time, each a connection of "
                    + "EwsMaxConcurrency ({1:N0})."
                : "{0:N0} subscriptions are asked in turn: EwsMaxConcurrency allows {1:N0} requests at a time.",
            perOwner, limits.MaxConcurrency.Value);
    }

    private static string Remedy(SubscriptionWorkload workload, SubscriptionLimits limits, Use over) =>
        !workload.IsImpersonating && !SubscriptionRules.ChargesCaller(limits.Release)
            ? "Impersonate: each mailbox has budgets of its own then."
            : workload.FoldersPerMailbox is not null && over.Needed > 1
                ? "Subscribe to all folders: that is one subscription a mailbox."
                : "Use several service accounts, or raise the limit.";

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);

    private readonly record struct Use(string Parameter, Unlimited Limit, long Needed)
    {
        public bool IsOver => Needed > (long)Limit;

        public double Share => Limit == 0 ? double.PositiveInfinity : Needed / Limit;
    }
}
