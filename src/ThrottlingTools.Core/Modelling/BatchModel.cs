using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Predicts what batch sizes give: the engine in virtual time, with clients that send one request after the other.
/// </summary>
public static class BatchModel
{
    /// <summary>The network latency that is assumed: there and back together (assumption NetworkLatency).</summary>
    public static TimeSpan DefaultNetworkLatency { get; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The size of an item that is assumed, in bytes.</summary>
    public const long DefaultItemSizeInBytes = 10 * 1024;

    /// <summary>
    /// Predicts each size from a full budget on. Equal arguments give equal results. For a find, the size is that of a
    /// page.
    /// </summary>
    /// <param name="profile">The profile of the caller.</param>
    /// <param name="serviceTimes">What the operation costs.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="batchSizes">The sizes to compare, each 1 or more.</param>
    /// <param name="itemCount">How many items to do with each size; 1 or more.</param>
    /// <param name="concurrency">How many requests run at a time; 1 or more.</param>
    /// <param name="assumptions">What is assumed where no source tells; the defaults if <c>null</c>.</param>
    /// <param name="networkLatency">
    /// There and back together; <see cref="DefaultNetworkLatency"/> if <c>null</c>.
    /// </param>
    /// <param name="itemSizeInBytes">The content of an item in bytes.</param>
    /// <returns>A result a size, in order, the best of them marked.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: the profile lacks a limit.</exception>
    public static IReadOnlyList<BatchSizeResult> Predict(
        ThrottlingProfile profile,
        ServiceTimes serviceTimes,
        EwsOperation operation,
        IEnumerable<int> batchSizes,
        int itemCount,
        int concurrency = 1,
        AssumptionSet? assumptions = null,
        TimeSpan? networkLatency = null,
        long itemSizeInBytes = DefaultItemSizeInBytes)
    {
        Require(itemCount >= 1, nameof(itemCount), itemCount, "There is at least one item.");
        Require(concurrency >= 1, nameof(concurrency), concurrency, "There is at least one request at a time.");
        Require(itemSizeInBytes >= 0, nameof(itemSizeInBytes), itemSizeInBytes, "A size is never negative.");
        TimeSpan latency = networkLatency ?? DefaultNetworkLatency;
        Require(latency >= TimeSpan.Zero, nameof(networkLatency), latency, "A latency is never negative.");
        List<BatchSizeResult> results = [];
        foreach (int size in batchSizes)
        {
            Require(size >= 1, nameof(batchSizes), size, "A batch holds at least one item.");
            ThrottlingEngine engine = new(profile, assumptions);
            BatchWork work = new(operation, serviceTimes, size, itemSizeInBytes, latency);
            results.Add(new BatchRun(engine, work, itemCount, concurrency).ToEnd());
        }
        BatchSizeRanking.MarkBest(results);
        return results;
    }

    private static void Require(bool condition, string name, object value, string message)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(name, value, message);
    }
}

internal sealed record BatchWork(
    EwsOperation Operation, ServiceTimes ServiceTimes, int BatchSize, long ItemSizeInBytes, TimeSpan NetworkLatency);
