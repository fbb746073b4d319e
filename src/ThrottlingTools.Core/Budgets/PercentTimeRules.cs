using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The percentages of a minute of Exchange 2010 (learn-ews-throttling): who has used up one of them is refused until
/// the next minute. Time in the Client Access server includes the two others, and is looked at first.
/// </summary>
internal static class PercentTimeRules
{
    public static ThrottlingError? Check(Budget budget, AssumptionSet assumptions, TimeSpan now, ref AssumptionUse used)
    {
        if (Exceeded(budget) is not { } exceeded)
            return null;
        used |= AssumptionUse.PercentTimeWindow | AssumptionUse.BackOffHintCap;
        return new ThrottlingError(
            ThrottlingError.ServerBusy, exceeded.Parameter, null, exceeded.Time.Percent,
            assumptions.Hint(exceeded.Time.WindowEnd - now))
        {
            Type = budget.Limits.Type,
        };
    }

    /// <summary>How long the next item of a batch waits.</summary>
    public static void Wait(Budget budget, TimeSpan now, ref DelaySum delay, ref AssumptionUse used)
    {
        if (Exceeded(budget) is not { } exceeded)
            return;
        used |= AssumptionUse.PercentTimeWindow;
        delay.Add(exceeded.Time.WindowEnd - now, exceeded.Parameter);
    }

    private static (string Parameter, PercentTimeBudget Time)? Exceeded(Budget budget) =>
        budget.CasTime.IsExceeded ? (budget.Limits.PercentTimeInCASName, budget.CasTime)
        : budget.MailboxRpcTime.IsExceeded ? (budget.Limits.PercentTimeInMailboxRPCName, budget.MailboxRpcTime)
        : budget.DirectoryTime.IsExceeded ? (budget.Limits.PercentTimeInADName, budget.DirectoryTime)
        : null;
}
