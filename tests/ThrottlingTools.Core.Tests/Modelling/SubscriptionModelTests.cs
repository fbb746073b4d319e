using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class SubscriptionModelTests
{
    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Users_can_subscribe_to_20_calendar_folders_in_different_mailboxes_if_the_limit_is_20(
        int mailboxes, bool fits)
    {
        SubscriptionPlan plan = Plan(ExchangeRelease.ExchangeOnline, new SubscriptionWorkload
        {
            Kind = SubscriptionKind.Pull, Mailboxes = mailboxes, FoldersPerMailbox = 1,
        });

        Assert.Equal(fits, plan.Fits);
        Assert.Equal("EwsMaxSubscriptions", plan.LimitedBy);
        Assert.Equal((20, mailboxes), (plan.Limit?.Value, plan.Needed));
        Assert.Equal(20, plan.MaxMailboxes);
    }

    [Fact]
    public void With_impersonation_the_number_of_mailboxes_is_not_limited()
    {
        SubscriptionPlan plan = Plan(ExchangeRelease.ExchangeOnline, new SubscriptionWorkload
        {
            Mailboxes = 1_000_000, IsImpersonating = true,
        });

        Assert.True(plan.Fits);
        Assert.Null(plan.MaxMailboxes);
        Assert.Equal((5_000, 1, 200), (plan.Connections, plan.ConnectionsPerOwner, plan.MailboxesPerConnection));
        Assert.Equal("each target mailbox", plan.ChargedTo);
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP1, false)]
    [InlineData(ExchangeRelease.Exchange2010SP2, false)]
    [InlineData(ExchangeRelease.Exchange2010SP2RU4, true)]
    public void Before_SP2_RU4_there_are_n_in_all_with_impersonation_too(ExchangeRelease release, bool fits)
    {
        SubscriptionPlan plan = SubscriptionModel.Plan(
            TestEngine.Profile(release, ("EwsMaxSubscriptions", 20)),
            new SubscriptionWorkload { Kind = SubscriptionKind.Push, Mailboxes = 21, IsImpersonating = true });

        Assert.Equal(fits, plan.Fits);
        Assert.Equal(fits ? 1 : 21, plan.SubscriptionsPerOwner);
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2013, 600, true)]
    [InlineData(ExchangeRelease.Exchange2013, 601, false)]
    [InlineData(ExchangeRelease.Exchange2016, 2000, true)]
    [InlineData(ExchangeRelease.Exchange2016, 2001, false)]
    public void Without_impersonation_the_connections_of_one_account_bind_200_subscriptions_each(
        ExchangeRelease release, int mailboxes, bool fits)
    {
        SubscriptionPlan plan = Plan(release, new SubscriptionWorkload { Mailboxes = mailboxes });

        Assert.Equal(fits, plan.Fits);
        Assert.Equal("HangingConnectionLimit", plan.LimitedBy);
        Assert.Equal(fits ? mailboxes : mailboxes - 1, plan.MaxMailboxes);
    }

    [Fact]
    public void The_folders_of_a_mailbox_stay_on_one_connection_where_they_fit()
    {
        SubscriptionPlan some = Plan(ExchangeRelease.Exchange2016, new SubscriptionWorkload
        {
            Mailboxes = 10, FoldersPerMailbox = 70, IsImpersonating = true,
        });
        SubscriptionPlan many = Plan(ExchangeRelease.Exchange2016, new SubscriptionWorkload
        {
            Mailboxes = 10, FoldersPerMailbox = 450, IsImpersonating = true,
        });

        Assert.Equal((5, 2, 140), (some.Connections, some.MailboxesPerConnection, some.SubscriptionsPerConnection));
        Assert.Equal((30, 3, 200), (many.Connections, many.ConnectionsPerOwner, many.SubscriptionsPerConnection));
    }

    [Fact]
    public void A_connection_serves_mailboxes_of_one_group_only()
    {
        SubscriptionPlan plan = Plan(ExchangeRelease.Exchange2016, new SubscriptionWorkload
        {
            Mailboxes = 1000, Groups = 3, IsImpersonating = true,
        });

        Assert.Equal(6, plan.Connections); // 334, 333 and 333 mailboxes
    }

    [Fact]
    public void In_2010_streaming_has_a_clone_of_the_concurrency_and_each_server_budgets_of_its_own()
    {
        SubscriptionWorkload workload = new() { Mailboxes = 3000, };

        SubscriptionPlan one = Plan(ExchangeRelease.Exchange2010SP3, workload);
        SubscriptionPlan two = Plan(ExchangeRelease.Exchange2010SP3, workload with { Servers = 2 });

        Assert.False(one.Fits);
        Assert.Equal("EwsMaxConcurrency", one.LimitedBy);
        Assert.True(two.Fits);
        Assert.Equal((1500, 8), (two.SubscriptionsPerOwner, two.ConnectionsPerOwner));
    }

    [Fact]
    public void Push_notifications_of_one_message_may_take_more_connections_than_allowed()
    {
        SubscriptionPlan plan = Plan(ExchangeRelease.Exchange2013, new SubscriptionWorkload
        {
            Kind = SubscriptionKind.Push, Mailboxes = 100,
        });

        Assert.True(plan.Fits);
        Assert.Contains("EwsMaxConcurrency (27)", plan.Advice, System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_agrees_with_the_engine()
    {
        foreach (ExchangeRelease release in ProfileCatalogue.Names.Select(name => ProfileCatalogue.Get(name).Release)
            .Where(release => release != ExchangeRelease.ExchangeOnline))
        {
            foreach (bool isImpersonating in new[] { false, true })
            {
                ThrottlingProfile profile = TestEngine.Profile(release, ("EwsMaxSubscriptions", 3));
                for (int mailboxes = 1; mailboxes <= 5; mailboxes++)
                {
                    SubscriptionPlan plan = SubscriptionModel.Plan(profile, new SubscriptionWorkload
                    {
                        Kind = SubscriptionKind.Pull, Mailboxes = mailboxes, IsImpersonating = isImpersonating,
                    });
                    Assert.Equal(plan.Fits, EngineTakes(profile, Targets(mailboxes, isImpersonating)));
                }
            }
        }
    }

    private static IEnumerable<string?> Targets(int mailboxes, bool isImpersonating) =>
        Enumerable.Range(0, mailboxes).Select(i => isImpersonating ? $"m{i}@contoso.com" : null);

    private static bool EngineTakes(ThrottlingProfile profile, IEnumerable<string?> targets)
    {
        ThrottlingEngine engine = new(profile);
        return targets.All(target =>
        {
            BudgetOwner owner = BudgetOwner.For(profile.Release, "app@contoso.com", target);
            Admission admission = engine.Begin(new BudgetRequest(owner, EwsOperation.Subscribe) { Items = 1 }, default);
            if (admission.IsAdmitted)
                engine.Complete(admission, default, default);
            return admission.IsAdmitted;
        });
    }

    private static SubscriptionPlan Plan(ExchangeRelease release, SubscriptionWorkload workload) =>
        SubscriptionModel.Plan(ProfileCatalogue.Get(release), workload);
}
