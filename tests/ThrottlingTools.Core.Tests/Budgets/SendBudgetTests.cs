using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>The section on a large volume of email of learn-ews-throttling.</summary>
public sealed class SendBudgetTests
{
    [Fact]
    public void Above_30_messages_per_minute_delivery_is_deferred_and_not_refused()
    {
        SendLimits limits = new(30, Unlimited.UnlimitedValue, 0);

        List<SendDecision> sent = Send(limits, Enumerable.Repeat((1, 0.0), 61));

        Assert.Equal(30, sent.Count(message => message.DeliveredAt == TimeSpan.Zero));
        Assert.Equal(30, sent.Count(message => message.DeliveredAt == TimeSpan.FromMinutes(1)));
        Assert.Equal(TimeSpan.FromMinutes(2), sent[60].DeliveredAt);
        Assert.All(sent, message => Assert.False(message.IsRefused));
        Assert.Equal(31, sent.Count(message => message is { IsDeferred: true, LimitedBy: "MessageRateLimit" }));
    }

    [Fact]
    public void An_account_can_send_to_no_more_than_500_recipients_each_day()
    {
        List<SendDecision> sent = Send(
            new SendLimits(Unlimited.UnlimitedValue, 500, 0),
            [(300, 0), (200, 1), (1, 2), (500, 24 * 60), (1, 24 * 60)]);

        Assert.Equal([false, false, true, false, true], sent.Select(message => message.IsRefused));
        Assert.Equal("RecipientRateLimit", sent[2].LimitedBy);
        Assert.Equal("ErrorSubmissionQuotaExceeded", sent[2].ResponseCode);
        Assert.Null(sent[2].DeliveredAt);
    }

    [Fact]
    public void A_refused_message_uses_nothing_up()
    {
        List<SendDecision> sent = Send(new SendLimits(1, 10, 0), [(11, 0), (10, 0)]);

        Assert.Equal(TimeSpan.Zero, sent[1].DeliveredAt);
    }

    [Fact]
    public void A_rate_of_0_defers_for_ever()
    {
        SendDecision message = Send(new SendLimits(0, Unlimited.UnlimitedValue, 0), [(1, 0)])[0];

        Assert.True(message.IsDeferred);
        Assert.Null(message.DeliveredAt);
    }

    [Fact]
    public void Inbox_rules_forward_to_as_many_recipients_as_ForwardeeLimit_says()
    {
        SendLimits limits = new(0, 0, 10);

        Assert.Equal((5, 10), (limits.ForwardeesOf(5), limits.ForwardeesOf(11)));
    }

    [Fact]
    public void A_limit_that_no_source_states_is_named_and_a_blank_of_2010_is_none()
    {
        Assert.Equal(["RecipientRateLimit", "ForwardeeLimit"],
            new SendLimits(ProfileCatalogue.Get(ExchangeRelease.ExchangeOnline)).Unknown);
        Assert.Empty(new SendLimits(ProfileCatalogue.Get(ExchangeRelease.Exchange2010)).Unknown);
        Assert.Contains(
            "MessageRateLimit", new SendLimits(ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP1)).Unknown);
        Assert.Empty(new SendLimits(ProfileCatalogue.Get(ExchangeRelease.Exchange2013)).Unknown);
    }

    private static List<SendDecision> Send(SendLimits limits, IEnumerable<(int Recipients, double Minute)> messages)
    {
        SendBudget budget = new(limits, TimeSpan.Zero);
        return messages
            .Select(message => budget.Submit(message.Recipients, TimeSpan.FromMinutes(message.Minute), out budget))
            .ToList();
    }
}
