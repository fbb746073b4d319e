using System;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Simulator.Logs;

/// <summary>A budget at a moment, for logs.</summary>
internal sealed class BudgetSnapshot
{
    public BudgetSnapshot(Budget budget, TimeSpan now, int ownConnections, int ownHangingConnections)
    {
        Connections = budget.Connections + ownConnections;
        HangingConnections = budget.HangingConnections + ownHangingConnections;
        FindCount = budget.FindCount;
        Subscriptions = budget.Subscriptions;
        DirectoryTime = budget.DirectoryTime.Advance(now).ToString();
        CasTime = budget.CasTime.Advance(now).ToString();
        MailboxRpcTime = budget.MailboxRpcTime.Advance(now).ToString();
        Balance = budget.Bucket.Advance(now).BalanceText;
    }

    public int Connections { get; }

    public int HangingConnections { get; }

    public int FindCount { get; }

    public int Subscriptions { get; }

    /// <summary>limit/remaining/percent (exchangedev-budget-snapshots).</summary>
    public string DirectoryTime { get; }

    public string CasTime { get; }

    public string MailboxRpcTime { get; }

    /// <summary>In ms, seven digits (kinesis-agent-windows).</summary>
    public string Balance { get; }
}
