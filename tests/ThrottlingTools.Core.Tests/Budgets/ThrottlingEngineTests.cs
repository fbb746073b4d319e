using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

public sealed class ThrottlingEngineTests
{
    private static readonly BudgetOwner User = new("user@contoso.com");

    [Fact]
    public void The_28th_request_is_refused_and_the_27_stay()
    {
        ThrottlingEngine engine = Engine();
        List<Admission> running = Enumerable.Range(0, 27).Select(_ => engine.Begin(Get, default)).ToList();

        Admission excess = engine.Begin(Get, default);

        Assert.All(running, admission => Assert.True(admission.IsAdmitted));
        Assert.Equal("ErrorExceededConnectionCount", excess.Error?.ResponseCode);
        Assert.Equal(
            "This operation exceeds the throttling budget for policy part 'MaxConcurrency', policy value '27',  "
            + "Budget type: 'Ews'.  Suggested backoff time 0 ms.", excess.Error?.BudgetText);
        engine.Complete(running[0], default, default);
        Assert.True(engine.Begin(Get, default).IsAdmitted);
    }

    [Fact]
    public void Streaming_counts_apart()
    {
        ThrottlingEngine engine = Engine();
        BudgetRequest stream = new(User, EwsOperation.GetStreamingEvents);
        for (int i = 0; i < 10; i++)
            Assert.True(engine.Begin(stream, default).IsAdmitted);

        ThrottlingError? error = engine.Begin(stream, default).Error;

        Assert.Equal("MaxStreamingConcurrency", error?.PolicyPart);
        Assert.Equal(10, error?.PolicyValue.Value);
        Assert.True(engine.Begin(Get, default).IsAdmitted);
    }

    [Fact]
    public void Below_zero_calls_are_delayed_in_proportion_to_the_debt()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2016, null, ("EwsRechargeRate", 0));
        Use(engine, TimeSpan.FromMilliseconds(300_000 + 1_608_289), default);

        Admission admission = engine.Begin(Get, default);

        Assert.Equal(21_956, Math.Round(admission.Delay.TotalMilliseconds)); // exchange-team-many-users
        Assert.True(admission.AssumptionsUsed.HasFlag(AssumptionUse.MicroDelay));
    }

    [Fact]
    public void At_zero_nothing_is_delayed()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2016, null, ("EwsRechargeRate", 0));
        Use(engine, TimeSpan.FromMinutes(5), default);

        Assert.Equal(TimeSpan.Zero, engine.Begin(Get, default).Delay);
    }

    [Fact]
    public void At_the_cut_off_the_caller_is_locked_out_for_five_minutes_and_looked_at_again()
    {
        ThrottlingEngine engine = Engine();
        Use(engine, TimeSpan.FromSeconds(3_300), default);

        ThrottlingError? error = engine.Begin(Get, TimeSpan.FromSeconds(1)).Error;

        Assert.Equal("ErrorServerBusy", error?.ResponseCode);
        Assert.Equal(299_000, error?.BackOffMilliseconds);
        Assert.True(engine.Begin(Get, TimeSpan.FromSeconds(300)).IsAdmitted);
    }

    [Fact]
    public void A_hint_is_never_longer_than_it_takes_to_be_back_at_zero()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2016, null, ("EwsCutoffBalance", 1000));
        Use(engine, TimeSpan.FromSeconds(301), default);

        Assert.Equal(4_000, engine.Begin(Get, default).Error?.BackOffMilliseconds);
    }

    [Fact]
    public void The_next_item_of_a_batch_waits_until_the_balance_is_back()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2016, null, ("EwsMaxBurst", 1000));
        Admission batch = engine.Begin(Get, default);

        BatchStep step = engine.ChargeItem(batch, new ServerCharge(TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(2), step.Delay); // 1000 - 2000 + 2000 / 4 = -500 ms
        Assert.False(step.IsTimedOut);
    }

    [Fact]
    public void A_batch_times_out_after_one_minute_in_all()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2016, null, ("EwsMaxBurst", 0));
        Admission batch = engine.Begin(Get, default);

        BatchStep step = engine.ChargeItem(batch, new ServerCharge(TimeSpan.FromSeconds(20)), TimeSpan.FromSeconds(20));

        Assert.True(step.IsTimedOut); // 15 s of debt take 60 s
        Assert.Equal(TimeSpan.FromSeconds(40), step.Delay);
    }

    [Fact]
    public void Two_concurrent_finds_share_the_find_count_and_the_second_gets_a_short_page()
    {
        ThrottlingEngine engine = Engine();
        Admission first = engine.Begin(Find(600), default);

        Admission second = engine.Begin(Find(1000), default);

        Assert.Equal(400, second.FindCount);
        Assert.True(second.IsPartial);
        Assert.Equal("ErrorExceededFindCountLimit", engine.Begin(Find(1), default).Error?.ResponseCode);
        engine.Complete(first, default, default);
        Assert.Equal(600, engine.Begin(Find(1000), default).FindCount);
    }

    [Fact]
    public void A_client_of_2010_gets_ErrorServerBusy_instead_of_a_short_page()
    {
        ThrottlingEngine engine = Engine();
        engine.Begin(Find(600), default);

        ThrottlingError? error = engine.Begin(Find(1000) with { IsBefore2010SP1 = true }, default).Error;

        Assert.Equal("ErrorServerBusy", error?.ResponseCode);
    }

    [Fact]
    public void Without_paging_a_find_over_the_limit_is_refused()
    {
        ThrottlingEngine engine = Engine();

        ThrottlingError? error = engine.Begin(Find(1001) with { IsPaged = false }, default).Error;

        Assert.Equal("ErrorExceededFindCountLimit", error?.ResponseCode);
        Assert.Equal(1000, engine.Begin(Find(1000) with { IsPaged = false }, default).FindCount);
    }

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 250)]
    public void A_page_is_never_larger_than_the_limit(bool hasRestriction, int expected)
    {
        Admission find = Engine().Begin(Find(5000) with { HasRestriction = hasRestriction }, default);

        Assert.Equal(expected, find.FindCount);
        Assert.True(find.IsPartial);
    }

    [Fact]
    public void In_2010_a_caller_over_the_percentage_waits_for_the_next_minute()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2010SP3);
        Use(engine, TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(55));

        ThrottlingError? error = engine.Begin(Get, TimeSpan.FromSeconds(56)).Error;

        Assert.Equal("ErrorServerBusy", error?.ResponseCode);
        Assert.Equal("EWSPercentTimeInCAS", error?.Parameter);
        Assert.Equal(4_000, error?.BackOffMilliseconds);
        Assert.True(engine.Begin(Get, TimeSpan.FromSeconds(60)).IsAdmitted);
    }

    [Fact]
    public void In_2010_the_next_item_of_a_batch_waits_for_the_next_minute()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2010SP3);
        Admission batch = engine.Begin(Get, TimeSpan.FromSeconds(10));

        BatchStep step = engine.ChargeItem(batch, new ServerCharge(TimeSpan.FromSeconds(55)), TimeSpan.FromSeconds(50));

        Assert.Equal(TimeSpan.FromSeconds(10), step.Delay);
        Assert.False(step.IsTimedOut);
    }

    [Fact]
    public void Synchronisation_calls_have_a_limit_of_their_own_where_it_is_known()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2016, null, ("ConcurrentSyncCalls", 1));
        BudgetRequest sync = new(User, EwsOperation.SyncFolderItems);
        engine.Begin(sync, default);

        Assert.Equal(
            "This operation exceeds the throttling budget for policy part 'ConcurrentSyncCalls', policy value '1',  "
            + "Budget type: 'Ews'.  Suggested backoff time 5000 ms.", engine.Begin(sync, default).Error?.BudgetText);
    }

    [Fact]
    public void Subscriptions_stay_charged_until_they_are_ended()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2016, null, ("EwsMaxSubscriptions", 20));
        BudgetRequest subscribe = new(User, EwsOperation.Subscribe) { Items = 20 };
        engine.Complete(engine.Begin(subscribe, default), default, default);

        BudgetRequest unsubscribe = new(User, EwsOperation.Unsubscribe) { Items = 1 };

        ThrottlingError? error = engine.Begin(subscribe with { Items = 1 }, default).Error;

        Assert.Equal("ErrorExceededSubscriptionCount", error?.ResponseCode);
        engine.Complete(engine.Begin(unsubscribe, default), default, default);
        Assert.True(engine.Begin(subscribe with { Items = 1 }, default).IsAdmitted);
    }

    [Fact]
    public void In_2010_RTM_a_blank_limit_is_no_limit()
    {
        ThrottlingEngine engine = Engine(ExchangeRelease.Exchange2010);
        Use(engine, TimeSpan.FromHours(1), default);

        Assert.True(engine.Begin(Get, default).IsAdmitted);
        Assert.Equal(5000, engine.Begin(Find(5000) with { IsPaged = false }, default).FindCount);
    }

    [Fact]
    public void A_profile_without_known_balances_is_refused_with_their_names()
    {
        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => Engine(ExchangeRelease.ExchangeOnline));

        Assert.Equal("ProfileValueUnknown", error.ErrorId);
        Assert.Contains("EwsMaxBurst, EwsRechargeRate, EwsCutoffBalance:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impersonation_uses_budgets_apart_from_those_of_the_account()
    {
        BudgetOwner service = BudgetOwner.For(ExchangeRelease.Exchange2016, "service", "TARGET@contoso.com");
        BudgetOwner own = BudgetOwner.For(ExchangeRelease.Exchange2016, "service", null);

        Assert.Equal(new BudgetOwner("target@contoso.com", isServiceAccount: true), service);
        Assert.NotEqual(new BudgetOwner("target@contoso.com"), service);
        Assert.Equal("Sid~service~Ews~false", own.ToString());
    }

    [Fact]
    public void Every_mark_has_an_assumption_that_tells_what_changes_it_and_what_would_settle_it()
    {
        foreach (AssumptionUse use in Enum.GetValues<AssumptionUse>().Where(use => use != AssumptionUse.None))
        {
            Assumption assumption = Assert.Single(Assumptions.Of(use));
            Assert.NotEmpty(assumption.Statement);
            Assert.NotEmpty(assumption.SettledBy);
        }
    }

    [Fact]
    public void A_request_allocates_nothing()
    {
        ThrottlingEngine engine = Engine();

        // The runtime itself allocates on this thread now and then; what a request allocates is there every time.
        Assert.Contains(Enumerable.Range(0, 50), _ => AllocatedBy(() => RunMany(engine, 1000)) == 0);
    }

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void RunMany(ThrottlingEngine engine, int count)
    {
        TimeSpan now = engine.BudgetOf(User, default).Bucket.UpdatedAt;
        ServerCharge charge = new(TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < count; i++)
        {
            Admission admission = engine.Begin(Find(10), now += TimeSpan.FromMilliseconds(5));
            engine.ChargeItem(admission, charge, now += TimeSpan.FromMilliseconds(1));
            engine.Complete(admission, charge, now += TimeSpan.FromMilliseconds(1));
        }
    }

    private static BudgetRequest Get => new(User, EwsOperation.GetItem);

    private static BudgetRequest Find(int items) => new(User, EwsOperation.FindItem) { Items = items, IsPaged = true };

    private static void Use(ThrottlingEngine engine, TimeSpan charge, TimeSpan now) =>
        engine.Complete(engine.Begin(Get, default), new ServerCharge(charge), now);

    private static ThrottlingEngine Engine(
        ExchangeRelease release = ExchangeRelease.Exchange2016, AssumptionSet? assumptions = null,
        params (string Name, long Value)[] changes)
    {
        SettingSource source = SettingSource.Declared("test");
        ThrottlingProfile profile = ProfileCatalogue.Get(release).With("test", changes.Select(change =>
            new ThrottlingSetting(change.Name, new Unlimited(change.Value), source, null)));
        return new ThrottlingEngine(profile, assumptions);
    }
}
