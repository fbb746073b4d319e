using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>An operation of a client with all that does not change from request to request.</summary>
internal sealed class WorkloadCall
{
    private readonly ServiceTimeDistribution? _distribution;
    private readonly long _perItemTicks;
    private readonly long _baseTicks;

    public WorkloadCall(WorkloadOperation operation, WorkloadScenario scenario)
    {
        ServiceTime time = operation.ServiceTime ?? scenario.ServiceTimes[operation.Operation];
        Operation = operation;
        scenario.Distributions.TryGetValue(operation.Operation, out _distribution);
        if (_distribution == ServiceTimeDistribution.Fixed)
            _distribution = null;
        bool isCounted = operation.Operation is EwsOperation.Subscribe or EwsOperation.Unsubscribe;
        bool isFind = operation.Operation.IsFind();
        IsOfItems = !isFind && !isCounted && !operation.Operation.IsSync() && operation.BatchSize > 1;
        _baseTicks = time.Base.Ticks;
        _perItemTicks = time.OfItems(1, isFind ? 0 : operation.ItemSizeInBytes).Ticks;
        UnchargedTicks = operation.UnchargedTime.Ticks;
        Request = new BudgetRequest(default, operation.Operation)
        {
            Items = isFind || isCounted ? operation.BatchSize : 0,
            IsPaged = isFind,
            HasRestriction = operation.HasRestriction,
            Search = isFind ? operation.Search : null,
            Database = scenario.Health.Count > 0 ? WorkloadHealth.Database : null,
        };
    }

    public WorkloadOperation Operation { get; }

    /// <summary>What the engine is asked, without the owner.</summary>
    public BudgetRequest Request { get; }

    /// <summary>What the engine is asked by an owner, for so many items.</summary>
    public BudgetRequest RequestOf(BudgetOwner owner, int items) => Request.Items == 0
        ? Request with { Owner = owner }
        : Request with { Owner = owner, Items = items };

    /// <summary>Whether the server does it item by item.</summary>
    public bool IsOfItems { get; }

    /// <summary>Whether all items of a request take the same time.</summary>
    public bool HasEqualItems => _distribution is null or { IsOfRequest: true } or { IsEmpirical: true };

    public long UnchargedTicks { get; }

    /// <summary>The mean server time of a request in ticks.</summary>
    public double MeanTicks => _distribution is { IsEmpirical: true }
        ? _distribution.MeanTicks
        : _baseTicks + (double)_perItemTicks * Operation.BatchSize;

    /// <summary>The server time of a request that is done at once.</summary>
    public long DrawWhole(int items, WorkloadRandom random)
    {
        long ticks = _baseTicks + _perItemTicks * items;
        return _distribution is null ? ticks : _distribution.Draw(ticks, random);
    }

    /// <summary>
    /// The server time up to the end of the first item, and that of each other one if it is drawn for all of them.
    /// </summary>
    public long DrawFirst(int items, WorkloadRandom random, out long itemTicks)
    {
        itemTicks = -1;
        if (_distribution is null)
            return _baseTicks + _perItemTicks;
        if (_distribution.IsOfRequest)
        {
            long stated = _baseTicks + _perItemTicks * items;
            long drawn = _distribution.Draw(stated, random);
            itemTicks = stated > 0 ? (long)(drawn * (_perItemTicks / (double)stated)) : 0;
            return drawn - itemTicks * (items - 1);
        }
        if (!_distribution.IsEmpirical)
            return _distribution.Draw(_baseTicks, random) + _distribution.Draw(_perItemTicks, random);
        long whole = _distribution.Draw(0, random);
        itemTicks = whole / Operation.BatchSize;
        return whole - itemTicks * (Operation.BatchSize - 1);
    }

    /// <summary>The server time of one more item.</summary>
    public long DrawItem(long itemTicks, WorkloadRandom random) =>
        itemTicks >= 0 ? itemTicks
        : _distribution is null ? _perItemTicks
        : _distribution.Draw(_perItemTicks, random);
}
