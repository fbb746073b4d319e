using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// Subscriptions (learn-ews-throttling, table 2): charged when made, free when ended. One for all folders of a
/// mailbox counts once, one for single folders once a folder.
/// </summary>
internal static class SubscriptionRules
{
    /// <summary>Whether subscriptions under impersonation are charged to the caller (Table 2).</summary>
    public static bool ChargesCaller(ExchangeRelease release) => release < ExchangeRelease.Exchange2010SP2RU4;

    public static ThrottlingError? Check(Budget charged, EwsLimits ews, int count) =>
        BudgetLimits.IsReached(ews.MaxSubscriptions, (long)charged.Subscriptions + count - 1)
            ? new ThrottlingError(
                ThrottlingError.ExceededSubscriptionCount, "EwsMaxSubscriptions", null, ews.MaxSubscriptions, null)
            : null;
}
