using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

/// <summary>
/// What holds for every scenario. "More load never finishes earlier" does not: a lockout whose hint is short can cost
/// less than the micro-delays that less load suffers, and requests that are held up are charged later. What holds is
/// stated test by test.
/// </summary>
public sealed class WorkloadPropertyTests
{
    [Fact]
    public void One_thread_with_more_requests_never_finishes_earlier() => Check(c =>
    {
        WorkloadClient client = c.Clients[0] with { Threads = 1, Arrival = WorkloadArrival.Closed(c.Think) };
        TimeSpan? less = Run(c, [client]).TimeToFinish;
        TimeSpan? more = Run(c, [client with { Requests = client.Requests + c.More }]).TimeToFinish;
        return less is null || more is null || more >= less;
    });

    [Fact]
    public void One_thread_with_dearer_requests_never_finishes_earlier_while_nothing_locks_it_out() => Check(c =>
    {
        Case open = c with { Profile = Limit(c.Profile, "EwsCutoffBalance", Unlimited.UnlimitedValue) };
        WorkloadClient client = c.Clients[0] with
        {
            Threads = 1, Arrival = WorkloadArrival.Closed(c.Think), Operations = [Call(c.Milliseconds)],
        };
        WorkloadClient dearer = client with { Operations = [Call(c.Milliseconds + c.More)] };
        return Run(open, [dearer], isFixed: true).TimeToFinish >= Run(open, [client], isFixed: true).TimeToFinish;
    });

    [Fact]
    public void Load_on_other_budgets_changes_nothing() => Check(c =>
    {
        WorkloadClient client = c.Clients[0];
        WorkloadClient other = c.Clients[1] with { Account = "somebody else", MailboxName = "other{0}" };
        WorkloadClientResult alone = Run(c, [client]).Clients[0];
        WorkloadClientResult beside = Run(c, [client, other]).Clients[0];
        return alone.TimeToFinish == beside.TimeToFinish && alone.Delays == beside.Delays
            && alone.Requests == beside.Requests;
    });

    [Fact]
    public void What_was_charged_is_the_burst_and_the_recharge_without_what_is_left_and_what_ran_over() => Check(c =>
    {
        WorkloadResult result = Run(c, c.Clients);
        decimal burst = c.Profile.Limit("EwsMaxBurst")!.Value.Value * (decimal)TimeSpan.TicksPerMillisecond;
        decimal recharge = result.Elapsed.Ticks * (decimal)c.Profile.Limit("EwsRechargeRate")!.Value.Value / 3_600_000;
        return result.Owners.All(owner =>
            owner.FinalBalance!.Value.Ticks + owner.ChargedTime.Ticks <= burst + recharge
            && (owner.BurstGoneAfter is not null || owner.LowestBalance >= TimeSpan.Zero));
    });

    [Fact]
    public void Charges_are_conserved() => Check(c =>
    {
        WorkloadResult result = Run(c, c.Clients);
        TimeSpan byClient = Sum(result.Clients.Select(client => client.ChargedTime));
        return result.OwnerCount <= 10 && byClient == result.Total.ChargedTime
            && byClient == Sum(result.Owners.Select(owner => owner.ChargedTime));
    });

    [Fact]
    public void Every_answer_is_a_success_or_an_error_and_every_request_is_accounted_for() => Check(c =>
    {
        WorkloadResult result = Run(c, c.Clients);
        return result.Clients.Zip(c.Clients).All(pair =>
            pair.First.Requests == pair.First.Completed + pair.First.Errors
            && pair.First.Errors == pair.First.ErrorsByCode.Sum(error => error.Count)
            && pair.Second.Requests == pair.First.Completed + pair.First.Abandoned);
    });

    [Fact]
    public void The_phases_of_each_budget_add_up_to_the_time() => Check(c =>
    {
        WorkloadResult result = Run(c, c.Clients);
        return result.Owners.All(owner =>
            owner.TimeInBurst >= TimeSpan.Zero
            && owner.TimeInBurst + owner.TimeInMicroDelay + owner.TimeLockedOut == result.Elapsed);
    });

    [Fact]
    public void Equal_scenarios_give_equal_bytes() => Check(c =>
        JsonSerializer.Serialize(Run(c, c.Clients)) == JsonSerializer.Serialize(Run(c, c.Clients)));

    private static void Check(Func<Case, bool> holds) =>
        Prop.ForAll(Cases(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static WorkloadResult Model(WorkloadScenario scenario, WorkloadRunOptions? options = null) =>
        WorkloadModel.Run(scenario, options, TestContext.Current.CancellationToken);

    private static WorkloadResult Run(Case c, IReadOnlyList<WorkloadClient> clients, bool isFixed = false) =>
        Model(new WorkloadScenario(c.Profile, clients)
        {
            Seed = c.Seed,
            NetworkLatency = c.Latency,
            Distributions = isFixed ? new Dictionary<EwsOperation, ServiceTimeDistribution>() : c.Distributions,
        });

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => TimeSpan.FromTicks(times.Sum(time => time.Ticks));

    private static WorkloadOperation Call(double milliseconds) => new(EwsOperation.GetFolder)
    {
        ServiceTime = new ServiceTime(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.Zero, TimeSpan.Zero),
    };

    private static ThrottlingProfile Limit(ThrottlingProfile profile, string name, Unlimited value) => profile.With(
        profile.Name, [new ThrottlingSetting(name, value, SettingSource.Declared("test"), null)]);

    private static Arbitrary<Case> Cases()
    {
        Gen<WorkloadClient> client =
            from threads in Gen.Choose(1, 6)
            from requests in Gen.Choose(1, 60)
            from impersonates in Gen.Elements(true, false)
            from mailboxes in Gen.Choose(1, 4)
            from batch in Gen.Elements(1, 1, 5, 30)
            from milliseconds in Gen.Choose(0, 3000)
            from arrival in Gen.Elements(
                WorkloadArrival.Closed(TimeSpan.FromMilliseconds(10)), WorkloadArrival.FixedRate(3),
                WorkloadArrival.Poisson(3), WorkloadArrival.Burst(7, TimeSpan.FromSeconds(20)))
            from backOff in Gen.Elements(
                WorkloadBackOff.HonourHint, WorkloadBackOff.IgnoreHint(TimeSpan.FromSeconds(3)), WorkloadBackOff.GiveUp)
            select new WorkloadClient
            {
                Threads = threads,
                Requests = requests,
                Impersonates = impersonates,
                Mailboxes = mailboxes,
                Arrival = arrival,
                BackOff = backOff,
                Operations =
                [
                    Call(milliseconds),
                    new(EwsOperation.GetItem) { BatchSize = batch, Weight = 0.5 },
                    new(EwsOperation.FindItem) { BatchSize = 500, Weight = 0.1 },
                ],
            };
        Gen<Case> cases =
            from first in client
            from second in client
            from burst in Gen.Elements(0, 1000, 20_000, 300_000)
            from rate in Gen.Elements(100_000, 900_000, 3_600_000)
            from cutoff in Gen.Elements(2000, 60_000, 3_000_000)
            from concurrency in Gen.Choose(1, 8)
            from numbers in Gen.Choose(1, 5000).Three()
            from distribution in Gen.Elements(
                ServiceTimeDistribution.Fixed, ServiceTimeDistribution.Exponential, ServiceTimeDistribution.Lognormal(1),
                ServiceTimeDistribution.Empirical([TimeSpan.Zero, TimeSpan.FromMilliseconds(700)]))
            select new Case(
                [first with { Name = "first" }, second with { Name = "second" }],
                Profile(burst, rate, cutoff, concurrency), TimeSpan.FromMilliseconds(numbers.Item1 % 300),
                TimeSpan.FromMilliseconds(numbers.Item2), numbers.Item3, numbers.Item1,
                new Dictionary<EwsOperation, ServiceTimeDistribution> { [EwsOperation.GetItem] = distribution });
        return cases.ToArbitrary();
    }

    private static ThrottlingProfile Profile(long burst, long rate, long cutoff, long concurrency)
    {
        ThrottlingProfile profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);
        (string, long)[] limits =
        [
            ("EwsMaxBurst", burst), ("EwsRechargeRate", rate), ("EwsCutoffBalance", cutoff),
            ("EwsMaxConcurrency", concurrency),
        ];
        return limits.Aggregate(profile, (made, limit) => Limit(made, limit.Item1, new Unlimited(limit.Item2)));
    }

    private sealed record Case(
        WorkloadClient[] Clients, ThrottlingProfile Profile, TimeSpan Latency, TimeSpan Think, int More, int Milliseconds,
        Dictionary<EwsOperation, ServiceTimeDistribution> Distributions)
    {
        public long Seed => More * 7919L;
    }
}
