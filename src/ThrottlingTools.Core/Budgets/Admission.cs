using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The engine's decision about a request. An admitted one is handed back when the request ends, once.
/// </summary>
public readonly struct Admission
{
    internal Admission(Budget budget, in BudgetRequest request, TimeSpan startedAt)
    {
        Budget = budget;
        Request = request;
        StartedAt = startedAt;
        DelayedBy = "";
    }

    /// <summary>Whether the request runs.</summary>
    public bool IsAdmitted => Error is null;

    /// <summary>Why it does not run; <c>null</c> if it does.</summary>
    public ThrottlingError? Error { get; internal init; }

    /// <summary>
    /// How long the server holds the request back, before or after its work as assumed: micro-delay, the CPU delay of
    /// the first item (2010), resource health.
    /// </summary>
    public TimeSpan Delay { get; internal init; }

    /// <summary>The parameter that holds it back most, or ResourceHealth; empty if nothing does.</summary>
    public string DelayedBy { get; internal init; }

    /// <summary>
    /// How many entries a find, or the preview of SearchMailboxes, may return. A find's are charged until the request
    /// is completed.
    /// </summary>
    public int FindCount { get; internal init; }

    /// <summary>SearchMailboxes: for how many keywords statistics are shown.</summary>
    public int KeywordStatistics { get; internal init; }

    /// <summary>Whether a find returns less than was asked for.</summary>
    public bool IsPartial => IsAdmitted && Request.Operation.IsFind() && FindCount < Request.Items;

    /// <summary>When the request came.</summary>
    public TimeSpan StartedAt { get; }

    /// <summary>Which assumptions the decision rests on.</summary>
    public AssumptionUse AssumptionsUsed { get; internal init; }

    /// <summary>What was asked.</summary>
    public BudgetRequest Request { get; }

    /// <summary>The budget that is charged.</summary>
    public Budget Budget { get; }
}

/// <summary>What happens to the next item of a batch.</summary>
/// <param name="Delay">How long it waits; with <paramref name="IsTimedOut"/>: until the request ends.</param>
/// <param name="IsTimedOut">
/// Whether the request's time is up first: ErrorTimeoutExpired, the done items being done.
/// </param>
/// <param name="AssumptionsUsed">Which assumptions the decision rests on.</param>
public readonly record struct BatchStep(TimeSpan Delay, bool IsTimedOut, AssumptionUse AssumptionsUsed)
{
    /// <summary>The parameter that holds it back most; empty if nothing does.</summary>
    public string DelayedBy { get => field ?? ""; init; }
}

/// <summary>Adds up what holds a request back, and keeps the strongest reason.</summary>
internal struct DelaySum
{
    private TimeSpan _strongest;

    public TimeSpan Total { get; private set; }

    public string By { readonly get => field ?? ""; private set; }

    public void Add(TimeSpan delay, string by)
    {
        if (delay <= TimeSpan.Zero)
            return;
        Total += delay;
        if (delay <= _strongest)
            return;
        _strongest = delay;
        By = by;
    }
}
