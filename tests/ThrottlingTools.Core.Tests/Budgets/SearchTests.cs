using System;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>The section on search operations of learn-ews-throttling.</summary>
public sealed class SearchTests
{
    private static readonly BudgetOwner User = new("user@contoso.com");

    [Fact]
    public void A_store_search_is_sequential_in_the_items_that_it_scans()
    {
        TimeSpan small = Search(Engine(), Store(1_000)).ServerTime;
        TimeSpan large = Search(Engine(), Store(10_000)).ServerTime;

        Assert.Equal(TimeSpan.FromSeconds(9), large - small);
    }

    [Fact]
    public void The_first_time_it_runs_very_slowly_and_after_that_more_quickly()
    {
        ThrottlingEngine engine = Engine();

        SearchWork first = Search(engine, Store(50_000));
        SearchWork second = Search(engine, Store(50_000));

        Assert.False(first.IsCached);
        Assert.True(second.IsCached);
        Assert.True(second.ServerTime < TimeSpan.FromSeconds(1) && first.ServerTime > TimeSpan.FromSeconds(50));
    }

    [Fact]
    public void The_first_time_it_may_time_out_and_is_quick_nevertheless_the_next_time()
    {
        ThrottlingEngine engine = Engine();

        SearchWork first = Search(engine, Store(1_000_000));

        Assert.True(first.IsTimedOut);
        Assert.Equal(TimeSpan.FromMinutes(1), first.ServerTime);
        Assert.Equal("BatchTimeLimitInSeconds", first.LimitedBy);
        Assert.False(Search(engine, Store(1_000_000)).IsTimedOut);
    }

    [Fact]
    public void A_restriction_helps_similar_queries_of_that_folder_alone()
    {
        ThrottlingEngine engine = Engine();
        Search(engine, Store(1000));

        Assert.True(Search(engine, Store(1000)).IsCached);
        Assert.False(Search(engine, new SearchQuery(SearchKind.Store, "inbox", "size", 1000)).IsCached);
        Assert.False(Search(engine, new SearchQuery(SearchKind.Store, "sent", "subject", 1000)).IsCached);
    }

    [Theory]
    [InlineData(71.9, true)]
    [InlineData(72, false)]
    public void Restrictions_are_deleted_after_a_maximum_of_three_days(double hours, bool isCached)
    {
        ThrottlingEngine engine = Engine();
        Search(engine, Store(1000));
        Search(engine, Store(1000), TimeSpan.FromHours(50));

        Assert.Equal(isCached, Search(engine, Store(1000), TimeSpan.FromHours(hours)).IsCached);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AssumptionSet.Default with { RestrictionLifetime = TimeSpan.FromDays(4) });
    }

    [Fact]
    public void An_AQS_search_does_not_look_at_every_item()
    {
        TimeSpan small = Search(Engine(), new SearchQuery(SearchKind.Aqs, "inbox", "", 10)).ServerTime;

        Assert.Equal(small, Search(Engine(), new SearchQuery(SearchKind.Aqs, "inbox", "", 1_000_000)).ServerTime);
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP3, "EWSFastSearchTimeoutInSeconds", 30)]
    [InlineData(ExchangeRelease.Exchange2013, "BatchTimeLimitInSeconds", 60)]
    public void In_2010_an_AQS_search_ends_with_its_own_time_limit(ExchangeRelease release, string limit, int seconds)
    {
        AssumptionSet slow = AssumptionSet.Default with { FastSearchTime = TimeSpan.FromMinutes(2) };
        ThrottlingEngine engine = new(
            TestEngine.Profile(release, ("EWSFastSearchTimeoutInSeconds", 30)), slow);

        SearchWork work = Search(engine, new SearchQuery(SearchKind.Aqs, "inbox", "", 10));

        Assert.True(work.IsTimedOut);
        Assert.Equal(limit, work.LimitedBy);
        Assert.Equal(TimeSpan.FromSeconds(seconds), work.ServerTime);
    }

    [Fact]
    public void The_largest_folder_that_can_be_written_down_is_no_overflow()
    {
        Assert.True(Search(Engine(), Store(long.MaxValue)).IsTimedOut);
    }

    private static ThrottlingEngine Engine() => TestEngine.Of(ExchangeRelease.Exchange2016);

    private static SearchQuery Store(long items) => new(SearchKind.Store, "inbox", "subject", items);

    private static SearchWork Search(ThrottlingEngine engine, SearchQuery query, TimeSpan now = default)
    {
        BudgetRequest find = new(User, EwsOperation.FindItem) { Items = 10, IsPaged = true, Search = query };
        Admission admission = engine.Begin(find, now);
        SearchWork work = engine.Search(admission, now);
        engine.Complete(admission, default, now);
        return work;
    }
}
