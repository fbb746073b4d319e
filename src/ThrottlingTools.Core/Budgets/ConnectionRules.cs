using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// How many requests run at a time (learn-ews-throttling): a connection is held from the moment a request is received
/// until its response is sent. What is too much fails; what runs stays. Streaming connections and synchronisation calls
/// have limits of their own.
/// </summary>
internal static class ConnectionRules
{
    private static readonly TimeSpan SyncBackOff = TimeSpan.FromSeconds(5); // mustang-121

    public static ThrottlingError? Check(Budget budget, EwsLimits ews, EwsOperation operation)
    {
        if (operation.IsHanging())
            return BudgetLimits.IsReached(ews.HangingConnectionLimit, budget.HangingConnections)
                ? Refuse(budget, ews.HangingConnectionName, "MaxStreamingConcurrency", ews.HangingConnectionLimit)
                : null;
        BudgetLimits limits = budget.Limits;
        return BudgetLimits.IsReached(limits.MaxConcurrency, budget.Connections)
            ? Refuse(budget, limits.MaxConcurrencyName, "MaxConcurrency", limits.MaxConcurrency)
            : null;
    }

    public static ThrottlingError? CheckSync(Budget budget, EwsLimits ews) =>
        BudgetLimits.IsReached(ews.ConcurrentSyncCalls, budget.SyncCalls)
            ? new ThrottlingError(
                ThrottlingError.ServerBusy, "ConcurrentSyncCalls", "ConcurrentSyncCalls", ews.ConcurrentSyncCalls,
                SyncBackOff)
            : null;

    public static void Occupy(Budget budget, EwsOperation operation, int sign)
    {
        if (operation.IsHanging())
            budget.HangingConnections += sign;
        else
            budget.Connections += sign;
        if (operation.IsSync())
            budget.SyncCalls += sign;
        if (operation == EwsOperation.SearchMailboxes)
            budget.DiscoverySearches += sign;
    }

    private static ThrottlingError Refuse(Budget budget, string parameter, string part, Unlimited value) =>
        new(ThrottlingError.ExceededConnectionCount, parameter, part, value, TimeSpan.Zero)
        {
            Type = budget.Limits.Type,
        };
}
