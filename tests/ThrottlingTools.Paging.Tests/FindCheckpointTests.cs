using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

public sealed class FindCheckpointTests : IDisposable
{
    private static readonly Uri Endpoint = new("https://mail.contoso.com/EWS/Exchange.asmx");

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xml");
    private readonly VirtualClock _clock = new();
    private readonly EwsEndpoint _server;

    public FindCheckpointTests() => _server = new EwsEndpoint(new SimulatorOptions { ItemCount = 300 }, _clock);

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("DateTimeCreated")]
    [InlineData("DateTimeReceived desc")]
    [InlineData("Subject")]
    public async Task A_file_that_was_not_closed_tells_that_the_last_page_may_repeat_and_nothing_is_lost(string order)
    {
        List<string> first = await PageAsync(order, pages: 3, isOver: false);
        FindCheckpoint resumed = FindCheckpoint.Open(_path, Endpoint);

        Assert.True(resumed.MayRepeat);
        Assert.Equal(first.Count, resumed.Returned);
        List<string> rest = await PageAsync(order, pages: int.MaxValue, isOver: true);
        Assert.Equal(300, first.Concat(rest).Distinct().Count());
        Assert.Equal(300, first.Count + rest.Count);
        Assert.False(FindCheckpoint.Open(_path, Endpoint).MayRepeat);
        Assert.Empty(await PageAsync(order, pages: int.MaxValue, isOver: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no XML")]
    [InlineData("<FindCheckpoint Version=\"2\" />")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><FindCheckpoint Version=\"1\">&a;</FindCheckpoint>")]
    [InlineData(
        "<FindCheckpoint Version=\"1\"><Endpoint>https://mail.contoso.com/EWS/Exchange.asmx</Endpoint><Mailbox/>")]
    public void What_is_no_checkpoint_is_refused_and_left_as_it_is(string content)
    {
        File.WriteAllText(_path, content);

        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => FindCheckpoint.Open(_path, Endpoint));

        Assert.Equal(("CheckpointBroken", content), (error.ErrorId, File.ReadAllText(_path)));
    }

    [Fact]
    public async Task Every_cut_of_a_checkpoint_is_refused()
    {
        await PageAsync("Subject", pages: 2, isOver: true);
        byte[] whole = File.ReadAllBytes(_path);
        for (int length = 0; length < whole.Length - 2; length += 37)
        {
            File.WriteAllBytes(_path, whole[..length]);
            Assert.Equal("CheckpointBroken", Assert.Throws<ThrottlingToolsException>(
                () => FindCheckpoint.Open(_path, Endpoint)).ErrorId);
        }
    }

    [Fact]
    public async Task A_checkpoint_of_another_endpoint_order_or_folder_is_refused()
    {
        await PageAsync("DateTimeCreated", pages: 2, isOver: true);

        Assert.Equal("CheckpointOfOtherFind", Assert.Throws<ThrottlingToolsException>(
            () => FindCheckpoint.Open(_path, new Uri("https://other.contoso.com/EWS/Exchange.asmx"))).ErrorId);
        ThrottlingToolsException error = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => PageAsync("Subject", pages: 1, isOver: true));
        Assert.Equal("CheckpointOfOtherFind", error.ErrorId);
        Assert.Contains("-SortBy was 'DateTimeCreated' and is 'Subject'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_callers_do_not_share_a_checkpoint_for_what_each_calls_its_own_mailbox()
    {
        FindItemTarget[] own = [.. new[] { "ann", "bob" }.Select(caller => new FindItemTarget(
            new EwsClient(_server.CreateTransport(), _clock) { Caller = caller },
            new FindItemRequest(EwsFolderId.Parse("inbox"))))];

        Assert.Equal("CheckpointOfSeveralCallers", Assert.Throws<ThrottlingToolsException>(() => new PagedFind<EwsItem>(
            own, _clock, checkpoint: FindCheckpoint.Open(_path, Endpoint))).ErrorId);
    }

    private async Task<List<string>> PageAsync(string order, int pages, bool isOver)
    {
        FindCheckpoint checkpoint = FindCheckpoint.Open(_path, Endpoint);
        FindItemRequest request = new(EwsFolderId.Parse("inbox")) { SortOrder = [EwsSortField.Parse(order)] };
        PagedFind<EwsItem> find = new(
            [new FindItemTarget(new EwsClient(_server.CreateTransport(), _clock), request)], _clock,
            new PagedFindOptions { PageSize = 30 }, observer: null, checkpoint);
        List<string> ids = [];
        for (int i = 0; i < pages && await find.NextPageAsync(default) is { } page; i++)
        {
            ids.AddRange(page.Items.Select(item => item.ItemId));
            find.Acknowledge(page, page.Items.Count);
            checkpoint.Save(find, isOver: false);
        }
        if (isOver)
            checkpoint.Save(find, isOver: true);
        return ids;
    }
}
