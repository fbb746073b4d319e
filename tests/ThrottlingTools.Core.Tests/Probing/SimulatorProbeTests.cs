using System;
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

public sealed class SimulatorProbeTests
{
    private static readonly int[] Sizes = [1, 2, 5, 10, 20, 50, 100];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_measured_in_virtual_time_is_what_the_model_predicts()
    {
        VirtualClock clock = new();
        SimulatorOptions options = new() { ItemCount = 1000 };
        EwsClient client = new(new EwsEndpoint(options, clock).CreateTransport(), clock);
        IReadOnlyList<EwsItem> items = await ReadAllAsync(client, clock);
        BatchSizeProbe probe = new(Batch(client, items), clock, new BatchSizeProbeOptions { BatchSizes = Sizes });

        while (await probe.NextSampleAsync(Token) is not null)
            continue;

        IReadOnlyList<BatchSizeMeasurement> measured = probe.GetExperiment().Sizes;
        IReadOnlyList<BatchSizeResult> predicted = BatchModel.Predict(options.Profile, new BatchModelOptions
        {
            ServiceTimes = options.ServiceTimes,
            BatchSizes = [.. measured.Select(result => result.BatchSize)],
            ItemCount = 300,
            NetworkLatency = TimeSpan.Zero,
            ItemSizeInBytes = (long)items.Average(item => item.Size!.Value),
        }, cancellation: Token);
        Assert.All(measured.Zip(predicted), pair =>
            Assert.InRange(pair.First.ItemsPerSecond!.Value / pair.Second.ItemsPerSecond, 0.8, 1.25));
        Assert.All(measured, result => Assert.Equal(0, result.Errors));
        Assert.Equal(1, measured.Count(result => result.IsBest));
    }

    [Fact]
    public async Task A_spent_budget_ends_the_probe_with_what_it_has()
    {
        VirtualClock clock = new();
        ThrottlingProfile tight = ProfileCatalogue.Get(ExchangeRelease.Exchange2016).With("Test",
        [
            Setting("EwsMaxBurst", 20), Setting("EwsCutoffBalance", 1), Setting("EwsRechargeRate", 3600),
        ]);
        EwsEndpoint endpoint = new(new SimulatorOptions { ItemCount = 200, Profile = tight }, clock);
        EwsClient client = new(endpoint.CreateTransport(), clock);
        IReadOnlyList<EwsItem> items = await ReadAllAsync(client, clock);
        clock.Advance(TimeSpan.FromHours(1));
        BatchSizeProbeOptions options = new() { BatchSizes = [1], Repeat = 50 };
        BatchSizeProbe probe = new(Batch(client, items), clock, options);

        while (await probe.NextSampleAsync(Token) is not null)
            continue;

        Assert.Equal("ErrorServerBusy", probe.Lockout!.ResponseCode);
        Assert.True(probe.Ledger.Requests < probe.PlannedRequests);
        BatchSizeMeasurement result = probe.GetExperiment().Sizes.Single();
        Assert.Equal((1, "ErrorServerBusy"), (result.Errors, result.LimitedBy));
        Assert.True(result.Items > 0);
    }

    [Fact]
    public async Task No_batch_is_sent_that_would_take_more_than_half_a_minute()
    {
        VirtualClock clock = new();
        ThrottlingProfile slow = ProfileCatalogue.Get(ExchangeRelease.Exchange2016).With("Test",
        [
            Setting("EwsMaxBurst", 50), Setting("EwsRechargeRate", 3600),
        ]);
        EwsEndpoint endpoint = new(new SimulatorOptions { ItemCount = 100, Profile = slow }, clock);
        EwsClient client = new(endpoint.CreateTransport(), clock);
        IReadOnlyList<EwsItem> items = await ReadAllAsync(client, clock);
        BatchSizeProbe probe = new(Batch(client, items), clock, new BatchSizeProbeOptions { BatchSizes = Sizes });

        while (await probe.NextSampleAsync(Token) is not null)
            continue;

        IReadOnlyList<BatchSizeMeasurement> results = probe.GetExperiment().Sizes;
        Assert.All(results, result => Assert.Equal(0, result.TimedOut));
        BatchSizeMeasurement first = results.First(result => result.Requests == 0);
        Assert.Contains("half of what a batch is given", first.Reason, StringComparison.Ordinal);
        Assert.True(results.Where(result => result.Requests > 0).Max(result => result.BatchSize) < first.BatchSize);
    }

    private static IBatchOperation Batch(EwsClient client, IReadOnlyList<EwsItem> items) =>
        BatchOperations.Read(EwsOperation.GetItem, client,
            new ProbeItems(items.Select(item => new ProbeItem(item.ItemId, item.Size ?? 0))));

    private static ThrottlingSetting Setting(string name, long value) =>
        new(name, new Unlimited(value), SettingSource.Declared("test"), PolicyParameterTable.Find(name));

    private static async Task<IReadOnlyList<EwsItem>> ReadAllAsync(EwsClient client, VirtualClock clock)
    {
        PagedFind pager = new(client, new FindItemRequest(EwsFolderId.Parse("inbox")), clock);
        List<EwsItem> items = [];
        while (await pager.NextPageAsync(Token) is { } page)
            items.AddRange(page.Items);
        return items;
    }
}
