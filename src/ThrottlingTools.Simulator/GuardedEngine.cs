using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Simulator.Logs;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator;

/// <summary>The engine for several threads, in the endpoint's time, under its conditions.</summary>
internal sealed class GuardedEngine
{
    /// <summary>The one database of the simulated server.</summary>
    public const string Database = "Mailbox Database";

    private readonly object _gate = new();
    private readonly ThrottlingEngine _engine;
    private readonly IClock _clock;
    private readonly Dictionary<BudgetOwner, TimeSpan> _firstSeen = [];
    private readonly Queue<WorkloadHealth> _changes;
    private TimeSpan? _changedAt;
    private TimeSpan _reportedAt;

    public GuardedEngine(SimulatorOptions options, IClock clock)
    {
        _engine = new ThrottlingEngine(options.Profile, options.Assumptions);
        _clock = clock;
        TimeSpan start = clock.Now;
        _changes = new Queue<WorkloadHealth>(
            options.Health.Select(change => change with { At = start + change.At }).OrderBy(change => change.At));
        Conditions = options.Conditions;
        Conditions.Changed += Report;
        Report();
    }

    public Conditions Conditions { get; }

    public EwsLimits Limits => _engine.Limits;

    public AssumptionSet Assumptions => _engine.Assumptions;

    public IClock Clock => _clock;

    public Admission Begin(in BudgetRequest request, RequestTrace? trace)
    {
        lock (_gate)
        {
            TimeSpan now = Advance();
            if (trace is null)
                return _engine.Begin(request with { Database = Database }, now);
            Budget budget = _engine.BudgetOf(request.Owner, now);
            if (!_firstSeen.TryGetValue(request.Owner, out TimeSpan firstSeen))
                _firstSeen.Add(request.Owner, firstSeen = now);
            trace.Owner = request.Owner;
            trace.BudgetAge = now - firstSeen;
            BudgetSnapshot before = new(budget, now, 0, 0);
            Admission admission = _engine.Begin(request with { Database = Database }, now);
            bool isHanging = admission.IsAdmitted && request.Operation == EwsOperation.GetStreamingEvents;
            // A stream's row shows its own hanging connection in both columns (kinesis-agent-windows).
            trace.Begin = isHanging ? new BudgetSnapshot(budget, now, 0, 0) : before;
            trace.End = trace.Begin;
            trace.Delay = admission.Delay;
            trace.BackOff = admission.Error?.BackOff;
            return admission;
        }
    }

    public BatchStep ChargeItem(in Admission admission, in ServerCharge charge, RequestTrace? trace)
    {
        lock (_gate)
        {
            trace?.Add(charge);
            BatchStep step = _engine.ChargeItem(admission, charge, Advance());
            if (trace is not null)
                trace.Delay += step.Delay;
            return step;
        }
    }

    public void Complete(in Admission admission, in ServerCharge charge, RequestTrace? trace)
    {
        lock (_gate)
        {
            TimeSpan now = Advance();
            _engine.Complete(admission, charge, now);
            if (trace is null)
                return;
            trace.Add(charge);
            int hanging = admission.Request.Operation == EwsOperation.GetStreamingEvents ? 1 : 0;
            trace.End = new BudgetSnapshot(admission.Budget, now, 1 - hanging, hanging);
        }
    }

    public void EndSubscriptions(BudgetOwner owner, int count)
    {
        lock (_gate)
            _engine.EndSubscriptions(owner, count, _clock.Now);
    }

    /// <summary>What an owner has been charged so far, and what of its limits is taken now.</summary>
    public (TimeSpan TotalCharge, TimeSpan? Balance, int Connections, int HangingConnections, int FindCount) Look(
        BudgetOwner owner)
    {
        lock (_gate)
        {
            Budget budget = _engine.BudgetOf(owner, _clock.Now);
            return (budget.TotalCharge, budget.Bucket.Balance, budget.Connections, budget.HangingConnections,
                budget.FindCount);
        }
    }

    /// <summary>Lets those changes come about that are due, each at its own time.</summary>
    private TimeSpan Advance()
    {
        TimeSpan now = _clock.Now;
        while (_changes.Count > 0 && _changes.Peek().At <= now)
        {
            WorkloadHealth change = _changes.Dequeue();
            _changedAt = change.At;
            Conditions.CpuPercent = change.CpuPercent ?? Conditions.CpuPercent;
            Conditions.DatabaseHealth = change.DatabaseHealth ?? Conditions.DatabaseHealth;
        }
        _changedAt = null;
        return now;
    }

    private void Report()
    {
        lock (_gate)
        {
            TimeSpan at = _changedAt ?? _clock.Now;
            _reportedAt = at > _reportedAt ? at : _reportedAt;
            if (Conditions.CpuPercent is { } percent)
                _engine.CpuOf().Report(percent, _reportedAt);
            _engine.HealthOf(Database).Report(Conditions.DatabaseHealth);
        }
    }
}
