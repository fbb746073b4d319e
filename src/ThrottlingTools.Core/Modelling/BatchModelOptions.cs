using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What <see cref="BatchModel"/> compares batch sizes for. Immutable.</summary>
public sealed record BatchModelOptions
{
    /// <summary>What every request does; of a find, the batch is the page.</summary>
    public EwsOperation Operation { get; init; } = EwsOperation.GetItem;

    /// <summary>The sizes to compare, each 1 to 100,000.</summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = BatchSizeGrid.Default;

    /// <summary>How many items to do with each size; 1 or more.</summary>
    public int ItemCount { get; init; } = 1000;

    /// <summary>The content of an item in bytes; 0 or more.</summary>
    public long ItemSizeInBytes { get; init; } = BatchModel.DefaultItemSizeInBytes;

    /// <summary>How many requests run at a time; 1 or more.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>There and back together; 0 to an hour.</summary>
    public TimeSpan NetworkLatency { get; init; } = BatchModel.DefaultNetworkLatency;

    /// <summary>What operations cost.</summary>
    public ServiceTimes ServiceTimes { get; init; } = ServiceTimes.Default;

    /// <summary>
    /// How often each size is modelled, 1 or more. Once: every request takes the stated time. More often: with the
    /// noise of the operation, from another seed each time, and the median run is the result.
    /// </summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The first seed; equal seeds give equal results.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// How many times as much everything costs on the busy server by which
    /// <see cref="BatchSizeResult.SafeBatchSize"/> is judged; 1 or more.
    /// </summary>
    public double BusyFactor { get; init; } = 3;

    /// <summary>2010: the CPU use of that server in percent, 0 to 100.</summary>
    public double BusyCpuPercent { get; init; } = 90;

    /// <summary>The health of the mailbox database there, 0 to 100.</summary>
    public int BusyDatabaseHealth { get; init; } = 50;

    /// <summary>What is assumed where no source tells.</summary>
    public AssumptionSet Assumptions { get; init; } = AssumptionSet.Default;
}
