using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// How long one prediction of all batch sizes from 1 to 1,000 takes with 100,000 items, by operation and release: some
/// stay within the burst, some use it up, some wait for the next minute.
/// </summary>
internal static class BatchBenchmark
{
    private const int Rounds = 5;
    private const int Sizes = 1000;
    private const int Items = 100_000;
    private const double MostSeconds = 1;

    /// <summary>Prints the figures; 1 when one is over its limit, 0 otherwise.</summary>
    public static int Run()
    {
        (ExchangeRelease Release, EwsOperation Operation)[] cases =
        [
            (ExchangeRelease.Exchange2016, EwsOperation.GetItem),
            (ExchangeRelease.Exchange2016, EwsOperation.CreateItem),
            (ExchangeRelease.Exchange2010SP1, EwsOperation.GetItem),
            (ExchangeRelease.Exchange2010SP1, EwsOperation.CreateItem),
        ];
        Console.WriteLine(
            $"Batch sizes 1 to {Sizes}, {Items:N0} items each, fastest of {Rounds} | seconds | best | safe");
        double slowest = 0;
        foreach ((ExchangeRelease release, EwsOperation operation) in cases)
        {
            BatchModelOptions options = new()
            {
                Operation = operation, BatchSizes = BatchSizeGrid.All(1, Sizes), ItemCount = Items,
            };
            double seconds = Enumerable.Range(0, Rounds + 1).Select(_ => Time(release, options)).Skip(1).Min();
            BatchSizeResult? best = BatchModel.Predict(ProfileCatalogue.Get(release), options)
                .SingleOrDefault(result => result.IsBest);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{$"{release}, {operation}",-55} | {seconds,7:F3} | {best?.BatchSize,4} | {best?.SafeBatchSize,4}"));
            slowest = Math.Max(slowest, seconds);
        }
        bool isGood = slowest <= MostSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{slowest:F3} s at most; {MostSeconds} s is allowed {(isGood ? "as asked" : "NOT REACHED")}."));
        return isGood ? 0 : 1;
    }

    private static double Time(ExchangeRelease release, BatchModelOptions options)
    {
        GC.Collect();
        long began = Stopwatch.GetTimestamp();
        IReadOnlyList<BatchSizeResult> results = BatchModel.Predict(ProfileCatalogue.Get(release), options);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return results.Count == Sizes ? seconds : throw new InvalidOperationException("Sizes are missing.");
    }
}
