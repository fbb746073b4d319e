using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class BatchModelTests
{
    private static readonly ThrottlingProfile Exchange2016 = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);

    [Fact]
    public void Within_the_burst_a_run_takes_its_service_times_and_latencies()
    {
        ServiceTimes times = ServiceTimes.Default.With(EwsOperation.GetItem, Time(2, 3));

        BatchSizeResult result = Assert.Single(Predict(times, [10], 100, latency: 20));

        Assert.Equal(10, result.Requests);
        Assert.Equal(100, result.Items);
        Assert.Equal(TimeSpan.FromMilliseconds(10 * (20 + 2 + 30)), result.Elapsed);
        Assert.Equal(TimeSpan.FromMilliseconds(52), result.MeanLatency);
        Assert.Equal(100 / 0.32, result.ItemsPerChargedSecond!.Value, 9);
        Assert.Equal(TimeSpan.Zero, result.Delay);
        Assert.Equal("", result.LimitedBy);
        Assert.True(result.IsBest);
    }

    [Fact]
    public void Concurrent_clients_share_the_work()
    {
        ServiceTimes times = ServiceTimes.Default.With(EwsOperation.GetItem, Time(2, 3));

        BatchSizeResult result = Assert.Single(Predict(times, [10], 100, concurrency: 5, latency: 20));

        Assert.Equal(TimeSpan.FromMilliseconds(2 * 52), result.Elapsed);
    }

    [Fact]
    public void Over_the_burst_large_batches_time_out_and_small_ones_do_not()
    {
        ServiceTimes times = ServiceTimes.Default.With(EwsOperation.GetItem, Time(2, 1000));

        IReadOnlyList<BatchSizeResult> results = Predict(times, [1, 10, 100], 500);

        Assert.Equal(0, results[0].Errors);
        Assert.True(results[2].TimedOut > 0);
        Assert.Equal("BatchTimeLimitInSeconds", results[2].LimitedBy);
        Assert.Contains("timed out", results[2].Reason, StringComparison.Ordinal);
        Assert.All(results, result => Assert.Equal(500, result.Items));
        Assert.True(results[0].AssumptionsUsed.HasFlag(AssumptionUse.MicroDelay));
    }

    [Fact]
    public void Of_sizes_within_one_percent_the_smallest_is_best()
    {
        ServiceTimes times = ServiceTimes.Default.With(EwsOperation.GetItem, Time(0, 1));

        IReadOnlyList<BatchSizeResult> results = Predict(times, [1, 1000, 1001], 10_000, latency: 1);

        Assert.Equal(1000, Assert.Single(results, result => result.IsBest).BatchSize);
    }

    [Fact]
    public void More_clients_than_connections_are_errors_of_the_concurrency()
    {
        BatchSizeResult result = Assert.Single(Predict(ServiceTimes.Default, [1], 1000, concurrency: 28));

        Assert.True(result.Errors > 0);
        Assert.Equal("EwsMaxConcurrency", result.LimitedBy);
        Assert.Equal(1000, result.Items);
        Assert.False(result.IsBest);
    }

    [Fact]
    public void Equal_arguments_give_equal_results()
    {
        IEnumerable<string> Run() => Predict(ServiceTimes.Default, [1, 7, 500], 20_000, concurrency: 3)
            .Select(r => $"{r.Requests} {r.Items} {r.Errors} {r.Elapsed} {r.Delay} {r.IsBest}");

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void The_pages_of_a_find_are_predicted_like_batches_and_end_at_the_page_limit()
    {
        IReadOnlyList<BatchSizeResult> results = BatchModel.Predict(Exchange2016, new BatchModelOptions
        {
            Operation = EwsOperation.FindItem, BatchSizes = [1000, 5000], ItemCount = 10_000,
        }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(10, results[0].Requests);
        Assert.Equal(10, results[1].Requests);
    }

    [Fact]
    public void A_budget_that_never_recharges_ends_the_run_instead_of_waiting_for_ever()
    {
        string[] names = ["EwsMaxBurst", "EwsRechargeRate", "EwsCutoffBalance"];
        ThrottlingProfile profile = Exchange2016.With("test", names
            .Select(name => new ThrottlingSetting(name, new Unlimited(0), SettingSource.Declared("test"), null)));

        BatchSizeResult result = Assert.Single(BatchModel.Predict(
            profile, new BatchModelOptions { BatchSizes = [10], ItemCount = 100 },
            cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(0, result.Items);
        Assert.Equal("EwsCutoffBalance", result.LimitedBy);
        Assert.False(result.IsBest);
    }

    private static ServiceTime Time(double request, double item) =>
        new(TimeSpan.FromMilliseconds(request), TimeSpan.FromMilliseconds(item), TimeSpan.Zero);

    private static IReadOnlyList<BatchSizeResult> Predict(
        ServiceTimes times, int[] sizes, int items, int concurrency = 1, double latency = 20) =>
        BatchModel.Predict(Exchange2016, new BatchModelOptions
        {
            ServiceTimes = times,
            BatchSizes = sizes,
            ItemCount = items,
            Concurrency = concurrency,
            ItemSizeInBytes = 0,
            NetworkLatency = TimeSpan.FromMilliseconds(latency),
        }, cancellation: TestContext.Current.CancellationToken);
}
