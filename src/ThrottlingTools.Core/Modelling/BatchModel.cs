using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Predicts what batch sizes give: <see cref="WorkloadModel"/> with clients that send one request after the other until
/// a number of items is done.
/// </summary>
public static class BatchModel
{
    /// <summary>The size of an item that is assumed, in bytes.</summary>
    public const long DefaultItemSizeInBytes = 10 * 1024;

    private const double SafeShareOfLimit = 0.5;

    /// <summary>The network latency that is assumed: there and back together (assumption NetworkLatency).</summary>
    public static TimeSpan DefaultNetworkLatency { get; } = TimeSpan.FromMilliseconds(20);

    /// <summary>What can be done in batches, and found in pages.</summary>
    public static IReadOnlyList<EwsOperation> Operations { get; } =
    [
        EwsOperation.GetItem, EwsOperation.CreateItem, EwsOperation.UpdateItem, EwsOperation.DeleteItem,
        EwsOperation.MoveItem, EwsOperation.CopyItem, EwsOperation.SendItem, EwsOperation.ExportItems,
        EwsOperation.UploadItems, EwsOperation.GetAttachment, EwsOperation.CreateAttachment,
        EwsOperation.DeleteAttachment, EwsOperation.ResolveNames, EwsOperation.FindItem, EwsOperation.FindFolder,
    ];

    /// <summary>The most items that a request can hold: one name for ResolveNames, by its schema.</summary>
    /// <param name="operation">The operation.</param>
    public static int LargestBatch(EwsOperation operation) =>
        operation == EwsOperation.ResolveNames ? 1 : int.MaxValue;

    internal static string WhyTooLarge(EwsOperation operation) =>
        $"Not possible: a {operation} request holds one name.";

    /// <summary>Predicts each size from a full budget on. Equal arguments give equal results.</summary>
    /// <param name="profile">The profile of the caller.</param>
    /// <param name="options">What to compare; the defaults if <c>null</c>.</param>
    /// <param name="progress">Is told each size before it is modelled; nobody if <c>null</c>.</param>
    /// <param name="cancellation">Ends it within some milliseconds.</param>
    /// <returns>A result a size, in order, the best of them marked.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidSetting</c>: a value is not in its range. <c>ProfileValueUnknown</c>: the profile lacks a limit.
    /// </exception>
    public static IReadOnlyList<BatchSizeResult> Predict(
        ThrottlingProfile profile,
        BatchModelOptions? options = null,
        Action<int>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new BatchModelOptions();
        Check(options);
        BatchPrediction prediction = new(profile, options, cancellation);
        List<BatchSizeResult> results = [];
        foreach (int size in options.BatchSizes)
        {
            progress?.Invoke(size);
            results.Add(prediction.Of(size));
        }
        if (BatchSizeRanking.MarkBest(results) is { } best)
            best.SafeBatchSize = FindSafe(new BatchPrediction(profile, options, cancellation, isBusy: true), results);
        return results;
    }

    /// <summary>A larger batch takes longer, so that the largest safe one is found by halving.</summary>
    private static int? FindSafe(BatchPrediction busy, List<BatchSizeResult> results)
    {
        int largest = results.Max(result => result.RangeMaximum) ?? 0;
        int[] sizes = results.Where(BatchSizeRanking.IsClean).Select(result => result.BatchSize)
            .Where(size => size <= largest).OrderBy(size => size).ToArray();
        int safe = -1;
        for (int low = 0, high = sizes.Length - 1, place = high; low <= high; place = (low + high + 1) / 2)
        {
            if (IsSafe(busy.Of(sizes[place]), busy.Limits.BatchTimeLimit))
                low = (safe = place) + 1;
            else
                high = place - 1;
        }
        return safe < 0 ? null : sizes[safe];
    }

    private static bool IsSafe(BatchSizeResult result, TimeSpan? limit) =>
        result.TimedOut == 0 && result.Latency is { } latency
        && !(latency.Percentile95.Ticks >= limit?.Ticks * SafeShareOfLimit);

    private static void Check(BatchModelOptions options)
    {
        Require(Operations.Contains(options.Operation), "Operation", options.Operation, "an operation with batches");
        Require(options.BatchSizes.Count > 0, "BatchSizes", 0, "at least one size");
        Require(options.ItemCount >= 1, "ItemCount", options.ItemCount, "1 or more");
        Require(options.Repeat >= 1, "Repeat", options.Repeat, "1 or more");
        Require(options.BusyFactor is >= 1 and <= 1e6, "BusyFactor", options.BusyFactor, "1 to 1,000,000");
    }

    private static void Require(bool condition, string name, object value, string accepted)
    {
        if (!condition)
            throw Errors.InvalidSetting(name, value, accepted, null);
    }
}
