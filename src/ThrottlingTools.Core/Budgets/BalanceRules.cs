using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The three phases of 2013 and later (learn-workload-management): in burst nothing happens; below 0 calls are delayed;
/// at the cut-off they are refused until the balance has recharged.
/// </summary>
internal static class BalanceRules
{
    public static ThrottlingError? Check(Budget budget, AssumptionSet assumptions, TimeSpan now, ref AssumptionUse used)
    {
        LockIfCutOff(budget, assumptions, now, ref used);
        if (budget.LockedUntil is not { } lockedUntil)
            return null;
        used |= AssumptionUse.LockoutDuration | AssumptionUse.BackOffHintCap;
        return new ThrottlingError(
            ThrottlingError.ServerBusy, budget.Limits.CutoffBalanceName, "LocalTime", budget.Limits.CutoffBalance,
            assumptions.Hint(lockedUntil - now))
        {
            Type = budget.Limits.Type,
        };
    }

    public static TimeSpan MicroDelay(Budget budget, AssumptionSet assumptions, ref AssumptionUse used)
    {
        if (budget.Bucket.Debt == TimeSpan.Zero)
            return TimeSpan.Zero;
        used |= AssumptionUse.MicroDelay | AssumptionUse.MicroDelayBeforeCall;
        return assumptions.MicroDelay(budget.Bucket);
    }

    public static void LockIfCutOff(Budget budget, AssumptionSet assumptions, TimeSpan now, ref AssumptionUse used)
    {
        if (budget.LockedUntil > now)
            return;
        if (!budget.Bucket.IsCutOff)
        {
            budget.LockedUntil = null;
            return;
        }
        used |= AssumptionUse.LockoutDuration | AssumptionUse.BackOffHintCap;
        TimeSpan hint = assumptions.Hint(budget.Bucket.TimeUntil(TimeSpan.Zero));
        budget.LockedUntil = now + (assumptions.LockoutDuration ?? hint);
    }
}
