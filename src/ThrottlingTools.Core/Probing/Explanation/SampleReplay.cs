using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Probing;

/// <summary>
/// Sends the measured requests once more, at the same times, through the engine with a profile and given costs.
/// </summary>
internal sealed class SampleReplay
{
    private static readonly BudgetOwner Caller = new("caller");

    private readonly ThrottlingEngine _engine;
    private readonly CostModelFit _costs;
    private readonly TimeSpan _network;
    private readonly List<double> _seconds = [];

    public SampleReplay(
        ThrottlingProfile profile, AssumptionSet assumptions, CostModelFit costs, TimeSpan network,
        IEnumerable<BatchSizeSample> samples)
    {
        _engine = new ThrottlingEngine(profile, assumptions);
        _costs = costs;
        _network = network < costs.Base.Value ? network : costs.Base.Value;
        foreach (BatchSizeSample sample in samples)
            _seconds.Add(Send(sample));
    }

    /// <summary>What each takes; not a number for those that are refused or time out.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    /// <summary>How many are refused or time out.</summary>
    public int Refused => _seconds.Count(double.IsNaN);

    /// <summary>What played a part.</summary>
    public AssumptionUse Used { get; private set; }

    private double Send(BatchSizeSample sample)
    {
        TimeSpan now = sample.SentAfter + Half(_network);
        Admission admission = _engine.Begin(new BudgetRequest(Caller, sample.Operation), now);
        Used |= admission.AssumptionsUsed;
        if (!admission.IsAdmitted)
            return double.NaN;
        bool isDelayFirst = _engine.Assumptions.IsMicroDelayBeforeCall;
        now += isDelayFirst ? admission.Delay : TimeSpan.Zero;
        TimeSpan whole = _costs.Predict(sample.BatchSize, sample.Bytes) - _network;
        TimeSpan item = TimeSpan.FromTicks((whole - Base).Ticks / sample.BatchSize);
        bool isTimedOut = false;
        TimeSpan charge = Base + item;
        for (int i = 0; i < sample.BatchSize && !isTimedOut; i++)
        {
            now += charge;
            if (i == sample.BatchSize - 1)
                break;
            BatchStep step = _engine.ChargeItem(admission, ServiceTimes.Default.Charge(charge), now);
            Used |= step.AssumptionsUsed;
            now += step.Delay;
            isTimedOut = step.IsTimedOut;
            charge = isTimedOut ? TimeSpan.Zero : item;
        }
        now += isDelayFirst ? TimeSpan.Zero : admission.Delay;
        _engine.Complete(admission, ServiceTimes.Default.Charge(charge), now);
        return isTimedOut ? double.NaN : (now + Half(_network) - sample.SentAfter).TotalSeconds;
    }

    private TimeSpan Base => _costs.Base.Value - _network;

    private static TimeSpan Half(TimeSpan time) => TimeSpan.FromTicks(time.Ticks / 2);
}
