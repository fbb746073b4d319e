using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

/// <summary>
/// What holds for every batch prediction. "A larger batch needs less time" does not: where the balance is used up, a
/// small batch pays with one micro-delay a request what a large one waits item by item.
/// </summary>
public sealed class BatchModelPropertyTests
{
    [Fact]
    public void Items_that_are_charged_at_once_come_to_what_they_do_one_by_one() => Check(c =>
    {
        string oneByOne = Text(Prediction(c, skipsItems: false).Of(c.Options.BatchSizes[0]));
        string atOnce = Text(Prediction(c, skipsItems: true).Of(c.Options.BatchSizes[0]));
        return oneByOne == atOnce;
    }, tests: 400);

    [Fact]
    public void All_items_are_done_or_the_reason_is_told() => Check(c =>
    {
        BatchSizeResult result = Predict(c);
        return result.Items == c.Options.ItemCount
            ? result.TimeToFinish == result.Elapsed
            : result.TimeToFinish is null && result.Items < c.Options.ItemCount && result.Reason.Length > 0;
    });

    [Fact]
    public void The_time_of_one_client_is_its_network_the_server_and_its_waits() => Check(c =>
    {
        BatchSizeResult result = Predict(c with { Options = c.Options with { Concurrency = 1 } });
        return result.TimeToFinish is null
            || result.Elapsed == result.NetworkTime + result.ServerTime + result.Delays!.Total;
    });

    [Fact]
    public void No_more_time_passes_than_all_clients_together_have() => Check(c =>
    {
        BatchSizeResult result = Predict(c);
        TimeSpan? used = result.NetworkTime + result.ServerTime + result.Delays!.Total;
        return result.TimeToFinish is null || used <= TimeSpan.FromTicks(result.Elapsed.Ticks * c.Options.Concurrency);
    });

    [Fact]
    public void Errors_are_counted_by_code_and_time_outs_are_some_of_them() => Check(c =>
    {
        BatchSizeResult result = Predict(c);
        return result.Errors == result.ErrorsByCode.Sum(error => error.Count)
            && result.TimedOut <= result.Errors && result.TimedOutShare is >= 0 and <= 1;
    });

    [Fact]
    public void One_client_with_more_items_never_finishes_earlier() => Check(c =>
    {
        BatchModelOptions less = c.Options with { Concurrency = 1 };
        TimeSpan? before = Predict(c with { Options = less }).TimeToFinish;
        TimeSpan? after =
            Predict(c with { Options = less with { ItemCount = less.ItemCount + c.More } }).TimeToFinish;
        return before is null || after is null || after >= before;
    });

    [Fact]
    public void Within_the_burst_a_larger_batch_is_never_slower() => Check(c =>
    {
        string[] names = ["EwsMaxBurst", "EwsCutoffBalance"];
        ThrottlingProfile free = c.Profile.Release.UsesPercentTime()
            ? ProfileCatalogue.Get(ExchangeRelease.Exchange2016)
            : c.Profile;
        free = free.With("free", names.Select(name =>
            new ThrottlingSetting(name, Unlimited.UnlimitedValue, SettingSource.Declared("test"), null)));
        BatchModelOptions options = c.Options with
        {
            Concurrency = 1, ItemCount = 120, BatchSizes = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20],
            ServiceTimes = Times(c.Options.Operation, c.More % 50),
        };
        TimeSpan[] times = Predict(free, options).Select(result => result.Elapsed).ToArray();
        return times.Zip(times.Skip(1)).All(pair => pair.Second <= pair.First);
    });

    [Fact]
    public void Equal_seeds_give_equal_results_and_noise_spreads_them() => Check(c =>
    {
        Case noisy = c with { Options = c.Options with { Repeat = 3 } };
        BatchSizeResult first = Predict(noisy);
        return Text(first) == Text(Predict(noisy))
            && first.ItemsPerSecondLow <= first.ItemsPerSecond && first.ItemsPerSecond <= first.ItemsPerSecondHigh;
    }, tests: 60);

    [Fact]
    public void The_best_lies_in_its_range_and_a_safe_size_is_not_above_it() => Check(c =>
    {
        BatchModelOptions options = c.Options with { BatchSizes = [1, 3, 10, 30, 100, 300] };
        IReadOnlyList<BatchSizeResult> results = Predict(c.Profile, options);
        BatchSizeResult? best = results.SingleOrDefault(result => result.IsBest);
        return best is null
            ? results.All(result => result.Errors > 0 || result.Items < options.ItemCount)
            : best.RangeMinimum <= best.BatchSize && best.BatchSize <= best.RangeMaximum
                && !(best.SafeBatchSize > best.RangeMaximum);
    }, tests: 60);

    private static void Check(Func<Case, bool> holds, int tests = 150) =>
        Prop.ForAll(Cases(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    private static BatchSizeResult Predict(Case c) => Predict(c.Profile, c.Options)[0];

    private static IReadOnlyList<BatchSizeResult> Predict(ThrottlingProfile profile, BatchModelOptions options) =>
        BatchModel.Predict(profile, options, cancellation: TestContext.Current.CancellationToken);

    private static BatchPrediction Prediction(Case c, bool skipsItems) =>
        new(c.Profile, c.Options, TestContext.Current.CancellationToken) { SkipsItems = skipsItems };

    private static string Text(BatchSizeResult result) => JsonSerializer.Serialize(result);

    private static ServiceTimes Times(EwsOperation operation, int milliseconds) => ServiceTimes.Default.With(
        operation, new ServiceTime(
            TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds / 7.0), TimeSpan.Zero)
        {
            Noise = 0.3,
        });

    private static Arbitrary<Case> Cases()
    {
        Gen<Case> cases =
            from release in Gen.Elements(
                ExchangeRelease.Exchange2010, ExchangeRelease.Exchange2010SP1, ExchangeRelease.Exchange2016,
                ExchangeRelease.Exchange2016, ExchangeRelease.Exchange2016)
            from limits in Gen.Elements(
                (0L, 900_000L, 3_000_000L), (10, 1000, 3_000_000), (1000, 100_000, 2000), (20_000, 900_000, 60_000),
                (20_000, 3_600_000, 3_000_000), (5000, 7_200_000, 1000), (300_000, 900_000, 3_000_000),
                (3000, 0, 3_000_000), (2000, 900_000, 0))
            from percent in Gen.Choose(1, 150)
            from concurrency in Gen.Elements(1, 1, 1, 2, 4, 12)
            from size in Gen.Elements(1, 2, 7, 30, 100, 1000)
            from items in Gen.Choose(1, 1500)
            from milliseconds in Gen.Elements(0, 1, 3, 20, 200, 3000)
            from latency in Gen.Elements(0, 1, 33, 500)
            from operation in Gen.Elements(
                EwsOperation.GetItem, EwsOperation.DeleteItem, EwsOperation.ResolveNames, EwsOperation.FindItem)
            from isDelayFirst in Gen.Elements(true, false)
            from more in Gen.Choose(1, 500)
            where milliseconds + latency > 0
            select new Case(
                Profile(release, limits, percent), new BatchModelOptions
                {
                    Operation = operation,
                    BatchSizes = [Math.Min(size, BatchModel.LargestBatch(operation))],
                    ItemCount = items,
                    Concurrency = concurrency,
                    NetworkLatency = TimeSpan.FromMilliseconds(latency),
                    ServiceTimes = Times(operation, milliseconds),
                    Assumptions = new AssumptionSet { IsMicroDelayBeforeCall = isDelayFirst },
                    Seed = more,
                },
                more);
        return cases.ToArbitrary();
    }

    private static ThrottlingProfile Profile(ExchangeRelease release, (long, long, long) limits, int percent)
    {
        (string Name, long Value)[] settings = release.UsesPercentTime()
            ? [("EWSPercentTimeInCAS", percent), ("EWSPercentTimeInAD", 1 + percent / 4)]
            : [("EwsMaxBurst", limits.Item1), ("EwsRechargeRate", limits.Item2), ("EwsCutoffBalance", limits.Item3)];
        return ProfileCatalogue.Get(release).With("test", settings.Select(setting =>
            new ThrottlingSetting(setting.Name, new Unlimited(setting.Value), SettingSource.Declared("test"), null)));
    }

    private sealed record Case(ThrottlingProfile Profile, BatchModelOptions Options, int More);
}
