using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>What all calls of a server share.</summary>
internal sealed record ServerContext(
    ExchangeRelease Release, MailboxDirectory Directory, SubscriptionTable Subscriptions, IClock Clock,
    AssumptionSet Assumptions)
{
    /// <summary>Whether other machines may be called back.</summary>
    public bool IsRemoteAllowed { get; init; }

    public OofSettings OofSettings { get; } = new();
}

/// <summary>In whose name a call is made.</summary>
/// <param name="Account">Who is logged on.</param>
/// <param name="Mailbox">The mailbox that is worked on: the caller's, or the one that is impersonated.</param>
/// <param name="Owner">Whose budget is charged.</param>
internal sealed record CallIdentity(string Account, SyntheticMailbox Mailbox, BudgetOwner Owner);
