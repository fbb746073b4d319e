using System;

namespace ThrottlingTools.Budgets;

/// <summary>What one owner has left. Only <see cref="ThrottlingEngine"/> changes it.</summary>
public sealed class Budget
{
    private readonly Budget? _sharesConnectionsOf;
    private int _connections;
    private TokenBucket _settled;

    internal Budget(
        BudgetOwner owner, BudgetLimits limits, AssumptionSet assumptions, TimeSpan now, Budget? sharesConnectionsOf)
    {
        Owner = owner;
        OpenedAt = now;
        Limits = limits;
        _sharesConnectionsOf = sharesConnectionsOf;
        Bucket = _settled = new TokenBucket(limits.MaxBurst, limits.RechargeRate, limits.CutoffBalance, now);
        CasTime = new PercentTimeBudget(limits.PercentTimeInCAS, assumptions.PercentTimeWindow, now);
        DirectoryTime = new PercentTimeBudget(limits.PercentTimeInAD, assumptions.PercentTimeWindow, now);
        MailboxRpcTime = new PercentTimeBudget(limits.PercentTimeInMailboxRPC, assumptions.PercentTimeWindow, now);
    }

    /// <summary>Who is charged.</summary>
    public BudgetOwner Owner { get; }

    /// <summary>The limits of the owner's protocol.</summary>
    public BudgetLimits Limits { get; }

    /// <summary>
    /// Requests that run now, streaming apart. Before 2010 SP2 RU4 those of service accounts count with the account's.
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
    public TokenBucket Bucket { get; private set; }

    /// <summary>2010: time in Client Access server code.</summary>
    public PercentTimeBudget CasTime { get; private set; }

    /// <summary>2010: time in Active Directory.</summary>
    public PercentTimeBudget DirectoryTime { get; private set; }

    /// <summary>2010: time in mailbox RPC.</summary>
    public PercentTimeBudget MailboxRpcTime { get; private set; }

    /// <summary>Until when every request is refused; <c>null</c> if the owner is not locked out.</summary>
    public TimeSpan? LockedUntil { get; internal set; }

    /// <summary>All server time that was charged so far.</summary>
    public TimeSpan TotalCharge { get; internal set; }

    internal TimeSpan OpenedAt { get; }

    /// <summary>The budget as servers log it (exchangedev-budget-snapshots; mwr-activesync).</summary>
    public override string ToString() =>
        Limits.UsesPercentTime ? BudgetSnapshot.Of2010(this) : BudgetSnapshot.Of2013(this);

    /// <summary>
    /// Shows the budget as it stands at a time. While calls run, a look must not settle anything: a full bucket does
    /// not recharge, but one that is charged later for that time has done so.
    /// </summary>
    internal void LookAt(TimeSpan now)
    {
        if (!Limits.UsesPercentTime)
        {
            Bucket = _settled.Advance(now);
            return;
        }
        CasTime = CasTime.Advance(now);
        DirectoryTime = DirectoryTime.Advance(now);
        MailboxRpcTime = MailboxRpcTime.Advance(now);
    }

    /// <summary>Settles the budget up to the time at which a request begins.</summary>
    internal void Advance(TimeSpan now)
    {
        LookAt(now);
        _settled = Bucket;
    }

    /// <summary>Charges first and recharges then: the recharge during a call counts (kinesis-agent-windows).</summary>
    internal void Charge(in ServerCharge charge, TimeSpan now)
    {
        TotalCharge += charge.ServerTime;
        if (!Limits.UsesPercentTime)
        {
            Bucket = _settled = _settled.Charge(charge.ServerTime).Advance(now);
            return;
        }
        CasTime = CasTime.Advance(now).Charge(charge.ServerTime);
        DirectoryTime = DirectoryTime.Advance(now).Charge(charge.DirectoryTime);
        MailboxRpcTime = MailboxRpcTime.Advance(now).Charge(charge.MailboxRpcTime);
    }
}
