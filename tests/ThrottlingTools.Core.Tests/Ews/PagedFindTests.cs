using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class PagedFindTests
{
    private readonly VirtualClock _clock = new();
    private readonly ScriptedTransport _transport = new();
    private readonly List<PagingEvent> _events = [];

    [Fact]
    public async Task Short_pages_are_followed_until_the_server_says_that_the_last_item_is_included()
    {
        _transport.Then(200, Envelopes.Page(0, 3, false)).Then(200, Envelopes.Page(2, 2, false))
            .Then(200, Envelopes.Page(3, 3, true));

        IReadOnlyList<string> ids = await ReadAllAsync(Pager());

        Assert.Equal(Ids(6), ids);
        Assert.Equal([0, 2, 3], _transport.Offsets());
    }

    [Fact]
    public async Task A_throttled_page_is_asked_for_again_after_the_hint_and_nothing_is_lost_or_doubled()
    {
        _transport.Then(200, Envelopes.Page(0, 2, false)).Then(500, Envelopes.Busy("5000"))
            .Then(500, Envelopes.Busy("400000")).Then(200, Envelopes.Page(1, 3, true));
        PagedFind pager = Pager();

        IReadOnlyList<string> ids = await ReadAllAsync(pager);

        Assert.Equal(Ids(4), ids);
        Assert.Equal(TimeSpan.FromSeconds(405), _clock.Now);
        Assert.Equal(TimeSpan.FromSeconds(405), pager.Ledger.TimeBackedOff);
        PagingLedger ledger = pager.Ledger;
        Assert.Equal((4L, 2, 4, 2), (ledger.Returned, ledger.Pages, ledger.Requests, ledger.Retries));
    }

    [Fact]
    public async Task The_observer_hears_of_pages_waits_and_retries_in_order()
    {
        _transport.Then(500, Envelopes.Busy("5000")).Then(200, Envelopes.Page(0, 2, true));

        await ReadAllAsync(Pager());

        Assert.Equal(
            [
                PagingEventKind.BackingOff, PagingEventKind.Retrying, PagingEventKind.PageReceived,
                PagingEventKind.Completed,
            ],
            _events.Select(step => step.Kind));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero), _events[0].Until);
    }

    [Fact]
    public async Task A_hint_of_zero_is_honoured_once_and_then_waits_grow()
    {
        _transport.Then(500, Envelopes.Busy("0")).Then(500, Envelopes.Busy("0")).Then(500, Envelopes.Busy("0"))
            .Then(200, Envelopes.Page(0, 1, true));

        await ReadAllAsync(Pager());

        TimeSpan[] waits =
            [.. _events.Where(step => step.Kind == PagingEventKind.BackingOff).Select(step => step.Delay)];
        Assert.Equal(TimeSpan.Zero, waits[0]);
        Assert.InRange(waits[1], TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(2));
        Assert.InRange(waits[2], TimeSpan.FromSeconds(3.2), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Passing_outages_are_waited_out()
    {
        _transport.Then(503, "").Then(200, Envelopes.FindError("ErrorMailboxStoreUnavailable"))
            .Then(500, "<html>Server Error</html>").Then(200, Envelopes.Page(0, 2, true));

        Assert.Equal(Ids(2), await ReadAllAsync(Pager()));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_first_page_is_tried_again()
    {
        _transport.Then(200, Envelopes.Page(0, 2, false)).ThenFail(Broken())
            .Then(200, Envelopes.Page(1, 2, false)[..300]).Then(200, Envelopes.Page(1, 2, true));

        Assert.Equal(Ids(3), await ReadAllAsync(Pager()));
    }

    [Fact]
    public async Task An_address_that_never_answered_fails_at_once()
    {
        _transport.ThenFail(Broken());

        ThrottlingToolsException exception = await FailAsync(Pager());

        Assert.Equal(("EwsNetwork", ErrorKind.ConnectionError), (exception.ErrorId, exception.Kind));
        Assert.Equal(TimeSpan.Zero, _clock.Now);
    }

    [Theory]
    [InlineData(401, "EwsAuthentication")]
    [InlineData(403, "EwsAccessBlocked")]
    [InlineData(404, "EwsClientError")]
    public async Task What_waiting_does_not_change_fails_at_once(int status, string errorId)
    {
        _transport.Then(status, "");

        Assert.Equal(errorId, (await FailAsync(Pager())).ErrorId);
        Assert.Single(_transport.Requests);
    }

    [Fact]
    public async Task A_request_that_cannot_be_made_ends_the_find_once()
    {
        FindFolderRequest find = new(EwsFolderId.Parse("inbox")) { Properties = ["Subject"] };
        PagedFind<EwsFolder> pager = new([new FindFolderTarget(new EwsClient(_transport, _clock), find)], _clock);

        ThrottlingToolsException error = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => pager.NextPageAsync(CancellationToken.None));

        Assert.Equal("UnknownEwsProperty", error.ErrorId);
        Assert.Null(await pager.NextPageAsync(CancellationToken.None));
        Assert.Equal(TimeSpan.Zero, _clock.Now);
    }

    [Fact]
    public async Task A_hint_beyond_the_longest_wait_fails_without_waiting()
    {
        _transport.Then(500, Envelopes.Busy("600000"));
        BackOffOptions patience = new() { MaxWait = TimeSpan.FromMinutes(5) };
        PagedFind pager = Pager(new PagedFindOptions { BackOff = patience, ThrottleLimit = 1 });

        ThrottlingToolsException error = await FailAsync(pager);

        Assert.Equal("EwsWaitTooLong", error.ErrorId);
        Assert.Contains(", which asks for 10 min 0 s, would take longer than 5 min 0 s in all", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _clock.Now);
    }

    [Fact]
    public async Task Empty_pages_that_are_not_the_last_end_in_an_error_instead_of_a_loop()
    {
        for (int i = 0; i < 25; i++)
            _transport.Then(200, Envelopes.Page(0, 0, false, nextOffset: 100));

        Assert.Equal("PagingStuck", (await FailAsync(Pager())).ErrorId);
        Assert.All(_transport.Offsets(), offset => Assert.Equal(0, offset));
    }

    [Fact]
    public async Task An_empty_page_in_between_loses_nothing()
    {
        _transport.Then(200, Envelopes.Page(0, 2, false)).Then(200, Envelopes.Page(1, 0, false))
            .Then(200, Envelopes.Page(0, 4, true));

        Assert.Equal(Ids(4), await ReadAllAsync(Pager()));
    }

    [Fact]
    public async Task An_empty_folder_has_no_page()
    {
        _transport.Then(200, Envelopes.Page(0, 0, true, total: 0));
        PagedFind pager = Pager();

        Assert.Empty(await ReadAllAsync(pager));
        Assert.Equal(0, pager.Ledger.TotalItemsInView);
    }

    [Theory]
    [InlineData("ErrorExceededFindCountLimit")]
    [InlineData("ErrorTimeoutExpired")]
    public async Task Pages_that_are_too_large_are_asked_for_in_half_the_size(string code)
    {
        _transport.Then(200, Envelopes.FindError(code)).Then(200, Envelopes.Page(0, 40, true));

        await ReadAllAsync(Pager(new PagedFindOptions { PageSize = 100, ThrottleLimit = 1 }));

        Assert.Equal([100, 50], _transport.PageSizes());
    }

    [Fact]
    public async Task What_lies_before_a_page_that_does_not_connect_is_asked_for_from_further_and_further_back()
    {
        _transport.Then(200, Envelopes.Page(0, 10, false)).Then(200, Envelopes.Page(13, 3, true))
            .Then(200, Envelopes.Page(12, 4, true)).Then(200, Envelopes.Page(9, 7, true));
        PagedFind pager = Pager();

        Assert.Equal(Ids(16), await ReadAllAsync(pager));
        Assert.Equal([0, 9, 8, 6], _transport.Offsets());
        Assert.Equal((2, 1L), (pager.Ledger.Reconnected, pager.Ledger.Repeated));
    }

    [Fact]
    public async Task The_ledger_balances_what_came_and_what_went()
    {
        _transport.Then(200, Envelopes.Page(0, 4, false, total: 10)).Then(200, Envelopes.Page(3, 4, false, total: 7))
            .Then(200, Envelopes.Page(6, 5, true, total: 11));
        PagedFind pager = Pager();

        await ReadAllAsync(pager);

        PagingLedger ledger = pager.Ledger;
        Assert.Equal((10, 3L, 4L, 11),
            (ledger.TotalItemsAtStart, ledger.Vanished, ledger.AddedMeanwhile, ledger.TotalItemsInView));
    }

    [Fact]
    public async Task No_more_items_than_asked_for_are_returned()
    {
        _transport.Then(200, Envelopes.Page(0, 4, false)).Then(200, Envelopes.Page(3, 4, false));

        Assert.Equal(Ids(5), await ReadAllAsync(Pager(new PagedFindOptions { MaxItems = 5, ThrottleLimit = 1 })));
    }

    [Fact]
    public async Task A_cancelled_wait_can_be_gone_on_from()
    {
        using CancellationTokenSource source = new();
        _transport.Then(200, Envelopes.Page(0, 2, false))
            .Then(_ => { source.Cancel(); return (500, Envelopes.Busy("5000")); })
            .Then(200, Envelopes.Page(1, 3, true));
        PagedFind pager = Pager();
        await pager.NextPageAsync(source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pager.NextPageAsync(source.Token));

        FoundPage<EwsItem>? page = await pager.NextPageAsync(CancellationToken.None);

        Assert.Equal(["item2", "item3"], page!.Items.Select(item => item.ItemId));
    }

    private static string[] Ids(int count) => [.. Enumerable.Range(0, count).Select(i => $"item{i}")];

    private static ThrottlingToolsException Broken() =>
        Errors.EwsUnreachable(new Uri("https://mail.example.com/"), new System.IO.IOException("reset"));

    private static async Task<IReadOnlyList<string>> ReadAllAsync(PagedFind pager)
    {
        List<string> ids = [];
        while (await pager.NextPageAsync(CancellationToken.None) is { } page)
            ids.AddRange(page.Items.Select(item => item.ItemId));
        return ids;
    }

    private static Task<ThrottlingToolsException> FailAsync(PagedFind pager) =>
        Assert.ThrowsAsync<ThrottlingToolsException>(() => ReadAllAsync(pager));

    private PagedFind Pager(PagedFindOptions? options = null) => new(
        new EwsClient(_transport, _clock), new FindItemRequest(EwsFolderId.Parse("inbox")), _clock,
        options ?? new PagedFindOptions { ThrottleLimit = 1 }, _events.Add);
}
