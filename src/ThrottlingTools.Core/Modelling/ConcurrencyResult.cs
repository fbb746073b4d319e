using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What a number of connections gives.</summary>
public sealed class ConcurrencyResult
{
    internal ConcurrencyResult(int concurrency, WorkloadResult result, string chargedTo)
    {
        Concurrency = concurrency;
        Result = result;
        ChargedTo = chargedTo;
    }

    /// <summary>Requests at a time.</summary>
    public int Concurrency { get; }

    /// <summary>Items in a second, on average over the time that was modelled.</summary>
    public double ItemsPerSecond => Result.Total.ItemsPerSecond;

    /// <summary>Requests that were answered without error in a second.</summary>
    public double RequestsPerSecond => Result.Total.RequestsPerSecond;

    /// <summary>Requests that were sent.</summary>
    public long Requests => Result.Total.Requests;

    /// <summary>Items that were done.</summary>
    public long Items => Result.Total.Items;

    /// <summary>Answers that were an error.</summary>
    public long Errors => Result.Total.Errors;

    /// <summary>When the first budget was used up, from when on calls are delayed; <c>null</c> if none was.</summary>
    public TimeSpan? BurstGoneAfter => Result.BurstGoneAfter;

    /// <summary>
    /// When the first budget reached the cut-off, from when on calls are refused; <c>null</c> if none did.
    /// </summary>
    public TimeSpan? CutoffAfter => Result.CutoffAfter;

    /// <summary>The time that 95 percent of the requests did not pass; <c>null</c> if none was completed.</summary>
    public TimeSpan? Latency95 => Result.Total.Latency?.Percentile95;

    /// <summary>What held requests up, by cause.</summary>
    public WorkloadDelays Delays => Result.Total.Delays;

    /// <summary>The policy parameter that binds; empty for none.</summary>
    public string LimitedBy => Result.BindingLimit;

    /// <summary>The value of that parameter; <c>null</c> for none.</summary>
    public object? LimitValue => Result.BindingValue;

    /// <summary>Who is charged.</summary>
    public string ChargedTo { get; }

    /// <summary>How many budgets are charged.</summary>
    public int OwnerCount => Result.OwnerCount;

    /// <summary>Whether it is the recommended number of those that were compared.</summary>
    public bool IsRecommended { get; internal set; }

    /// <summary>Why it is recommended, or why it is not.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>The profile's name.</summary>
    public string Profile => Result.Profile;

    /// <summary>Which assumptions it rests on.</summary>
    public AssumptionUse AssumptionsUsed => Result.AssumptionsUsed;

    /// <summary>The same, each with its statement, its default and what changes it.</summary>
    public IReadOnlyList<Assumption> Assumptions => Result.Assumptions;

    /// <summary>All that came of it.</summary>
    public WorkloadResult Result { get; }
}
