using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class SendRateModelTests
{
    [Fact]
    public void A_thousand_invoices_at_30_a_minute_take_33_minutes()
    {
        SendRateResult result = Predict(30, null, 1000, 1, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromMinutes(33), result.LastDelivered);
        Assert.Equal((1000, 970, 0), (result.Delivered, result.Deferred, result.Refused));
        Assert.Equal("MessageRateLimit", result.LimitedBy);
        Assert.Equal(30, result.Limit?.Value);
        Assert.Equal(TimeSpan.FromMinutes(33), result.ShortestPeriod);
    }

    [Fact]
    public void More_than_500_recipients_in_a_day_are_refused_and_take_several_days()
    {
        SendRateResult result = Predict(null, 500, 1200, 1, TimeSpan.FromHours(8));

        Assert.Equal(700, result.Refused);
        Assert.Equal("RecipientRateLimit", result.LimitedBy);
        Assert.Equal(TimeSpan.FromHours(8 * 500 / 1200.0), result.FirstRefused);
        Assert.Equal(TimeSpan.FromDays(2), result.ShortestPeriod);
    }

    [Fact]
    public void What_is_spread_far_enough_is_delivered_at_once()
    {
        SendRateResult result = Predict(30, null, 60, 1, TimeSpan.FromMinutes(2));

        Assert.True(result.Fits);
        Assert.Equal("", result.LimitedBy);
        Assert.Equal("Every message is delivered when it is submitted.", result.Reason);
    }

    [Fact]
    public void A_message_with_more_recipients_than_a_day_allows_never_goes()
    {
        SendRateResult result = Predict(null, 500, 1, 501, TimeSpan.Zero);

        Assert.Equal(1, result.Refused);
        Assert.Null(result.LastDelivered);
        Assert.Null(result.ShortestPeriod);
    }

    [Fact]
    public void A_thousand_million_messages_over_a_year_are_answered()
    {
        SendRateResult result = Predict(30, null, SendRateModel.MaxMessages, 1, SendRateModel.MaxPeriod);

        Assert.Equal(SendRateModel.MaxMessages, result.Delivered);
        Assert.Equal(TimeSpan.FromMinutes(33_333_333), result.LastDelivered);
        SendRateResult slowest = Predict(1, null, SendRateModel.MaxMessages, 1, default);
        Assert.Equal(TimeSpan.FromMinutes(SendRateModel.MaxMessages - 1), slowest.LastDelivered);
    }

    [Fact]
    public void Exchange_Online_names_the_limits_that_it_does_not_publish()
    {
        SendRateResult result = SendRateModel.Predict(
            ProfileCatalogue.Get(ExchangeRelease.ExchangeOnline), 100, 1, TimeSpan.Zero);

        Assert.Equal(["RecipientRateLimit"], result.UnknownLimits);
        Assert.EndsWith(" Unknown, and left out: RecipientRateLimit.", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Counting_by_minutes_gives_what_the_budget_gives_message_by_message()
    {
        Gen<(int?, int?, int, int, int)> cases =
            from rate in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(0, 40).Select(i => (int?)i))
            from quota in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(0, 400).Select(i => (int?)i))
            from messages in Gen.Choose(1, 500)
            from recipients in Gen.Choose(1, 5)
            from period in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 1000), Gen.Choose(0, 400_000))
            select (rate, quota, messages, recipients, period);
        Prop.ForAll(Arb.From(cases), c => IsSame(c.Item1, c.Item2, c.Item3, c.Item4, TimeSpan.FromSeconds(c.Item5)))
            .QuickCheckThrowOnFailure();
    }

    private static bool IsSame(int? rate, int? quota, int messages, int recipients, TimeSpan period)
    {
        SendRateResult result = Predict(rate, quota, messages, recipients, period);
        SendBudget budget = new(new SendLimits(Profile(rate, quota)), TimeSpan.Zero);
        SendDecision[] sent = Enumerable.Range(0, messages)
            .Select(k => TimeSpan.FromTicks((long)((decimal)period.Ticks * k / messages)))
            .Select(at => budget.Submit(recipients, at, out budget))
            .ToArray();
        return result.Refused == sent.Count(message => message.IsRefused)
            && result.Deferred == sent.Count(message => message.IsDeferred)
            && result.LastDelivered == sent.Max(message => message.DeliveredAt);
    }

    private static SendRateResult Predict(int? rate, int? quota, long messages, int recipients, TimeSpan period) =>
        SendRateModel.Predict(Profile(rate, quota), messages, recipients, period);

    private static ThrottlingProfile Profile(int? rate, int? quota) => TestEngine.Profile(
        ExchangeRelease.Exchange2013,
        ("MessageRateLimit", rate is { } r ? r : Unlimited.UnlimitedValue),
        ("RecipientRateLimit", quota is { } q ? q : Unlimited.UnlimitedValue));
}
