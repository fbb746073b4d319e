using System;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What one batch size gives, predicted or measured.</summary>
public sealed class BatchSizeResult
{
    /// <summary>Items a request.</summary>
    public int BatchSize { get; init; }

    /// <summary>Requests that were sent, refused ones included.</summary>
    public int Requests { get; init; }

    /// <summary>Items that were done.</summary>
    public int Items { get; init; }

    /// <summary>Requests that were refused or timed out.</summary>
    public int Errors { get; init; }

    /// <summary>Of these, requests that timed out.</summary>
    public int TimedOut { get; init; }

    /// <summary>From the first request to the last response.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Items in a second of <see cref="Elapsed"/>.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>
    /// Items in a second of charged server time; <c>null</c> where it is not known, as in a measurement.
    /// </summary>
    public double? ItemsPerChargedSecond { get; init; }

    /// <summary>
    /// How long the server held requests back in all; <c>null</c> where it is not known, as in a measurement.
    /// </summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>From sending a request to its response, on average over all requests.</summary>
    public TimeSpan MeanLatency { get; init; }

    /// <summary>Whether it is the best of the sizes that were compared.</summary>
    public bool IsBest { get; internal set; }

    /// <summary>Why it is the best, or why it is not; empty until the sizes are compared.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>The limit that held it back or refused it; empty for none.</summary>
    public string LimitedBy { get; init; } = "";

    /// <summary>Which assumptions the prediction rests on.</summary>
    public AssumptionUse AssumptionsUsed { get; init; }
}
