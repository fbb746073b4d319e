using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Probing;

public sealed class ProbeSourceTests
{
    private readonly VirtualClock _clock = new();
    private readonly EwsEndpoint _endpoint;
    private readonly EwsClient _client;

    public ProbeSourceTests()
    {
        _endpoint = new EwsEndpoint(new SimulatorOptions { ItemCount = 300 }, _clock);
        _client = new EwsClient(_endpoint.CreateTransport(), _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attachments_of_a_folder_are_fetched_many_in_a_request()
    {
        ProbeItems attachments = await Source().FindAsync(EwsOperation.GetAttachment, Token);
        int before = _endpoint.RequestCount;

        BatchSizeExperiment experiment = await MeasureAsync(EwsOperation.GetAttachment, attachments, [1, 5, 40]);

        Assert.InRange(attachments.Count, 40, 200);
        Assert.Equal(1 + 3 * 3, _endpoint.RequestCount - before);
        Assert.All(experiment.Sizes, size => Assert.Equal((3 * size.BatchSize, 0), (size.Items, size.Errors)));
        Assert.All(experiment.Samples, sample => Assert.InRange(sample.Bytes / sample.BatchSize, 64, 4160));
        Assert.True(experiment.Sizes[2].ItemsPerSecond > experiment.Sizes[0].ItemsPerSecond);
    }

    [Fact]
    public async Task Attachments_of_given_items_are_used_and_no_others()
    {
        IReadOnlyList<EwsItem> items = await FindAsync("HasAttachments");
        EwsItem[] some = [.. items.Where(item => item.HasAttachments == true).Take(3)];
        ProbeItems attachments = await Source(some).FindAsync(EwsOperation.GetAttachment, Token);

        Assert.InRange(attachments.Count, 3, 6);
        ThrottlingToolsException none = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => Source([.. items.Where(item => item.HasAttachments == false)])
                .FindAsync(EwsOperation.GetAttachment, Token));
        Assert.Equal("NoAttachmentsToProbe", none.ErrorId);
    }

    [Fact]
    public async Task A_mailbox_without_attachments_or_names_says_so()
    {
        ProbeSource calendar = new(_client, _clock) { Folder = EwsFolderId.Parse("drafts") };

        foreach ((EwsOperation operation, string id) in new[]
        {
            (EwsOperation.GetAttachment, "NoAttachmentsToProbe"), (EwsOperation.ResolveNames, "NoNamesToProbe"),
            (EwsOperation.GetItem, "NoItemsToProbe"),
        })
        {
            ThrottlingToolsException error =
                await Assert.ThrowsAsync<ThrottlingToolsException>(() => calendar.FindAsync(operation, Token));
            Assert.Equal(id, error.ErrorId);
            Assert.NotEmpty(error.RecommendedAction);
        }
    }

    [Fact]
    public async Task Names_are_looked_up_one_in_a_request_as_the_model_says()
    {
        ProbeItems names = await Source().FindAsync(EwsOperation.ResolveNames, Token);

        BatchSizeExperiment experiment = await MeasureAsync(EwsOperation.ResolveNames, names, [1, 10]);

        Assert.True(names.Count > 1);
        BatchSizeMeasurement one = experiment.Sizes[0];
        IReadOnlyList<BatchSizeResult> predicted = BatchModel.Predict(
            ProfileCatalogue.Get(ExchangeRelease.Exchange2016), new BatchModelOptions
            {
                Operation = EwsOperation.ResolveNames, BatchSizes = [1, 10], NetworkLatency = default,
            }, cancellation: Token);
        Assert.Equal((3, 0, true), (one.Requests, one.Errors, one.IsBest));
        Assert.Equal(predicted[0].ItemsPerSecond, one.ItemsPerSecond!.Value, 6);
        Assert.Equal(one.ItemsPerSecond.Value, one.ItemsPerSecondLow!.Value, 6);
        Assert.Equal(0, experiment.Sizes[1].Requests);
        Assert.Equal(0, predicted[1].Items);
        Assert.Equal(predicted[1].Reason, experiment.Sizes[1].Reason);
        Assert.Contains("holds one name", experiment.Explanation!.Summary, System.StringComparison.Ordinal);
    }

    private ProbeSource Source(params EwsItem[] items) => new(_client, _clock) { Items = items };

    private async Task<BatchSizeExperiment> MeasureAsync(EwsOperation operation, ProbeItems items, int[] sizes)
    {
        IBatchOperation batch = BatchOperations.Read(operation, _client, items);
        BatchSizeProbe probe = new(batch, _clock, new BatchSizeProbeOptions
        {
            BatchSizes = sizes, Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016),
        });
        while (await probe.NextSampleAsync(Token) is not null)
            continue;
        return probe.GetExperiment();
    }

    private async Task<IReadOnlyList<EwsItem>> FindAsync(params string[] properties)
    {
        FindItemRequest find = new(EwsFolderId.Parse("inbox")) { Properties = properties };
        return (await _client.FindItemAsync(find, Token)).GetValueOrThrow().Items;
    }
}
