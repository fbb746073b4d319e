using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>What a probe will cost, as far as that is known before it starts.</summary>
public sealed class ProbeEstimate
{
    private readonly BatchSizeProbeOptions _options;
    private readonly string _restBasis;

    /// <summary>Estimates.</summary>
    /// <param name="operation">What is sent.</param>
    /// <param name="itemCount">How many items there are, or are looked for.</param>
    /// <param name="options">What is measured.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidProbe</c>; <c>ProfileValueUnknown</c>: the profile lacks a limit.
    /// </exception>
    public ProbeEstimate(EwsOperation operation, int itemCount, BatchSizeProbeOptions options)
    {
        options.Validate();
        _options = options;
        Operation = operation;
        itemCount = Math.Min(itemCount, BatchModel.LargestBatch(operation));
        ProbeBudget budget = ProbeBudget.Of(options.Profile);
        _restBasis = budget.Basis;
        IReadOnlyList<int> sizes = options.BatchSizes.Count > 0
            ? options.BatchSizes.Distinct().Where(size => size <= itemCount).ToArray()
            : BatchSizeDesign.Grid(Math.Min(options.Minimum, itemCount), Math.Min(options.Maximum, itemCount));
        int each = BatchOperations.NeedsPreparation(operation) ? 2 : 1;
        LeastRequests = Math.Min(options.MaxRequests, each * (sizes.Count * options.Repeat + 1));
        LeastItems = sizes.Sum(size => (long)size) * options.Repeat;
        ServiceTime time = ServiceTimes.Default[operation];
        LeastServerTime = TimeSpan.FromTicks(
            time.Base.Ticks * LeastRequests
            + time.OfItems(LeastItems, LeastItems * BatchModel.DefaultItemSizeInBytes).Ticks);
        LeastDuration = LeastServerTime + budget.RestAfter(LeastServerTime);
    }

    /// <summary>What is sent.</summary>
    public EwsOperation Operation { get; }

    /// <summary>The requests that the first rounds take; more follow while the answer is not certain.</summary>
    public int LeastRequests { get; }

    /// <summary>The most requests.</summary>
    public int MaxRequests => _options.MaxRequests;

    /// <summary>The items that the first rounds ask for.</summary>
    public long LeastItems { get; }

    /// <summary>The server time of the first rounds, by the default costs (assumption ServiceTimes).</summary>
    public TimeSpan LeastServerTime { get; }

    /// <summary>The same with the rests, without the network.</summary>
    public TimeSpan LeastDuration { get; }

    /// <summary>The longest that it takes.</summary>
    public TimeSpan MaxDuration => _options.MaxDuration;

    /// <summary>The estimate in words.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0} requests of {1:N0} items in the first rounds, at most {2} requests in {3:g}; about {4:0.#} s of server "
        + "time and {5:0.#} s in all for the first rounds, by assumed costs. One request at a time, none that would "
        + "take more than {6:0} s; rests by {7}.",
        LeastRequests, LeastItems, MaxRequests, MaxDuration, LeastServerTime.TotalSeconds, LeastDuration.TotalSeconds,
        _options.MaxBatchTime.TotalSeconds, _restBasis);
}
