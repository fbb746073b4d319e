using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Probing;

/// <summary>What a probe of batch sizes measures, and how much it may ask of the server.</summary>
public sealed class BatchSizeProbeOptions
{
    /// <summary>
    /// The sizes to measure, each from 1 up; empty to have the probe choose, between <see cref="Minimum"/> and
    /// <see cref="Maximum"/>.
    /// </summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = [];

    /// <summary>The smallest size, from 1. Default: 1.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>The largest size. Default: 100.</summary>
    public int Maximum { get; init; } = 100;

    /// <summary>
    /// How often each size is measured; where the probe chooses sizes, at least. Default: 3.
    /// </summary>
    public int Repeat { get; init; } = 3;

    /// <summary>The most requests to send, the warm-up and repeated ones included. Default: 200.</summary>
    public int MaxRequests { get; init; } = 200;

    /// <summary>The longest time to take, rests included. Default: 10 min.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The confidence of intervals and of the recommendation, from 0.5 and below 1. Default: 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>
    /// What a batch may be predicted to take. Default: 30 s, half of what Exchange gives a batch
    /// (learn-ews-throttling).
    /// </summary>
    public TimeSpan MaxBatchTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The caller's profile, by which rests are planned; <c>null</c> if it is not known.</summary>
    public ThrottlingProfile? Profile { get; init; }

    /// <summary>What operations cost by the prediction that the measurement is held against.</summary>
    public ServiceTimes ServiceTimes { get; init; } = ServiceTimes.Default;

    /// <summary>The network latency of that prediction, there and back together. Default: 20 ms.</summary>
    public TimeSpan NetworkLatency { get; init; } = BatchModel.DefaultNetworkLatency;

    /// <summary>
    /// The seed of the order in which sizes are measured, so that a drift of the server hits all alike.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Whether one request is sent first and not counted: it pays for the connection and for cold caches.
    /// </summary>
    public bool WarmUp { get; init; } = true;

    /// <summary>How long to wait after failures that are no lockout.</summary>
    public BackOffOptions BackOff { get; init; } = new() { MaxWait = TimeSpan.FromMinutes(5) };

    /// <summary>Checks that it makes sense.</summary>
    /// <exception cref="ThrottlingToolsException"><c>InvalidProbe</c>.</exception>
    internal void Validate()
    {
        if (BatchSizes.Any(size => size < 1) || Minimum < 1 || Maximum < Minimum || Repeat < 1 || MaxRequests < 0
            || Confidence is not (>= 0.5 and < 1) || MaxBatchTime <= TimeSpan.Zero || MaxDuration < TimeSpan.Zero)
            throw Errors.InvalidProbe();
    }
}
