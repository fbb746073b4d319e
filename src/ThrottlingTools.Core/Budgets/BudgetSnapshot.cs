using System.Globalization;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// Prints a budget as servers log it (exchangedev-budget-snapshots; mwr-activesync), so that a model can be laid beside
/// a log.
/// </summary>
internal static class BudgetSnapshot
{
    /// <summary>The block of the IIS log of 2010, without Hash, which names an object of the server process.</summary>
    public static string Of2010(Budget budget)
    {
        string hanging = budget.Limits.Release == ExchangeRelease.Exchange2010
            ? ""
            : Text("HangingConn:{0},", budget.HangingConnections);
        string head = Text(
            "Conn:{0},{1}AD:{2},CAS:{3},AB:{2},RPC:{4}",
            budget.Connections, hanging, budget.DirectoryTime, budget.CasTime, budget.MailboxRpcTime);
        return budget.Limits is EwsLimits ews
            ? head + Text(
                ",FC:{0}/{1},Sub:{2}/{3}",
                Limit(ews.FindCountLimit), budget.FindCount, Limit(ews.MaxSubscriptions), budget.Subscriptions)
            : head;
    }

    /// <summary>The block of 2013 and later.</summary>
    public static string Of2013(Budget budget)
    {
        BudgetLimits limits = budget.Limits;
        return Text(
            "Owner:{0},Conn:{1},MaxConn:{2},MaxBurst:{3},Balance:{4},Cutoff:{5},RechargeRate:{6},Policy:{7},"
            + "IsServiceAccount:{8},LiveTime:{9:c}",
            budget.Owner, budget.Connections, limits.MaxConcurrency, limits.MaxBurst, budget.Bucket.BalanceText,
            limits.CutoffBalance, limits.RechargeRate, limits.Policy, limits.IsServiceAccount,
            budget.Bucket.UpdatedAt - budget.OpenedAt);
    }

    private static string Limit(Unlimited limit) => limit.IsUnlimited ? "$null" : limit.ToString();

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
