using System;
using System.Collections.Generic;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>What a probe of batch sizes measures, and how much it may ask of the server.</summary>
public sealed class BatchSizeProbeOptions
{
    /// <summary>The sizes to measure, each from 1 up.</summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>How often each size is measured. Default: 3.</summary>
    public int Repeat { get; init; } = 3;

    /// <summary>The most requests to send, the warm-up and repeated ones included. Default: 200.</summary>
    public int MaxRequests { get; init; } = 200;

    /// <summary>
    /// The seed of the order in which sizes are measured, so that a drift of the server hits all alike.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Whether one request is sent first and not counted: it pays for the connection and for cold caches.
    /// </summary>
    public bool WarmUp { get; init; } = true;

    /// <summary>How much of each item to fetch.</summary>
    public EwsBaseShape BaseShape { get; init; } = EwsBaseShape.Default;

    /// <summary>How long to wait after failures that are no lockout.</summary>
    public BackOffOptions BackOff { get; init; } = new() { MaxWait = TimeSpan.FromMinutes(5) };
}

/// <summary>One measured request, or one that failed.</summary>
public sealed class BatchSizeSample
{
    internal BatchSizeSample(int batchSize, int items, int errors, TimeSpan elapsed, EwsError? error)
    {
        BatchSize = batchSize;
        Items = items;
        Errors = errors;
        Elapsed = elapsed;
        Error = error;
    }

    /// <summary>How many items were asked for.</summary>
    public int BatchSize { get; }

    /// <summary>How many items came.</summary>
    public int Items { get; }

    /// <summary>How many items failed; all of them if the request did.</summary>
    public int Errors { get; }

    /// <summary>The time from sending the request to the end of the answer.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Why it failed, or its first failed item did; <c>null</c> if all came.</summary>
    public EwsError? Error { get; }

    /// <summary>How long the probe then waits, as the server asked or by its own rule.</summary>
    public TimeSpan BackOff { get; init; }
}
