using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class ConcurrencyModelTests
{
    [Fact]
    public void Connections_help_until_the_recharge_binds_and_the_fewest_of_the_best_are_recommended()
    {
        IReadOnlyList<ConcurrencyResult> results = Predict("Exchange2016", new ConcurrencyOptions());

        ConcurrencyResult best = Assert.Single(results, result => result.IsRecommended);
        Assert.Equal(2, best.Concurrency);
        Assert.Equal("EwsMaxBurst", best.LimitedBy);
        Assert.Equal(new Unlimited(300_000), best.LimitValue);
        Assert.True(best.ItemsPerSecond > 1.5 * results[0].ItemsPerSecond);
        TimeSpan?[] gone = [.. results.Select(result => result.BurstGoneAfter).Where(time => time is not null)];
        Assert.Equal(gone.OrderDescending(), gone);
        Assert.Contains("EwsMaxConcurrency", results[^1].Reason, StringComparison.Ordinal);
        Assert.All(results, result => Assert.NotEmpty(result.Assumptions));
    }

    [Fact]
    public void In_a_short_time_the_burst_makes_more_connections_pay()
    {
        IReadOnlyList<ConcurrencyResult> results =
            Predict("Exchange2016", new ConcurrencyOptions { Duration = TimeSpan.FromMinutes(1) });

        Assert.Equal(27, Assert.Single(results, result => result.IsRecommended).Concurrency);
    }

    [Theory]
    [InlineData("Exchange2016", true, 50, "apart from that of its owner")]
    [InlineData("Exchange2010SP1", true, 50, "shares EWSMaxConcurrency with its owner")]
    [InlineData("Exchange2016", false, 1, "the calling account, one budget for all 50 mailboxes")]
    public void Impersonation_decides_who_is_charged(string profile, bool impersonates, int owners, string chargedTo)
    {
        ConcurrencyOptions options = new()
        {
            Concurrency = [40], Mailboxes = 50, Impersonates = impersonates, Duration = TimeSpan.FromMinutes(1),
        };

        ConcurrencyResult result = Assert.Single(Predict(profile, options));

        Assert.Equal(owners, result.OwnerCount);
        Assert.Contains(chargedTo, result.ChargedTo, StringComparison.Ordinal);
        Assert.Equal(impersonates, result.Errors == 0);
    }

    [Fact]
    public void An_unknown_budget_is_an_error() =>
        Assert.Equal("ProfileValueUnknown", Assert.Throws<ThrottlingToolsException>(
            () => Predict("ExchangeOnline", new ConcurrencyOptions())).ErrorId);

    private static IReadOnlyList<ConcurrencyResult> Predict(string profile, ConcurrencyOptions options) =>
        ConcurrencyModel.Predict(
            ProfileCatalogue.Get(profile), options, cancellation: TestContext.Current.CancellationToken);
}
