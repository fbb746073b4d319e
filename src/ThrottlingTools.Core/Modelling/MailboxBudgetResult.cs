using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>How a budget fares.</summary>
public enum MailboxBudgetState
{
    /// <summary>Nothing is delayed or refused.</summary>
    WithinBudget,
    /// <summary>Calls are delayed.</summary>
    Slowed,
    /// <summary>Calls are refused.</summary>
    OverBudget,
}

/// <summary>What one client does to the budget of a mailbox. Immutable.</summary>
public sealed record MailboxBudgetResult
{
    /// <summary>The client.</summary>
    public string Client { get; init; } = "";

    /// <summary>Which budget of the mailbox it uses.</summary>
    public BudgetType BudgetType { get; init; }

    /// <summary>How that budget fares with all clients together.</summary>
    public MailboxBudgetState State { get; init; }

    /// <summary>
    /// Whether the budget fares better without this client; false for all where it takes more than one to go.
    /// </summary>
    public bool IsCause { get; init; }

    /// <summary>When calls were first refused, else first delayed; <c>null</c> if they never were.</summary>
    public TimeSpan? OverBudgetAfter { get; init; }

    /// <summary>The share of the budget's charges that this client makes, 0 to 1.</summary>
    public double ShareOfBudget { get; init; }

    /// <summary>The server time that it is charged.</summary>
    public TimeSpan ChargedTime { get; init; }

    /// <summary>Its requests.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that were refused.</summary>
    public long Errors { get; init; }

    /// <summary>What held its requests up, by cause.</summary>
    public WorkloadDelays Delays { get; init; } = new();

    /// <summary>The policy parameter that binds in the budget; empty for none.</summary>
    public string LimitedBy { get; init; } = "";

    /// <summary>The value of that parameter; <c>null</c> for none.</summary>
    public object? LimitValue { get; init; }

    /// <summary>What helps; empty where nothing has to be done.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The profile's name.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Which assumptions it rests on.</summary>
    public AssumptionUse AssumptionsUsed { get; init; }

    /// <summary>The same, each with its statement, its default and what changes it.</summary>
    public IReadOnlyList<Assumption> Assumptions => Budgets.Assumptions.Of(AssumptionsUsed);
}
