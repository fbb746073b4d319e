using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Probing;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Probing;

public sealed class WriteProbeTests
{
    private readonly VirtualClock _clock = new();
    private readonly EwsClient _client;

    public WriteProbeTests()
    {
        EwsEndpoint endpoint = new(new SimulatorOptions { ItemCount = 60 }, _clock);
        _client = new EwsClient(endpoint.CreateTransport(), _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EwsOperation.CreateItem)]
    [InlineData(EwsOperation.UpdateItem)]
    [InlineData(EwsOperation.DeleteItem)]
    [InlineData(EwsOperation.MoveItem)]
    [InlineData(EwsOperation.CopyItem)]
    [InlineData(EwsOperation.UploadItems)]
    public async Task A_write_is_measured_in_a_folder_of_its_own_that_is_gone_afterwards(EwsOperation operation)
    {
        IReadOnlyList<string> before = await FoldersAsync();
        ProbeItems items = await ItemsAsync();
        ProbeFolder folder = await ProbeFolder.CreateAsync(_client, _clock, Token);
        Assert.Contains(folder.Name, await FoldersAsync());

        IBatchOperation batch = await BatchOperations.WriteAsync(operation, folder, items, 40, 2048, Token);
        BatchSizeProbe probe = new(batch, _clock, new BatchSizeProbeOptions { BatchSizes = [1, 7, 40], Repeat = 4 });
        while (await probe.NextSampleAsync(Token) is not null)
            continue;

        BatchSizeExperiment experiment = probe.GetExperiment();
        Assert.All(experiment.Sizes, size =>
            Assert.Equal((4, 4 * size.BatchSize, 0), (size.Requests, size.Items, size.Errors)));
        Assert.Equal(4 * (1 + 7 + 40) + 1, experiment.Ledger.ItemsDone);
        Assert.Equal(0, experiment.Ledger.ItemsFailed + experiment.Ledger.ItemsNotSent);
        Assert.Equal(BatchOperations.NeedsPreparation(operation), experiment.Ledger.Preparations > 0);
        Assert.Null(await folder.RemoveAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(before, await FoldersAsync());
        Assert.Equal(60, await CountAsync("inbox"));
    }

    [Fact]
    public async Task Every_request_counts_against_the_limit_those_that_prepare_too()
    {
        ProbeFolder folder = await ProbeFolder.CreateAsync(_client, _clock, Token);
        IBatchOperation batch = await BatchOperations.WriteAsync(EwsOperation.DeleteItem, folder, null, 40, 0, Token);
        BatchSizeProbe probe = new(batch, _clock, new BatchSizeProbeOptions { MaxRequests = 25 });

        while (await probe.NextSampleAsync(Token) is not null)
            continue;

        Assert.InRange(probe.Ledger.Requests, 24, 25);
        Assert.Contains("25 requests", probe.StoppedBecause, StringComparison.Ordinal);
        Assert.True(probe.Ledger.ItemsNotSent > 0);
        await folder.RemoveAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_folder_that_is_gone_already_is_no_failure()
    {
        ProbeFolder folder = await ProbeFolder.CreateAsync(_client, _clock, Token);
        Assert.Null(await folder.RemoveAsync(TimeSpan.FromSeconds(10)));
        Assert.Null(await folder.RemoveAsync(TimeSpan.FromSeconds(10)));
    }

    private async Task<ProbeItems> ItemsAsync()
    {
        FindItemRequest find = new(EwsFolderId.Parse("inbox")) { MaxEntriesReturned = 60 };
        FindItemPage page = (await _client.FindItemAsync(find, Token)).GetValueOrThrow();
        return new ProbeItems(page.Items.Select(item => new ProbeItem(item.ItemId, item.Size ?? 0)));
    }

    private async Task<IReadOnlyList<string>> FoldersAsync()
    {
        FindFolderRequest find = new(EwsFolderId.Parse("msgfolderroot"));
        return [.. (await _client.FindFolderAsync(find, Token)).GetValueOrThrow().Folders
            .Select(folder => folder.DisplayName!)];
    }

    private async Task<int?> CountAsync(string folder) =>
        (await _client.GetFolderAsync(new GetFolderRequest(EwsFolderId.Parse(folder)), Token))
            .GetValueOrThrow().TotalCount;
}
