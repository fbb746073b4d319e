using System;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>What microsoft-multiple-sessions says.</summary>
public sealed class MailboxSessionTests
{
    private const string User = "user@contoso.com";

    [Theory]
    [InlineData(BudgetType.Owa, 20)]
    [InlineData(BudgetType.Eas, 10)]
    [InlineData(BudgetType.Rca, 40)]
    [InlineData(BudgetType.Ews, 27)]
    public void Each_protocol_has_a_concurrency_of_its_own(BudgetType type, int limit)
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        foreach (BudgetType each in Enum.GetValues<BudgetType>().Where(each => each != type))
            Admitted(engine, each, 5);

        Assert.Equal(limit, Admitted(engine, type, limit + 1));
    }

    [Fact]
    public void Tabs_and_sessions_of_the_browser_share_a_budget()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        for (int session = 0; session < 4; session++)
            Assert.Equal(5, Admitted(engine, BudgetType.Owa, 5));

        ThrottlingError? error = engine.Begin(Call(BudgetType.Owa), default).Error;

        Assert.Equal("OwaMaxConcurrency", error?.Parameter);
        Assert.Contains("Budget type: 'Owa'", error?.BudgetText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_search_in_one_session_uses_up_the_balance_of_the_others()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        engine.Run(Call(BudgetType.Eas), 480 + 600, default);

        Assert.Equal("EasCutoffBalance", engine.Begin(Call(BudgetType.Eas), default).Error?.Parameter);
        Assert.True(engine.Begin(Call(BudgetType.Owa), default).IsAdmitted);
    }

    [Fact]
    public void The_one_minute_of_EWS_does_not_end_a_search_in_the_browser()
    {
        SearchQuery query = new(SearchKind.Store, "inbox", "subject", 1_000_000);
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        BudgetRequest find = new(new BudgetOwner(User) { Type = BudgetType.Owa }, EwsOperation.FindItem)
        {
            Search = query,
        };

        SearchWork work = engine.Search(engine.Begin(find, default), default);

        Assert.False(work.IsTimedOut);
        Assert.Equal(TimeSpan.FromSeconds(1000), work.ServerTime);
    }

    [Fact]
    public void In_2010_the_percentages_are_those_of_the_protocol()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2010SP3);
        engine.Run(Call(BudgetType.Owa), 91, default);

        Assert.Equal("OWAPercentTimeInCAS", engine.Begin(Call(BudgetType.Owa), default).Error?.Parameter);
        Assert.Equal(5, engine.LimitsOf(BudgetType.Owa).MaxConcurrency.Value);
    }

    [Fact]
    public void A_protocol_whose_limits_no_source_states_is_refused_with_their_names()
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => TestEngine.Of(ExchangeRelease.Exchange2016).Begin(Call(BudgetType.Owa), default));

        Assert.Contains("OwaMaxConcurrency", error.Message, StringComparison.Ordinal);
    }

    private static int Admitted(ThrottlingEngine engine, BudgetType type, int times) =>
        Enumerable.Range(0, times).Count(_ => engine.Begin(Call(type), default).IsAdmitted);

    private static BudgetRequest Call(BudgetType type) =>
        new(new BudgetOwner(User) { Type = type }, EwsOperation.GetItem);
}
