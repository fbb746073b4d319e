using System;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>The section on impersonation of learn-ews-throttling, sentence by sentence.</summary>
public sealed class AccountingTests
{
    private const string User = "user@contoso.com";
    private const string Service = "service@contoso.com";

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP2RU4)]
    [InlineData(ExchangeRelease.Exchange2010SP3)]
    [InlineData(ExchangeRelease.Exchange2013)]
    [InlineData(ExchangeRelease.Exchange2016)]
    [InlineData(ExchangeRelease.Exchange2019)]
    [InlineData(ExchangeRelease.ExchangeSE)]
    public void A_user_can_have_five_open_pull_connections_while_a_service_account_has_five_on_the_same_mailbox(
        ExchangeRelease release)
    {
        ThrottlingEngine engine = TestEngine.Of(release, ("EwsMaxConcurrency", 5));

        Assert.Equal(5, Admitted(engine, Pull(release, User, null), 6));
        Assert.Equal(5, Admitted(engine, Pull(release, Service, User), 6));
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010)]
    [InlineData(ExchangeRelease.Exchange2010SP1)]
    [InlineData(ExchangeRelease.Exchange2010SP2)]
    public void Before_SP2_RU4_the_concurrency_budget_is_shared(ExchangeRelease release)
    {
        ThrottlingEngine engine = TestEngine.Of(release, ("EwsMaxConcurrency", 5));

        Assert.Equal(3, Admitted(engine, Pull(release, User, null), 3));
        Assert.Equal(2, Admitted(engine, Pull(release, Service, User), 5));
        Assert.Equal(0, Admitted(engine, Pull(release, User, null), 1));
    }

    [Fact]
    public void All_service_accounts_share_a_budget_on_a_mailbox()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2016, ("EwsMaxConcurrency", 5));
        Admitted(engine, Pull(ExchangeRelease.Exchange2016, Service, User), 4);

        Assert.Equal(1, Admitted(engine, Pull(ExchangeRelease.Exchange2016, "other@contoso.com", User), 5));
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP1)]
    [InlineData(ExchangeRelease.Exchange2010SP3)]
    public void The_service_account_has_percentages_of_its_own(ExchangeRelease release)
    {
        ThrottlingEngine engine = TestEngine.Of(release);
        engine.Run(Pull(release, Service, User), 55, TimeSpan.FromSeconds(1));

        Assert.False(engine.Begin(Pull(release, Service, User), TimeSpan.FromSeconds(2)).IsAdmitted);
        Assert.True(engine.Begin(Pull(release, User, null), TimeSpan.FromSeconds(2)).IsAdmitted);
    }

    [Fact]
    public void The_service_account_has_a_find_count_of_its_own()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        BudgetRequest find = new(new BudgetOwner(User), EwsOperation.FindItem) { Items = 1000, IsPaged = true };
        engine.Begin(find, default);

        BudgetOwner service = BudgetOwner.For(ExchangeRelease.Exchange2013, Service, User);

        Assert.Equal(1000, engine.Begin(find with { Owner = service }, default).FindCount);
    }

    // Table 2
    [Theory]
    [InlineData(ExchangeRelease.Exchange2010, false)]
    [InlineData(ExchangeRelease.Exchange2010SP1, false)]
    [InlineData(ExchangeRelease.Exchange2010SP2, false)]
    [InlineData(ExchangeRelease.Exchange2010SP2RU4, true)]
    [InlineData(ExchangeRelease.Exchange2010SP3, true)]
    [InlineData(ExchangeRelease.Exchange2013, true)]
    public void With_impersonation_there_are_n_subscriptions_per_target_mailbox_or_before_SP2_RU4_n_in_all(
        ExchangeRelease release, bool isPerTarget)
    {
        ThrottlingEngine engine = TestEngine.Of(release, ("EwsMaxSubscriptions", 3));

        int first = Subscribed(engine, release, Service, "a@contoso.com", 5);
        int second = Subscribed(engine, release, Service, "b@contoso.com", 5);

        Assert.Equal((3, isPerTarget ? 3 : 0), (first, second));
    }

    [Fact]
    public void Without_impersonation_the_same_service_account_has_n_in_total()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013, ("EwsMaxSubscriptions", 3));

        Assert.Equal(3, Subscribed(engine, ExchangeRelease.Exchange2013, Service, null, 5));
    }

    [Fact]
    public void Users_can_subscribe_to_20_calendar_folders_in_different_mailboxes_if_the_limit_is_20()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2016, ("EwsMaxSubscriptions", 20));

        Assert.Equal(20, Subscribed(engine, ExchangeRelease.Exchange2016, User, null, 21));
    }

    [Fact]
    public void Before_SP2_RU4_an_ended_subscription_is_given_back_to_the_caller()
    {
        const ExchangeRelease release = ExchangeRelease.Exchange2010SP1;
        ThrottlingEngine engine = TestEngine.Of(release, ("EwsMaxSubscriptions", 1));
        Subscribed(engine, release, Service, "a@contoso.com", 1);

        BudgetOwner owner = BudgetOwner.For(release, Service, "a@contoso.com");
        engine.Run(new BudgetRequest(owner, EwsOperation.Unsubscribe) { Items = 1 }, 0, default);

        Assert.Equal(1, Subscribed(engine, release, Service, "b@contoso.com", 1));
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP1, 10)]
    [InlineData(ExchangeRelease.Exchange2010SP3, 10)]
    [InlineData(ExchangeRelease.Exchange2013, 3)]
    [InlineData(ExchangeRelease.Exchange2016, 10)]
    public void Streaming_has_two_budgets_one_for_all_service_accounts_and_one_for_the_account(
        ExchangeRelease release, int limit)
    {
        ThrottlingEngine engine = TestEngine.Of(release);
        Admitted(engine, Pull(release, User, null), 10);

        Assert.Equal(limit, Admitted(engine, Stream(release, User, null), limit + 1));
        Assert.Equal(
            release.UsesPercentTime() ? "EwsMaxConcurrency" : "HangingConnectionLimit",
            engine.Begin(Stream(release, User, null), default).Error?.Parameter);
        Assert.Equal(limit, Admitted(engine, Stream(release, Service, User), limit + 1));
        Assert.Equal(0, Admitted(engine, Stream(release, "other@contoso.com", User), 1));
        Assert.Equal(limit, Admitted(engine, Stream(release, Service, "b@contoso.com"), limit + 1));
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP3, 20)]
    [InlineData(ExchangeRelease.Exchange2013, 27)]
    public void In_2010_load_balancing_multiplies_the_budgets(ExchangeRelease release, int expected)
    {
        ThrottlingEngine engine = TestEngine.Of(release);

        int admitted = Enumerable.Range(0, 2).Sum(server => Admitted(
            engine,
            new BudgetRequest(BudgetOwner.For(release, User, null, server: server), EwsOperation.GetItem), 30));

        Assert.Equal(expected, admitted);
    }

    [Fact]
    public void The_connection_count_of_the_owner_is_incremented_while_a_push_notification_is_generated()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2016, ("EwsMaxConcurrency", 5));
        BudgetRequest push = new(new BudgetOwner(User), EwsOperation.SendNotification);
        Admission[] notifications = Enumerable.Range(0, 6).Select(_ => engine.Begin(push, default)).ToArray();

        Assert.All(notifications, notification => Assert.True(notification.IsAdmitted));
        Assert.Equal(0, Admitted(engine, Pull(ExchangeRelease.Exchange2016, User, null), 1));
        engine.Complete(notifications[0], default, default);
        engine.Complete(notifications[1], default, default);
        Assert.Equal(1, Admitted(engine, Pull(ExchangeRelease.Exchange2016, User, null), 2));
    }

    private static int Subscribed(
        ThrottlingEngine engine, ExchangeRelease release, string caller, string? impersonated, int times)
    {
        BudgetRequest one = new(BudgetOwner.For(release, caller, impersonated), EwsOperation.Subscribe) { Items = 1 };
        int made = 0;
        for (int i = 0; i < times; i++)
        {
            Admission admission = engine.Begin(one, default);
            if (!admission.IsAdmitted)
                continue;
            engine.Complete(admission, default, default);
            made++;
        }
        return made;
    }

    private static int Admitted(ThrottlingEngine engine, BudgetRequest request, int times) =>
        Enumerable.Range(0, times).Count(_ => engine.Begin(request, default).IsAdmitted);

    private static BudgetRequest Pull(ExchangeRelease release, string caller, string? impersonated) =>
        new(BudgetOwner.For(release, caller, impersonated), EwsOperation.GetEvents);

    private static BudgetRequest Stream(ExchangeRelease release, string caller, string? impersonated) =>
        new(BudgetOwner.For(release, caller, impersonated), EwsOperation.GetStreamingEvents);
}
