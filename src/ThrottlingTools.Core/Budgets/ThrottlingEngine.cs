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
    private readonly ThrottlingProfile _profile;
    private readonly Dictionary<BudgetOwner, Budget> _budgets = [];
    private readonly Dictionary<BudgetType, BudgetLimits> _limits = [];
    private readonly Dictionary<string, ResourceHealth> _databases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, CpuLoad> _servers = [];
    private readonly SearchRules _searches;
    private DiscoveryRules? _discovery;

    /// <summary>Makes an engine whose owners all have full budgets.</summary>
    /// <param name="profile">The profile that holds for every owner.</param>
    /// <param name="assumptions">What is assumed where no source tells; the defaults if <c>null</c>.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: the profile lacks a limit.</exception>
    public ThrottlingEngine(ThrottlingProfile profile, AssumptionSet? assumptions = null)
    {
        _profile = profile;
        Limits = new EwsLimits(profile);
        Assumptions = assumptions ?? AssumptionSet.Default;
        _limits.Add(BudgetType.Ews, Limits);
        _searches = new SearchRules(Assumptions);
    }

    /// <summary>The limits that are enforced on EWS.</summary>
    public EwsLimits Limits { get; }

    /// <summary>What is assumed where no source tells.</summary>
    public AssumptionSet Assumptions { get; }

    /// <summary>The limits of a protocol.</summary>
    /// <param name="type">The protocol.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: it lacks a limit of that.</exception>
    public BudgetLimits LimitsOf(BudgetType type)
    {
        if (!_limits.TryGetValue(type, out BudgetLimits? limits))
            _limits.Add(type, limits = new BudgetLimits(_profile, type));
        return limits;
    }

    /// <summary>The budget of an owner as it stands at a time; a new owner's is full.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>ProfileValueUnknown</c>: the profile lacks a limit of the owner's protocol.
    /// </exception>
    public Budget BudgetOf(BudgetOwner owner, TimeSpan now)
    {
        Budget budget = Find(owner, now);
        budget.LookAt(now);
        return budget;
    }

    /// <summary>The health of a mailbox database; unknown until it is reported.</summary>
    /// <param name="database">The database, in any casing.</param>
    public ResourceHealth HealthOf(string database)
    {
        if (!_databases.TryGetValue(database, out ResourceHealth? health))
            _databases.Add(database, health = new ResourceHealth(Assumptions));
        return health;
    }

    /// <summary>2010: the CPU use of a Client Access server; 0 until it is reported.</summary>
    /// <param name="server">The number of the server.</param>
    public CpuLoad CpuOf(int server = 0)
    {
        if (!_servers.TryGetValue(server, out CpuLoad? cpu))
            _servers.Add(server, cpu = new CpuLoad());
        return cpu;
    }

    /// <summary>Decides about a request that has just come in.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    /// <returns>The decision. If it admits the request, <see cref="Complete"/> has to follow.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>ProfileValueUnknown</c>: the profile lacks a limit of the owner's protocol, or of discovery searches.
    /// </exception>
    public Admission Begin(in BudgetRequest request, TimeSpan now) =>
        Begin(Find(request.Owner, now), request, now);

    /// <summary>The same for who holds the owner's budget already.</summary>
    internal Admission Begin(Budget budget, in BudgetRequest request, TimeSpan now)
    {
        budget.Advance(now);
        AssumptionUse used = AssumptionUse.None;
        int findCount = 0;
        if (Check(budget, request, now, ref findCount, ref used) is { } error)
            return new Admission(budget, request, now) { Error = error, AssumptionsUsed = used };
        ConnectionRules.Occupy(budget, request.Operation, 1);
        budget.FindCount += request.Operation.IsFind() ? findCount : 0;
        CountSubscriptions(budget, request, now);
        DelaySum delay = HoldBack(budget, request.Database, now, ref used);
        return new Admission(budget, request, now)
        {
            Delay = delay.Total,
            DelayedBy = delay.By,
            FindCount = findCount,
            KeywordStatistics = request.Discovery is { } query ? _discovery?.StatisticsOf(query) ?? 0 : 0,
            AssumptionsUsed = used,
        };
    }

    /// <summary>What the search of an admitted find takes; its server time is then charged like any other.</summary>
    /// <param name="admission">The admitted request; it has a <see cref="BudgetRequest.Search"/>.</param>
    /// <param name="now">The time at which the search starts.</param>
    /// <exception cref="ArgumentException">The request does not search.</exception>
    public SearchWork Search(in Admission admission, TimeSpan now) => admission.Request.Search is { } query
        ? _searches.Run(admission, query, TimeLeft(admission, now), now)
        : throw new ArgumentException("The request does not search.", nameof(admission));

    /// <summary>
    /// Charges an item of a batch and decides about the next one (learn-ews-throttling: after each item).
    /// </summary>
    /// <param name="admission">The admitted request.</param>
    /// <param name="charge">What the item cost.</param>
    /// <param name="now">The time at which the item was done.</param>
    public BatchStep ChargeItem(in Admission admission, in ServerCharge charge, TimeSpan now)
    {
        AssumptionUse used = AssumptionUse.None;
        Settle(admission, charge, now, ref used);
        DelaySum wait = default;
        bool isEndless = !WaitForNextItem(admission.Budget, now, ref wait, ref used);
        TimeSpan? left = TimeLeft(admission, now);
        if (!isEndless && !(wait.Total >= left))
            return new BatchStep(wait.Total, false, used) { DelayedBy = wait.By };
        TimeSpan delay = left > TimeSpan.Zero ? left.Value : TimeSpan.Zero;
        return new BatchStep(delay, true, used | AssumptionUse.BatchTimeout) { DelayedBy = wait.By };
    }

    /// <summary>
    /// Charges items of a batch at once after <see cref="ChargeItem"/>, as many as give just what they give one by one.
    /// </summary>
    /// <param name="admission">The admitted request.</param>
    /// <param name="item">What each item costs, and how long it takes.</param>
    /// <param name="now">The time at which the last item was charged.</param>
    /// <param name="most">How many items at most.</param>
    /// <param name="until">The time before which the last of them has to be done.</param>
    internal ItemRun ChargeItems(in Admission admission, in ServerCharge item, TimeSpan now, int most, TimeSpan until)
    {
        if (admission.Request.Database is not null || _servers.Count > 0)
            return default;
        TimeSpan? deadline = TimeLeft(admission, now) + now;
        ItemRun run = ItemRun.Of(admission.Budget, item, now, most, until, deadline);
        AssumptionUse used = AssumptionUse.None;
        if (run.Count > 0)
            Settle(admission, ItemRun.Times(item, run.Count), run.End, ref used);
        return run;
    }

    /// <summary>Ends a request: charges what is not charged yet, and frees its connection and its find count.</summary>
    /// <param name="admission">The admitted request; each is completed once.</param>
    /// <param name="charge">What is not charged yet.</param>
    /// <param name="now">The time at which the response is sent.</param>
    public void Complete(in Admission admission, in ServerCharge charge, TimeSpan now)
    {
        AssumptionUse used = AssumptionUse.None;
        Settle(admission, charge, now, ref used);
        ConnectionRules.Occupy(admission.Budget, admission.Request.Operation, -1);
        admission.Budget.FindCount -= admission.Request.Operation.IsFind() ? admission.FindCount : 0;
    }

    /// <summary>Frees subscriptions that ended without Unsubscribe, or with one of no items.</summary>
    /// <param name="owner">Who was charged when they were made.</param>
    /// <param name="count">How many; from 0.</param>
    /// <param name="now">The time.</param>
    public void EndSubscriptions(BudgetOwner owner, int count, TimeSpan now) =>
        CountSubscriptions(
            BudgetOf(owner, now), new BudgetRequest(owner, EwsOperation.Unsubscribe) { Items = count }, now);

    private Budget Find(BudgetOwner owner, TimeSpan now)
    {
        if (!_budgets.TryGetValue(owner, out Budget? budget))
            _budgets.Add(owner, budget = Open(owner, now));
        return budget;
    }

    /// <summary>
    /// Before 2010 SP2 RU4 service accounts share EWSMaxConcurrency with the account (learn-ews-throttling).
    /// </summary>
    private Budget Open(BudgetOwner owner, TimeSpan now)
    {
        bool shares = owner.IsServiceAccount && Limits.Release < ExchangeRelease.Exchange2010SP2RU4;
        Budget? account = shares ? Find(owner.Of(owner.Account), now) : null;
        return new Budget(owner, LimitsOf(owner.Type), Assumptions, now, account);
    }

    private ThrottlingError? Check(
        Budget budget, in BudgetRequest request, TimeSpan now, ref int findCount, ref AssumptionUse used)
    {
        if (request.Operation == EwsOperation.SendNotification)
        {
            used |= AssumptionUse.PushNotification;
            return null;
        }
        return ConnectionRules.Check(budget, Limits, request.Operation)
            ?? CheckServerTime(budget, now, ref used)
            ?? CheckOperation(budget, request, now, ref findCount, ref used);
    }

    private ThrottlingError? CheckServerTime(Budget budget, TimeSpan now, ref AssumptionUse used) =>
        Limits.UsesPercentTime
            ? PercentTimeRules.Check(budget, Assumptions, now, ref used)
            : BalanceRules.Check(budget, Assumptions, now, ref used);

    private ThrottlingError? CheckOperation(
        Budget budget, in BudgetRequest request, TimeSpan now, ref int findCount, ref AssumptionUse used)
    {
        if (request.Owner.Type != BudgetType.Ews)
        {
            findCount = request.Operation.IsFind() ? request.Items : 0;
            return null;
        }
        if (request.Operation.IsFind())
            return FindRules.Check(budget, Limits, request, ref findCount, ref used);
        if (request.Operation.IsSync())
            return ConnectionRules.CheckSync(budget, Limits);
        if (request.Operation == EwsOperation.Subscribe)
            return SubscriptionRules.Check(ChargedForSubscriptions(budget, request, now), Limits, request.Items);
        if (request.Discovery is not { } query)
            return null;
        _discovery ??= new DiscoveryRules(_profile);
        findCount = _discovery.PreviewOf(request.Items);
        return _discovery.Check(budget, query, ref used);
    }

    /// <summary>How long the request may still run; a time limit is known of EWS alone.</summary>
    private TimeSpan? TimeLeft(in Admission admission, TimeSpan now) =>
        admission.Budget.Limits is EwsLimits ? admission.StartedAt + Limits.BatchTimeLimit - now : null;

    private DelaySum HoldBack(Budget budget, string? database, TimeSpan now, ref AssumptionUse used)
    {
        DelaySum delay = default;
        if (Limits.UsesPercentTime)
            delay.Add(CpuDelay(budget, now), "CPUStartPercent");
        else
            delay.Add(BalanceRules.MicroDelay(budget, Assumptions, ref used), budget.Limits.MaxBurstName);
        if (database is not null && _databases.TryGetValue(database, out ResourceHealth? health))
            delay.Add(health.Delay(budget, now, ref used), nameof(ResourceHealth));
        return delay;
    }

    /// <summary>Tells whether the wait ever ends.</summary>
    private bool WaitForNextItem(Budget budget, TimeSpan now, ref DelaySum wait, ref AssumptionUse used)
    {
        if (Limits.UsesPercentTime)
        {
            PercentTimeRules.Wait(budget, now, ref wait, ref used);
            wait.Add(CpuDelay(budget, now), "CPUStartPercent");
            return true;
        }
        TimeSpan? untilRecharged = budget.Bucket.TimeUntil(TimeSpan.Zero);
        wait.Add(untilRecharged ?? TimeSpan.MaxValue, budget.Limits.MaxBurstName);
        return untilRecharged is not null;
    }

    private TimeSpan CpuDelay(Budget budget, TimeSpan now) =>
        _servers.TryGetValue(budget.Owner.Server, out CpuLoad? cpu)
            ? CpuLoad.Delay(budget.Limits.CpuStartPercent, cpu.Average(now))
            : TimeSpan.Zero;

    private void Settle(in Admission admission, in ServerCharge charge, TimeSpan now, ref AssumptionUse used)
    {
        Budget budget = admission.Budget;
        budget.Charge(charge, now);
        if (!Limits.UsesPercentTime)
            BalanceRules.LockIfCutOff(budget, Assumptions, now, ref used);
        if (admission.Request.Database is { } database)
            HealthOf(database).Charge(budget.Owner, charge.ServerTime, now);
    }

    private void CountSubscriptions(Budget budget, in BudgetRequest request, TimeSpan now)
    {
        if (request.Operation is not (EwsOperation.Subscribe or EwsOperation.Unsubscribe))
            return;
        Budget charged = ChargedForSubscriptions(budget, request, now);
        int change = request.Operation == EwsOperation.Subscribe ? request.Items : -request.Items;
        charged.Subscriptions = Math.Max(0, charged.Subscriptions + change);
    }

    private Budget ChargedForSubscriptions(Budget budget, in BudgetRequest request, TimeSpan now) =>
        request.Owner.Caller is { } caller && SubscriptionRules.ChargesCaller(Limits.Release)
            ? Find(request.Owner.Of(caller), now)
            : budget;
}
