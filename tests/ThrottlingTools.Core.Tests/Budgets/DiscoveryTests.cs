using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

public sealed class DiscoveryTests
{
    private static readonly BudgetOwner User = new("user@contoso.com");

    [Theory]
    [InlineData(5001, 1, "DiscoveryMaxMailboxes", "ErrorSearchTooManyMailboxes", AssumptionUse.None)]
    [InlineData(
        1, 501, "DiscoveryMaxKeywords", "ErrorSearchQueryHasTooManyKeywords", AssumptionUse.DiscoveryRefusal)]
    public void A_discovery_search_over_a_limit_is_refused(
        int mailboxes, int keywords, string parameter, string code, AssumptionUse assumption)
    {
        Admission search = TestEngine.Of(ExchangeRelease.Exchange2013).Begin(Search(mailboxes, keywords), default);

        Assert.Equal((parameter, code), (search.Error?.Parameter, search.Error?.ResponseCode));
        Assert.Equal(assumption, search.AssumptionsUsed);
    }

    [Fact]
    public void A_user_has_two_discovery_searches_at_a_time()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        Admission[] searches = Enumerable.Range(0, 3).Select(_ => engine.Begin(Search(5000, 500), default)).ToArray();

        Assert.Equal([true, true, false], searches.Select(search => search.IsAdmitted));
        Assert.Equal("DiscoveryMaxConcurrency", searches[2].Error?.Parameter);
        engine.Complete(searches[0], default, default);
        Assert.True(engine.Begin(Search(1, 1), default).IsAdmitted);
    }

    [Fact]
    public void The_preview_and_the_keyword_statistics_are_cut_to_a_page()
    {
        BudgetRequest request = Search(1, 100) with
        {
            Items = 1000, Discovery = new DiscoveryQuery(1, 100, KeywordStatistics: 100),
        };

        Admission search = TestEngine.Of(ExchangeRelease.Exchange2013).Begin(request, default);

        Assert.Equal(200, search.FindCount);
        Assert.Equal(25, search.KeywordStatistics);
    }

    [Fact]
    public void Limits_that_no_source_states_are_named_not_guessed()
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => TestEngine.Of(ExchangeRelease.Exchange2016).Begin(Search(1, 1), default));

        Assert.Equal("ProfileValueUnknown", error.ErrorId);
        Assert.Contains("DiscoveryMaxMailboxes", error.Message, System.StringComparison.Ordinal);
    }

    private static BudgetRequest Search(int mailboxes, int keywords) =>
        new(User, EwsOperation.SearchMailboxes) { Discovery = new DiscoveryQuery(mailboxes, keywords) };
}
