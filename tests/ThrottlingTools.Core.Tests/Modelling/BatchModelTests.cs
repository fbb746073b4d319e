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

    [Fact]
    public void The_last_request_holds_what_is_left()
    {
        BatchSizeResult result = Assert.Single(Predict(
            ServiceTimes.Default.With(EwsOperation.GetItem, Time(2, 3)), [7], 30));

        Assert.Equal((5, 30), (result.Requests, result.Items));
        Assert.Equal(TimeSpan.FromMilliseconds(5 * 22 + 30 * 3), result.TimeToFinish);
    }

    // peers 6.2: r / c items a ms are sustained whatever the number of clients; 400 ms an item are 0.625 a second
    [Theory]
    [InlineData(1, 10)]
    [InlineData(1, 30)]
    [InlineData(4, 5)]
    [InlineData(10, 2)]
    public void What_is_sustained_is_the_recharge_over_the_cost(int concurrency, int size)
    {
        const int Items = 20_000;
        BatchSizeResult result = Assert.Single(Predict(
            ServiceTimes.Default.With(EwsOperation.GetItem, Time(0, 400)), [size], Items, concurrency));

        // The burst of 300 s is 750 items ahead of the recharge; at most one batch a client is overdrawn.
        double seconds = (Items - 750) / 0.625;
        Assert.InRange(result.Elapsed.TotalSeconds, seconds - concurrency * size / 0.625, seconds + 120);
        Assert.Equal(ThrottlingPhase.MicroDelay, result.Phase);
        Assert.Equal("EwsMaxBurst", result.LimitedBy);
        Assert.Equal(new Unlimited(300_000), result.LimitValue);
    }

    // peers 6.2: L busy clients use the burst up after 300 s / (L - 0.25)
    [Theory]
    [InlineData(1, 400)]
    [InlineData(2, 171)]
    [InlineData(5, 63)]
    [InlineData(10, 31)]
    public void The_burst_lasts_as_long_as_the_closed_form_says(int concurrency, int seconds)
    {
        ServiceTimes times = ServiceTimes.Default.With(EwsOperation.GetItem, Time(0, 10));
        int within = (int)(concurrency * 100 * seconds * 0.98);

        Assert.Equal(ThrottlingPhase.Burst, Predict(times, [10], within, concurrency, latency: 0)[0].Phase);
        Assert.Equal(
            ThrottlingPhase.MicroDelay, Predict(times, [10], (int)(within * 1.04), concurrency, latency: 0)[0].Phase);
    }

    // learn-ews-throttling: 90 percent of a minute are 54 s, then the next item waits for the next minute
    [Fact]
    public void In_2010_a_batch_waits_for_the_next_minute_and_a_request_of_one_item_is_refused()
    {
        BatchSizeResult[] results = [.. BatchModel.Predict(
            ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP1), new BatchModelOptions
            {
                ServiceTimes = ServiceTimes.Default.With(EwsOperation.GetItem, Time(0, 100)).WithShares(0, 0),
                BatchSizes = [1, 50],
                ItemCount = 2000,
                NetworkLatency = TimeSpan.Zero,
            }, cancellation: TestContext.Current.CancellationToken)];

        WorkloadErrorCount refused = Assert.Single(results[0].ErrorsByCode);
        Assert.Equal(("ErrorServerBusy", "EWSPercentTimeInCAS"), (refused.ResponseCode, refused.Parameter));
        Assert.True(results[0].Delays!.BackOff > TimeSpan.Zero);
        Assert.True(results[1].Delays!.PercentTime > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, results[1].Delays!.BatchRecharge);
        Assert.Equal("EWSPercentTimeInCAS", results[1].LimitedBy);
        Assert.All(results, result => Assert.Null(result.Phase));
        // 200 s of work, 54 s and the item that passes them in each minute.
        Assert.All(results, result => Assert.InRange(result.Elapsed.TotalSeconds, 180 + 200 - 4 * 54.2, 220));
    }

    [Fact]
    public void In_2010_names_are_held_up_by_the_time_in_the_directory()
    {
        BatchSizeResult result = Assert.Single(BatchModel.Predict(
            ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP1), new BatchModelOptions
            {
                Operation = EwsOperation.ResolveNames,
                ServiceTimes = ServiceTimes.Default.With(EwsOperation.ResolveNames, Time(0, 100)).WithShares(0.9, 0),
                BatchSizes = [1],
                ItemCount = 2000,
            }, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal("EWSPercentTimeInAD", result.LimitedBy);
    }

    // learn-ews-throttling: 500 ms an item at 100 percent CPU, so that 100 items take 50 s
    [Fact]
    public void A_busy_server_of_2010_bounds_the_safe_size_by_its_CPU()
    {
        BatchModelOptions options = new()
        {
            BatchSizes = [10, 20, 50, 80, 100, 150], BusyFactor = 1, BusyCpuPercent = 100, BusyDatabaseHealth = 100,
            ServiceTimes = ServiceTimes.Default.With(EwsOperation.GetItem, Time(100, 1)),
        };

        IReadOnlyList<BatchSizeResult> results = BatchModel.Predict(
            ProfileCatalogue.Get(ExchangeRelease.Exchange2010), options,
            cancellation: TestContext.Current.CancellationToken);

        BatchSizeResult best = Assert.Single(results, result => result.IsBest);
        Assert.Equal(150, best.RangeMaximum);
        Assert.Equal(50, best.SafeBatchSize);
        Assert.All(results.Where(result => !result.IsBest), result => Assert.Null(result.SafeBatchSize));
    }

    [Fact]
    public void What_cannot_be_sent_is_not_modelled()
    {
        IReadOnlyList<BatchSizeResult> results = BatchModel.Predict(Exchange2016, new BatchModelOptions
        {
            Operation = EwsOperation.UploadItems, ItemSizeInBytes = 1 << 20, BatchSizes = [48, 49], ItemCount = 100,
        }, cancellation: TestContext.Current.CancellationToken);

        // 64 MB of Base64 hold 48 MB.
        Assert.True(results[0].Items == 0 && results[1].Items == 0);
        Assert.Equal("MaxRequestSizeInBytes", results[1].LimitedBy);
        Assert.Contains("Base64", results[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(1, 5, "1,2,3,4,5")]
    [InlineData(10, 100, "10,13,18,24,32,42,56,75,100")]
    public void A_grid_has_both_ends_and_grows_by_a_third(int minimum, int maximum, string expected) =>
        Assert.Equal(expected, string.Join(",", BatchSizeGrid.Geometric(minimum, maximum)));

    public static TheoryData<BatchModelOptions> Impossible() =>
    [
        new BatchModelOptions { Operation = EwsOperation.Subscribe },
        new BatchModelOptions { BatchSizes = [] },
        new BatchModelOptions { BatchSizes = [0] },
        new BatchModelOptions { ItemCount = 0 },
        new BatchModelOptions { ItemSizeInBytes = -1 },
        new BatchModelOptions { Concurrency = 0 },
        new BatchModelOptions { Repeat = 0 },
        new BatchModelOptions { BusyFactor = 0.5 },
        new BatchModelOptions { NetworkLatency = TimeSpan.FromSeconds(-1) },
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_is_impossible_is_refused(BatchModelOptions options) => Assert.Equal(
        "InvalidSetting",
        Assert.Throws<ThrottlingToolsException>(() => BatchModel.Predict(
            Exchange2016, options, cancellation: TestContext.Current.CancellationToken)).ErrorId);

    [Fact]
    public void A_profile_that_lacks_a_limit_is_refused() => Assert.Equal(
        "ProfileValueUnknown",
        Assert.Throws<ThrottlingToolsException>(() => BatchModel.Predict(
            ProfileCatalogue.Get(ExchangeRelease.ExchangeOnline),
            cancellation: TestContext.Current.CancellationToken)).ErrorId);

    [Fact]
    public void Every_operation_has_a_cost_and_says_where_it_comes_from()
    {
        foreach (EwsOperation operation in Enum.GetValues<EwsOperation>())
        {
            SettingSource source = ServiceTimes.Default.SourceOf(operation);
            Assert.True(ServiceTimes.Default[operation].Base > TimeSpan.Zero);
            Assert.NotEmpty(source.Reference);
            Assert.Equal(source.Kind == ValueSource.Inferred, source.Confidence == Confidence.Low);
        }
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
