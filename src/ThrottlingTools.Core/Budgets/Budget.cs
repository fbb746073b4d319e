using System;

namespace ThrottlingTools.Budgets;

/// <summary>What one owner has left. Only <see cref="ThrottlingEngine"/> changes it.</summary>
public sealed class Budget
{
    private readonly Budget? _sharesConnectionsOf;
    private int _connections;

    internal Budget(
        BudgetOwner owner, BudgetLimits limits, AssumptionSet assumptions, TimeSpan now, Budget? sharesConnectionsOf)
    {
        Owner = owner;
        Limits = limits;
        _sharesConnectionsOf = sharesConnectionsOf;
        Bucket = new TokenBucket(limits.MaxBurst, limits.RechargeRate, limits.CutoffBalance, now);
        CasTime = new PercentTimeBudget(limits.PercentTimeInCAS, assumptions.PercentTimeWindow, now);
        DirectoryTime = new PercentTimeBudget(limits.PercentTimeInAD, assumptions.PercentTimeWindow, now);
        MailboxRpcTime = new PercentTimeBudget(limits.PercentTimeInMailboxRPC, assumptions.PercentTimeWindow, now);
    }

    /// <summary>Who is charged.</summary>
    public BudgetOwner Owner { get; }

    /// <summary>The limits of the owner's protocol.</summary>
    public BudgetLimits Limits { get; }

    /// <summary>
    /// Requests that run now, streaming apart. Before 2010 SP2 RU4 the service accounts' are counted with the account's.
    /// </summary>
    public int Connections
    {
        get => _sharesConnectionsOf?._connections ?? _connections;
        internal set
        {
            if (_sharesConnectionsOf is null)
                _connections = value;
            else
                _sharesConnectionsOf._connections = value;
        }
    }

    /// <summary>Streaming requests that run now.</summary>
    public int HangingConnections { get; internal set; }

    /// <summary>Synchronisation calls that run now.</summary>
    public int SyncCalls { get; internal set; }

    /// <summary>Discovery searches that run now.</summary>
    public int DiscoverySearches { get; internal set; }

    /// <summary>Entries of find responses that are in memory now.</summary>
    public int FindCount { get; internal set; }

    /// <summary>Subscriptions that exist now.</summary>
    public int Subscriptions { get; internal set; }

    /// <summary>2013 and later: the balance.</summary>
    public TokenBucket Bucket { get; internal set; }

    /// <summary>2010: time in Client Access server code.</summary>
    public PercentTimeBudget CasTime { get; internal set; }

    /// <summary>2010: time in Active Directory.</summary>
    public PercentTimeBudget DirectoryTime { get; internal set; }

    /// <summary>2010: time in mailbox RPC.</summary>
    public PercentTimeBudget MailboxRpcTime { get; internal set; }

    /// <summary>Until when every request is refused; <c>null</c> if the owner is not locked out.</summary>
    public TimeSpan? LockedUntil { get; internal set; }

    /// <summary>All server time that was charged so far.</summary>
    public TimeSpan TotalCharge { get; internal set; }

    internal void Advance(TimeSpan now)
    {
        if (!Limits.UsesPercentTime)
        {
            Bucket = Bucket.Advance(now);
            return;
        }
        CasTime = CasTime.Advance(now);
        DirectoryTime = DirectoryTime.Advance(now);
        MailboxRpcTime = MailboxRpcTime.Advance(now);
    }

    /// <summary>Charges first and recharges then: the recharge during a call counts (facts 3.3).</summary>
    internal void Charge(in ServerCharge charge, TimeSpan now)
    {
        TotalCharge += charge.ServerTime;
        if (!Limits.UsesPercentTime)
        {
            Bucket = Bucket.Charge(charge.ServerTime).Advance(now);
            return;
        }
        CasTime = CasTime.Advance(now).Charge(charge.ServerTime);
        DirectoryTime = DirectoryTime.Advance(now).Charge(charge.DirectoryTime);
        MailboxRpcTime = MailboxRpcTime.Advance(now).Charge(charge.MailboxRpcTime);
    }
}
