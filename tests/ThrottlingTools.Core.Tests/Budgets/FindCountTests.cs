using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>What exchangedev-ewsfindcountlimit says, sentence by sentence.</summary>
public sealed class FindCountTests
{
    private static readonly BudgetOwner User = new("user@contoso.com");

    [Fact]
    public void Two_concurrent_requests_for_100_items_each_charge_200_then_100_then_0()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2010SP3);
        Admission first = engine.Begin(Find(100), default);
        Admission second = engine.Begin(Find(100), default);

        Assert.Equal(200, engine.BudgetOf(User, default).FindCount);
        engine.Complete(first, default, default);
        Assert.Equal(100, engine.BudgetOf(User, default).FindCount);
        engine.Complete(second, default, default);
        Assert.Equal(0, engine.BudgetOf(User, default).FindCount);
    }

    [Theory]
    [InlineData(true, false, "ErrorExceededFindCountLimit")]
    [InlineData(false, false, "ErrorExceededFindCountLimit")]
    [InlineData(true, true, "ErrorServerBusy")]
    [InlineData(false, true, "ErrorServerBusy")]
    public void Two_simultaneous_requests_for_1000_items_exceed_the_limit(
        bool isPaged, bool isBefore2010SP1, string code)
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2010SP3);
        BudgetRequest find = Find(1000) with { IsPaged = isPaged, IsBefore2010SP1 = isBefore2010SP1 };
        Assert.True(engine.Begin(find, default).IsAdmitted);

        ThrottlingError? error = engine.Begin(find, default).Error;

        Assert.Equal(code, error?.ResponseCode);
        Assert.Equal("EwsFindCountLimit", error?.Parameter, ignoreCase: true);
    }

    [Fact]
    public void The_next_request_results_in_an_error_until_the_budget_recharges_to_one_or_more()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        Admission one = engine.Begin(Find(1), default);
        engine.Begin(Find(999), default);

        Assert.False(engine.Begin(Find(10), default).IsAdmitted);
        engine.Complete(one, default, default);
        Admission next = engine.Begin(Find(10), default);

        Assert.Equal(1, next.FindCount);
        Assert.True(next.IsPartial);
    }

    [Fact]
    public void FindFolder_counts_with_FindItem()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        engine.Begin(new BudgetRequest(User, EwsOperation.FindFolder) { Items = 700, IsPaged = true }, default);

        Assert.Equal(300, engine.Begin(Find(1000), default).FindCount);
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP3, 1000)]
    [InlineData(ExchangeRelease.Exchange2013, 250)]
    [InlineData(ExchangeRelease.Exchange2016, 250)]
    public void With_AQS_or_a_restriction_there_are_250_from_2013_on(ExchangeRelease release, int expected)
    {
        ThrottlingEngine engine = TestEngine.Of(release);
        SearchQuery aqs = new(SearchKind.Aqs, "inbox", "", 10_000);

        Assert.Equal(expected, engine.Begin(Find(1000) with { Search = aqs }, default).FindCount);
    }

    [Fact]
    public void Four_restricted_pages_at_a_time_fill_the_find_count()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2016);
        for (int i = 0; i < 4; i++)
            Assert.Equal(250, engine.Begin(Find(1000) with { HasRestriction = true }, default).FindCount);

        Assert.False(engine.Begin(Find(1), default).IsAdmitted);
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP3, 1001, 0, "EwsFindCountLimit", 1000)]
    [InlineData(ExchangeRelease.Exchange2013, 251, 0, "EwsFindCountLimitWithRestriction", 250)]
    [InlineData(ExchangeRelease.Exchange2013, 200, 900, "EwsFindCountLimit", 1000)]
    public void A_refused_find_names_the_limit_that_refuses_it(
        ExchangeRelease release, int items, int running, string parameter, int value)
    {
        ThrottlingEngine engine = TestEngine.Of(release);
        engine.Begin(Find(running), default);
        BudgetRequest find = Find(items) with { HasRestriction = true, IsPaged = false };

        ThrottlingError? error = engine.Begin(find, default).Error;

        Assert.Equal((parameter, value), (error?.Parameter, error?.PolicyValue.Value));
    }

    private static BudgetRequest Find(int items) => new(User, EwsOperation.FindItem) { Items = items, IsPaged = true };
}
