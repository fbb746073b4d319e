using System;
using System.Collections.Generic;
using System.Globalization;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What came of a scenario. Immutable.</summary>
public sealed record WorkloadResult
{
    /// <summary>The scenario's name.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>The profile's name.</summary>
    public string Profile { get; init; } = "";

    /// <summary>The seed.</summary>
    public long Seed { get; init; }

    /// <summary>All clients together; <see cref="WorkloadClientResult.Client"/> is empty.</summary>
    public WorkloadClientResult Total { get; init; } = new();

    /// <summary>Each client.</summary>
    public IReadOnlyList<WorkloadClientResult> Clients { get; init; } = [];

    /// <summary>How many budgets were charged.</summary>
    public int OwnerCount { get; init; }

    /// <summary>The budgets that went lowest, at most 10 of them, the lowest first.</summary>
    public IReadOnlyList<WorkloadOwnerResult> Owners { get; init; } = [];

    /// <summary>Time within budget, added up over all budgets.</summary>
    public TimeSpan TimeInBurst { get; init; }

    /// <summary>Time below balance 0, added up over all budgets.</summary>
    public TimeSpan TimeInMicroDelay { get; init; }

    /// <summary>Time locked out, added up over all budgets.</summary>
    public TimeSpan TimeLockedOut { get; init; }

    /// <summary>When the first budget was used up; <c>null</c> if none was.</summary>
    public TimeSpan? BurstGoneAfter { get; init; }

    /// <summary>When the first budget was locked out; <c>null</c> if none was.</summary>
    public TimeSpan? CutoffAfter { get; init; }

    /// <summary>From the start to the last response, or to the end of the model.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When all requests were done; <c>null</c> if they were not, or had no number.</summary>
    public TimeSpan? TimeToFinish { get; init; }

    /// <summary>Why the model ended before its scenario; empty if it did not.</summary>
    public string StoppedBecause { get; init; } = "";

    /// <summary>The policy parameter that cost most time or caused most errors; empty for none.</summary>
    public string BindingLimit { get; init; } = "";

    /// <summary>The value of that limit; <c>null</c> for none.</summary>
    public object? BindingValue { get; init; }

    /// <summary>What the result rests on.</summary>
    public AssumptionUse AssumptionsUsed { get; init; }

    /// <summary>The same, each with its statement, its default and what changes it.</summary>
    public IReadOnlyList<Assumption> Assumptions => Budgets.Assumptions.Of(AssumptionsUsed);

    /// <inheritdoc/>
    public override string ToString() => $"{Scenario} ({Profile})";
}

/// <summary>What came of a client. Immutable.</summary>
public sealed record WorkloadClientResult
{
    /// <summary>The client's name.</summary>
    public string Client { get; init; } = "";

    /// <summary>Requests that were sent, refused ones included.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that were answered without error.</summary>
    public long Completed { get; init; }

    /// <summary>Items that were done, or entries that finds returned.</summary>
    public long Items { get; init; }

    /// <summary>Answers that were an error.</summary>
    public long Errors { get; init; }

    /// <summary>Requests that were given up.</summary>
    public long Abandoned { get; init; }

    /// <summary>Requests under way, backing off or waiting for a thread when the model ended.</summary>
    public long Unfinished { get; init; }

    /// <summary>The errors by code and limit, in order of their first coming.</summary>
    public IReadOnlyList<WorkloadErrorCount> ErrorsByCode { get; init; } = [];

    /// <summary>Completed requests in a second.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Items in a second.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>How long requests took; <c>null</c> if none was completed.</summary>
    public WorkloadLatency? Latency { get; init; }

    /// <summary>
    /// How long requests took that the server worked on, without back-off, those whose time was up included; only known
    /// of clients that count items.
    /// </summary>
    internal WorkloadLatency? AnswerLatency { get; init; }

    /// <summary>The server time that was charged.</summary>
    public TimeSpan ChargedTime { get; init; }

    /// <summary>What held requests up, by cause.</summary>
    public WorkloadDelays Delays { get; init; } = new();

    /// <summary>When its requests were done; <c>null</c> if they were not, or had no number.</summary>
    public TimeSpan? TimeToFinish { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0}{1:N0} requests, {2:N0} errors, {3:0.0}/s",
        Client.Length > 0 ? Client + ": " : "", Requests, Errors, RequestsPerSecond);
}

/// <summary>What held requests up, added up over all requests.</summary>
public sealed record WorkloadDelays
{
    /// <summary>The server held calls back while the balance was below 0.</summary>
    public TimeSpan MicroDelay { get; init; }

    /// <summary>Batches waited within a request for their balance; from 2013 on.</summary>
    public TimeSpan BatchRecharge { get; init; }

    /// <summary>Batches waited within a request for the next minute's share; in 2010.</summary>
    public TimeSpan PercentTime { get; init; }

    /// <summary>Clients waited after they were refused.</summary>
    public TimeSpan BackOff { get; init; }

    /// <summary>The server slowed calls because its processors were busy.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>The server slowed calls because a resource was unhealthy.</summary>
    public TimeSpan ResourceHealth { get; init; }

    /// <summary>All causes together.</summary>
    public TimeSpan Total => MicroDelay + BatchRecharge + PercentTime + BackOff + Cpu + ResourceHealth;

    /// <inheritdoc/>
    public override string ToString() =>
        $"micro-delay {MicroDelay}, batch {BatchRecharge + PercentTime}, back-off {BackOff}, CPU {Cpu}, "
        + $"health {ResourceHealth}";
}

/// <summary>Errors of a kind.</summary>
/// <param name="ResponseCode">The EWS response code.</param>
/// <param name="Parameter">The limit that caused it.</param>
/// <param name="Count">How often.</param>
/// <param name="FirstAt">When it came first.</param>
/// <param name="BackOff">How long clients waited because of it, in all.</param>
public sealed record WorkloadErrorCount(
    string ResponseCode, string Parameter, long Count, TimeSpan FirstAt, TimeSpan BackOff)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0} ({1}): {2:N0}", ResponseCode, Parameter, Count);
}

/// <summary>What came of a budget. Immutable.</summary>
public sealed record WorkloadOwnerResult
{
    /// <summary>Whose budget it is, as server logs print it.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Which budget it is.</summary>
    public BudgetType Protocol { get; init; }

    /// <summary>The server time that was charged.</summary>
    public TimeSpan ChargedTime { get; init; }

    /// <summary>The lowest balance; <c>null</c> where there is none (2010, or no burst limit).</summary>
    public TimeSpan? LowestBalance { get; init; }

    /// <summary>The balance at the end; <c>null</c> where there is none.</summary>
    public TimeSpan? FinalBalance { get; init; }

    /// <summary>When it was used up first; <c>null</c> if it never was.</summary>
    public TimeSpan? BurstGoneAfter { get; init; }

    /// <summary>When it was locked out first; <c>null</c> if it never was.</summary>
    public TimeSpan? CutoffAfter { get; init; }

    /// <summary>Time within budget.</summary>
    public TimeSpan TimeInBurst { get; init; }

    /// <summary>Time below balance 0 and not locked out.</summary>
    public TimeSpan TimeInMicroDelay { get; init; }

    /// <summary>Time locked out; in 2010: time in which the minute's share was used up.</summary>
    public TimeSpan TimeLockedOut { get; init; }

    /// <summary>
    /// The balance over time in at most 500 points, the extremes kept; empty where there is no balance, and for budgets
    /// beyond the first 16 of a scenario.
    /// </summary>
    public IReadOnlyList<BalancePoint> Balance { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Owner;
}
