using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>What holds for every sequence of calls. FsCheck prints the seed and a short one that fails.</summary>
public sealed class EnginePropertyTests
{
    private static readonly ExchangeRelease[] Releases =
    [
        ExchangeRelease.Exchange2010SP1, ExchangeRelease.Exchange2010SP3, ExchangeRelease.Exchange2013,
        ExchangeRelease.Exchange2016,
    ];

    [Fact]
    public void The_balance_is_never_above_the_burst() =>
        Check(script => script.Play().All(state => !(state.Balance > TimeSpan.FromSeconds(300))));

    [Fact]
    public void Charges_are_conserved() =>
        Check(script =>
        {
            Player player = new(script.Release);
            player.Run(script.Steps);
            player.CompleteAll();
            return player.TotalCharge == player.Charged;
        });

    [Fact]
    public void When_all_requests_have_ended_nothing_is_occupied() =>
        Check(script =>
        {
            Player player = new(script.Release);
            player.Run(script.Steps);
            player.CompleteAll();
            return player.Budgets.All(budget => budget is
                { Connections: 0, HangingConnections: 0, SyncCalls: 0, FindCount: 0 });
        });

    [Fact]
    public void No_limit_on_what_runs_at_a_time_is_ever_passed() =>
        Check(script => script.Play().All(state =>
            state.Connections <= state.MaxConcurrency && state.FindCount is >= 0 and <= 1000));

    [Fact]
    public void The_same_inputs_give_the_same_outputs() =>
        Check(script => script.Play().SequenceEqual(script.Play()));

    [Fact]
    public void Looking_in_between_changes_nothing() =>
        Check(script => script.Play().SequenceEqual(script.Play(isLookedAt: true)));

    private static void Check(Func<Script, bool> property) =>
        Prop.ForAll(Scripts(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Arbitrary<Script> Scripts()
    {
        Gen<Step> step =
            from kind in Gen.Elements(Enum.GetValues<StepKind>())
            from operation in Gen.Elements(
                EwsOperation.GetItem, EwsOperation.FindItem, EwsOperation.SyncFolderItems,
                EwsOperation.GetStreamingEvents)
            from number in Gen.Choose(0, 1200)
            from charge in Gen.OneOf(Gen.Choose(0, 5_000), Gen.Choose(0, 2_000_000))
            from wait in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 1_000), Gen.Choose(0, 600_000))
            select new Step(kind, operation, number, charge, wait);
        return Arb.From(
            from release in Gen.Elements(Releases)
            from steps in step.ArrayOf()
            select new Script(release, steps),
            script => Enumerable.Range(0, script.Steps.Length).Select(
                i => script with { Steps = script.Steps.Where((_, at) => at != i).ToArray() }));
    }

    private enum StepKind { Begin, BeginAsService, ChargeItem, Complete }

    private sealed record Step(StepKind Kind, EwsOperation Operation, int Number, int Charge, int Wait);

    private sealed record State(
        bool IsAdmitted, TimeSpan Delay, string? Error, TimeSpan? Balance, string CasTime, int Connections,
        long MaxConcurrency, int FindCount, AssumptionUse Used);

    private sealed record Script(ExchangeRelease Release, Step[] Steps)
    {
        public List<State> Play(bool isLookedAt = false) => new Player(Release, isLookedAt).Run(Steps);

        public override string ToString() => $"{Release}: {string.Join("; ", Steps.Select(step => step.ToString()))}";
    }

    private sealed class Player(ExchangeRelease release, bool isLookedAt = false)
    {
        private readonly ThrottlingEngine _engine = TestEngine.Of(release);
        private readonly List<Admission> _running = [];
        private readonly BudgetOwner _user = BudgetOwner.For(release, "user", null);
        private readonly BudgetOwner _service = BudgetOwner.For(release, "service", "user");
        private TimeSpan _now;

        public TimeSpan Charged { get; private set; }

        public IEnumerable<Budget> Budgets => [_engine.BudgetOf(_user, _now), _engine.BudgetOf(_service, _now)];

        public TimeSpan TotalCharge => Budgets.Aggregate(TimeSpan.Zero, (sum, budget) => sum + budget.TotalCharge);

        public List<State> Run(Step[] steps) => steps.Select(Run).ToList();

        public void CompleteAll()
        {
            foreach (Admission admission in _running)
                _engine.Complete(admission, default, _now);
        }

        private State Run(Step step)
        {
            TimeSpan wait = TimeSpan.FromMilliseconds(step.Wait);
            if (isLookedAt)
                _engine.BudgetOf(step.Number % 2 == 0 ? _user : _service, _now + TimeSpan.FromTicks(wait.Ticks / 3));
            _now += wait;
            ServerCharge charge = new(
                TimeSpan.FromMilliseconds(step.Charge), TimeSpan.Zero, TimeSpan.FromMilliseconds(step.Charge / 2));
            if (step.Kind is StepKind.Begin or StepKind.BeginAsService)
                return Begin(step);
            if (_running.Count == 0)
                return Look(default, default, null, AssumptionUse.None, _user);
            Admission admission = _running[step.Number % _running.Count];
            Charged += charge.ServerTime;
            if (step.Kind == StepKind.ChargeItem)
            {
                BatchStep next = _engine.ChargeItem(admission, charge, _now);
                return Look(
                    !next.IsTimedOut, next.Delay, next.DelayedBy, next.AssumptionsUsed, admission.Request.Owner);
            }
            _running.RemoveAt(step.Number % _running.Count);
            _engine.Complete(admission, charge, _now);
            return Look(true, default, null, AssumptionUse.None, admission.Request.Owner);
        }

        private State Begin(Step step)
        {
            BudgetOwner owner = step.Kind == StepKind.Begin ? _user : _service;
            Admission admission = _engine.Begin(
                new BudgetRequest(owner, step.Operation) { Items = step.Number, IsPaged = true }, _now);
            if (admission.IsAdmitted)
                _running.Add(admission);
            return Look(
                admission.IsAdmitted, admission.Delay, admission.Error?.ToString(), admission.AssumptionsUsed, owner);
        }

        private State Look(bool isAdmitted, TimeSpan delay, string? error, AssumptionUse used, BudgetOwner owner)
        {
            Budget budget = _engine.BudgetOf(owner, _now);
            return new State(
                isAdmitted, delay, error, budget.Bucket.Balance, budget.CasTime.ToString(), budget.Connections,
                (long)budget.Limits.MaxConcurrency, budget.FindCount, used);
        }
    }
}
