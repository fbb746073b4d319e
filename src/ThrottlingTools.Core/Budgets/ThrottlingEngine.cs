using System;
using System.Collections.Generic;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// Decides what a server with a profile does with the requests of its callers. Time comes in and never goes back; there
/// are no timers, threads or locks, and equal calls give equal decisions. Not safe for several threads at a time.
/// </summary>
public sealed class ThrottlingEngine
{
    private static readonly TimeSpan SyncBackOff = TimeSpan.FromSeconds(5); // facts 5.2

    private readonly Dictionary<BudgetOwner, Budget> _budgets = [];

    /// <summary>Makes an engine whose owners all have full budgets.</summary>
    /// <param name="profile">The profile that holds for every owner.</param>
    /// <param name="assumptions">What is assumed where no source tells; the defaults if <c>null</c>.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: the profile lacks a limit.</exception>
    public ThrottlingEngine(ThrottlingProfile profile, AssumptionSet? assumptions = null)
    {
        Limits = new EwsLimits(profile);
        Assumptions = assumptions ?? AssumptionSet.Default;
    }

    /// <summary>The limits that are enforced.</summary>
    public EwsLimits Limits { get; }

    /// <summary>What is assumed where no source tells.</summary>
    public AssumptionSet Assumptions { get; }

    /// <summary>The budget of an owner as it stands at a time; a new owner's is full.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="now">The time.</param>
    public Budget BudgetOf(BudgetOwner owner, TimeSpan now)
    {
        if (!_budgets.TryGetValue(owner, out Budget? budget))
            _budgets.Add(owner, budget = new Budget(owner, Limits, Assumptions, now));
        budget.Advance(now);
        return budget;
    }

    /// <summary>Decides about a request that has just come in.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    /// <returns>The decision. If it admits the request, <see cref="Complete"/> has to follow.</returns>
    public Admission Begin(in BudgetRequest request, TimeSpan now)
    {
        Budget budget = BudgetOf(request.Owner, now);
        AssumptionUse used = AssumptionUse.None;
        int findCount = 0;
        ThrottlingError? error = CheckConnections(budget, request.Operation)
            ?? CheckBalance(budget, now, ref used)
            ?? CheckOperation(budget, request, ref findCount, ref used);
        if (error is { } refusal)
            return new Admission(budget, request, now, refusal, used);
        Occupy(budget, request, findCount, 1);
        TimeSpan delay = MicroDelay(budget, ref used);
        return new Admission(budget, request, now, delay, findCount, used);
    }

    /// <summary>
    /// Charges an item of a batch and decides about the next one (facts 3.1: the budget is checked after each item).
    /// </summary>
    /// <param name="admission">The admitted request.</param>
    /// <param name="charge">What the item cost.</param>
    /// <param name="now">The time at which the item was done.</param>
    public BatchStep ChargeItem(in Admission admission, in ServerCharge charge, TimeSpan now)
    {
        AssumptionUse used = AssumptionUse.None;
        Budget budget = admission.Budget;
        Settle(budget, charge, now, ref used);
        TimeSpan? wait = TimeUntilInBudget(budget, now, ref used);
        if (Limits.BatchTimeLimit is not { } limit)
            return new BatchStep(wait ?? TimeSpan.Zero, wait is null, used);
        TimeSpan left = admission.StartedAt + limit - now;
        return wait < left
            ? new BatchStep(wait.Value, false, used)
            : new BatchStep(left > TimeSpan.Zero ? left : TimeSpan.Zero, true, used | AssumptionUse.BatchTimeout);
    }

    /// <summary>Ends a request: charges what is not charged yet, and frees its connection and its find count.</summary>
    /// <param name="admission">The admitted request; each is completed once.</param>
    /// <param name="charge">What is not charged yet.</param>
    /// <param name="now">The time at which the response is sent.</param>
    public void Complete(in Admission admission, in ServerCharge charge, TimeSpan now)
    {
        AssumptionUse used = AssumptionUse.None;
        Settle(admission.Budget, charge, now, ref used);
        Occupy(admission.Budget, admission.Request, admission.FindCount, -1);
    }

    private ThrottlingError? CheckConnections(Budget budget, EwsOperation operation) =>
        operation.IsHanging()
            ? IsAt(Limits.HangingConnectionLimit, budget.HangingConnections)
                ? new ThrottlingError(
                    ThrottlingError.ExceededConnectionCount, "HangingConnectionLimit", "MaxStreamingConcurrency",
                    Limits.HangingConnectionLimit, TimeSpan.Zero)
                : null
            : IsAt(Limits.MaxConcurrency, budget.Connections)
                ? new ThrottlingError(
                    ThrottlingError.ExceededConnectionCount, "EwsMaxConcurrency", "MaxConcurrency",
                    Limits.MaxConcurrency, TimeSpan.Zero)
                : null;

    private ThrottlingError? CheckBalance(Budget budget, TimeSpan now, ref AssumptionUse used)
    {
        if (Limits.UsesPercentTime)
            return CheckPercentTime(budget, now, ref used);
        LockIfCutOff(budget, now, ref used);
        if (budget.LockedUntil is not { } lockedUntil)
            return null;
        used |= AssumptionUse.LockoutDuration | AssumptionUse.BackOffHintCap;
        return new ThrottlingError(
            ThrottlingError.ServerBusy, "EwsCutoffBalance", "LocalTime", Limits.CutoffBalance,
            Assumptions.Hint(lockedUntil - now));
    }

    private ThrottlingError? CheckPercentTime(Budget budget, TimeSpan now, ref AssumptionUse used)
    {
        if (ExceededPercentTime(budget) is not { } exceeded)
            return null;
        used |= AssumptionUse.PercentTimeWindow | AssumptionUse.BackOffHintCap;
        return new ThrottlingError(
            ThrottlingError.ServerBusy, exceeded.Parameter, null, exceeded.Time.Percent,
            Assumptions.Hint(exceeded.Time.WindowEnd - now));
    }

    private ThrottlingError? CheckOperation(
        Budget budget, in BudgetRequest request, ref int findCount, ref AssumptionUse used)
    {
        if (request.Operation.IsFind())
            return CheckFindCount(budget, request, ref findCount, ref used);
        if (request.Operation.IsSync() && IsAt(Limits.ConcurrentSyncCalls, budget.SyncCalls))
            return new ThrottlingError(
                ThrottlingError.ServerBusy, "ConcurrentSyncCalls", "ConcurrentSyncCalls", Limits.ConcurrentSyncCalls,
                SyncBackOff);
        if (request.Operation == EwsOperation.Subscribe
            && IsAt(Limits.MaxSubscriptions, (long)budget.Subscriptions + request.Items - 1))
            return new ThrottlingError(
                ThrottlingError.ExceededSubscriptionCount, "EwsMaxSubscriptions", null, Limits.MaxSubscriptions, null);
        return null;
    }

    private ThrottlingError? CheckFindCount(
        Budget budget, in BudgetRequest request, ref int granted, ref AssumptionUse used)
    {
        Unlimited limit = request.HasRestriction ? Limits.FindCountLimitWithRestriction : Limits.FindCountLimit;
        long room = Math.Min((long)limit, (long)Limits.FindCountLimit - budget.FindCount);
        long asked = request.IsPaged
            ? Math.Min(request.Items, Math.Min((long)Limits.FindPageSizeLimit, (long)limit))
            : request.Items;
        granted = (int)Math.Min(asked, Math.Max(room, 0));
        if (granted == asked || (granted > 0 && request.IsPaged && !request.IsBefore2010SP1))
            return null;
        if (request.IsPaged && !request.IsBefore2010SP1)
            used |= AssumptionUse.FindCountExhausted;
        return new ThrottlingError(
            request.IsBefore2010SP1 ? ThrottlingError.ServerBusy : ThrottlingError.ExceededFindCountLimit,
            request.HasRestriction ? "EwsFindCountLimitWithRestriction" : "EwsFindCountLimit", null, limit, null);
    }

    private TimeSpan MicroDelay(Budget budget, ref AssumptionUse used)
    {
        if (Limits.UsesPercentTime || budget.Bucket.Debt == TimeSpan.Zero)
            return TimeSpan.Zero;
        used |= AssumptionUse.MicroDelay | AssumptionUse.MicroDelayBeforeCall;
        return Assumptions.MicroDelay(budget.Bucket);
    }

    private void Settle(Budget budget, in ServerCharge charge, TimeSpan now, ref AssumptionUse used)
    {
        budget.Charge(charge, now);
        LockIfCutOff(budget, now, ref used);
    }

    private void LockIfCutOff(Budget budget, TimeSpan now, ref AssumptionUse used)
    {
        if (budget.LockedUntil > now)
            return;
        if (Limits.UsesPercentTime || !budget.Bucket.IsCutOff)
        {
            budget.LockedUntil = null;
            return;
        }
        used |= AssumptionUse.LockoutDuration | AssumptionUse.BackOffHintCap;
        TimeSpan hint = Assumptions.Hint(budget.Bucket.TimeUntil(TimeSpan.Zero));
        budget.LockedUntil = now + (Assumptions.LockoutDuration ?? hint);
    }

    private TimeSpan? TimeUntilInBudget(Budget budget, TimeSpan now, ref AssumptionUse used)
    {
        if (!Limits.UsesPercentTime)
            return budget.Bucket.TimeUntil(TimeSpan.Zero);
        if (ExceededPercentTime(budget) is not { } exceeded)
            return TimeSpan.Zero;
        used |= AssumptionUse.PercentTimeWindow;
        return exceeded.Time.WindowEnd - now;
    }

    private static (string Parameter, PercentTimeBudget Time)? ExceededPercentTime(Budget budget) =>
        budget.CasTime.IsExceeded ? ("EWSPercentTimeInCAS", budget.CasTime)
        : budget.MailboxRpcTime.IsExceeded ? ("EWSPercentTimeInMailboxRPC", budget.MailboxRpcTime)
        : budget.DirectoryTime.IsExceeded ? ("EWSPercentTimeInAD", budget.DirectoryTime)
        : null;

    private static void Occupy(Budget budget, in BudgetRequest request, int findCount, int sign)
    {
        budget.FindCount += sign * findCount;
        if (request.Operation.IsHanging())
            budget.HangingConnections += sign;
        else
            budget.Connections += sign;
        if (request.Operation.IsSync())
            budget.SyncCalls += sign;
        if (sign > 0 && request.Operation == EwsOperation.Subscribe)
            budget.Subscriptions += request.Items;
        if (sign > 0 && request.Operation == EwsOperation.Unsubscribe)
            budget.Subscriptions = Math.Max(0, budget.Subscriptions - request.Items);
    }

    private static bool IsAt(Unlimited limit, long count) => !limit.IsUnlimited && count >= limit.Value;
}
