using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The engine's decision about a request. An admitted one is handed back when the request ends, once.
/// </summary>
public readonly struct Admission
{
    internal Admission(
        Budget budget, in BudgetRequest request, TimeSpan startedAt, in ThrottlingError error, AssumptionUse used)
    {
        Budget = budget;
        Request = request;
        StartedAt = startedAt;
        Error = error;
        AssumptionsUsed = used;
    }

    internal Admission(
        Budget budget, in BudgetRequest request, TimeSpan startedAt, TimeSpan delay, int findCount, AssumptionUse used)
    {
        Budget = budget;
        Request = request;
        StartedAt = startedAt;
        Delay = delay;
        FindCount = findCount;
        AssumptionsUsed = used;
    }

    /// <summary>Whether the request runs.</summary>
    public bool IsAdmitted => Error is null;

    /// <summary>Why it does not run; <c>null</c> if it does.</summary>
    public ThrottlingError? Error { get; }

    /// <summary>
    /// How long the server holds the request back (micro-delay), before or after its work as assumed.
    /// </summary>
    public TimeSpan Delay { get; }

    /// <summary>How many entries a find may return; charged until the request is completed.</summary>
    public int FindCount { get; }

    /// <summary>Whether a find returns less than was asked for.</summary>
    public bool IsPartial => IsAdmitted && Request.Operation.IsFind() && FindCount < Request.Items;

    /// <summary>When the request came.</summary>
    public TimeSpan StartedAt { get; }

    /// <summary>Which assumptions the decision rests on.</summary>
    public AssumptionUse AssumptionsUsed { get; }

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
public readonly record struct BatchStep(TimeSpan Delay, bool IsTimedOut, AssumptionUse AssumptionsUsed);
