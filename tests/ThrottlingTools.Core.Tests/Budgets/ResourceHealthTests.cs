using System;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The introduction of learn-ews-throttling: unhealthy resources slow callers in proportion to their contribution.
/// </summary>
public sealed class ResourceHealthTests
{
    private static readonly BudgetOwner Heavy = new("heavy@contoso.com");
    private static readonly BudgetOwner Light = new("light@contoso.com");

    [Fact]
    public void A_user_within_the_limits_is_slowed_in_proportion_to_the_share_of_the_load()
    {
        ThrottlingEngine engine = Loaded(ExchangeRelease.Exchange2016);
        engine.HealthOf("DB1").Report(0);

        Admission heavy = engine.Begin(On("DB1", Heavy), TimeSpan.FromSeconds(30));
        Admission light = engine.Begin(On("DB1", Light), TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(9), heavy.Delay);
        Assert.Equal(TimeSpan.FromSeconds(1), light.Delay);
        Assert.Equal("ResourceHealth", heavy.DelayedBy);
        Assert.Equal(AssumptionUse.ResourceHealth, heavy.AssumptionsUsed);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(100, 0)]
    [InlineData(50, 4.5)]
    public void A_healthy_database_and_one_of_unknown_health_slow_nobody(int? health, double seconds)
    {
        ThrottlingEngine engine = Loaded(ExchangeRelease.Exchange2016);
        engine.HealthOf("DB1").Report(health);

        Assert.Equal(TimeSpan.FromSeconds(seconds), engine.Begin(On("DB1", Heavy), TimeSpan.FromSeconds(30)).Delay);
    }

    [Fact]
    public void Other_databases_are_not_concerned()
    {
        ThrottlingEngine engine = Loaded(ExchangeRelease.Exchange2016);
        engine.HealthOf("DB2").Report(0);

        Assert.Equal(TimeSpan.Zero, engine.Begin(On("DB1", Heavy), TimeSpan.FromSeconds(30)).Delay);
    }

    [Fact]
    public void Load_is_forgotten_after_two_windows()
    {
        ThrottlingEngine engine = Loaded(ExchangeRelease.Exchange2016);
        engine.HealthOf("DB1").Report(0);

        Assert.Equal(0.9, engine.HealthOf("db1").ShareOf(Heavy, TimeSpan.FromSeconds(119)));
        Assert.Equal(0, engine.HealthOf("db1").ShareOf(Heavy, TimeSpan.FromSeconds(120)));
    }

    [Fact]
    public void Accounts_of_a_policy_with_IsServiceAccount_are_slowed_most()
    {
        ThrottlingEngine engine = Loaded(ExchangeRelease.Exchange2016, ("IsServiceAccount", true));
        engine.HealthOf("DB1").Report(0);

        Admission light = engine.Begin(On("DB1", Light), TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(10), light.Delay);
        Assert.True(light.AssumptionsUsed.HasFlag(AssumptionUse.ServiceAccountHealth));
    }

    [Fact]
    public void It_holds_in_2010_too()
    {
        ThrottlingEngine engine = Loaded(ExchangeRelease.Exchange2010SP3);
        engine.HealthOf("DB1").Report(0);

        Assert.Equal(TimeSpan.FromSeconds(9), engine.Begin(On("DB1", Heavy), TimeSpan.FromSeconds(30)).Delay);
    }

    private static ThrottlingEngine Loaded(ExchangeRelease release, params (string Name, object? Value)[] changes)
    {
        ThrottlingEngine engine = TestEngine.Of(release, changes);
        engine.Run(On("DB1", Heavy), 9, TimeSpan.FromSeconds(10));
        engine.Run(On("DB1", Light), 1, TimeSpan.FromSeconds(10));
        return engine;
    }

    private static BudgetRequest On(string database, BudgetOwner owner) =>
        new(owner, EwsOperation.GetItem) { Database = database };
}
