using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Probing;

/// <summary>
/// Holds a profile against a measurement: with the fitted costs, does the engine delay and refuse as the server did?
/// </summary>
internal sealed class ProfileExplainer
{
    private const double Level = 0.002;
    private const double Same = 1e-6;

    private readonly ThrottlingProfile _profile;
    private readonly BatchSizeExperiment _experiment;
    private readonly ServiceTimes _assumed;
    private readonly TimeSpan _network;
    private readonly BatchSizeSample[] _sent;

    /// <param name="profile">The profile.</param>
    /// <param name="experiment">What was measured.</param>
    /// <param name="assumed">What operations are assumed to cost.</param>
    /// <param name="network">The latency of the network that is assumed.</param>
    public ProfileExplainer(
        ThrottlingProfile profile, BatchSizeExperiment experiment, ServiceTimes assumed, TimeSpan network)
    {
        _profile = profile;
        _experiment = experiment;
        _assumed = assumed;
        _network = network;
        _sent = [.. experiment.Samples.OrderBy(sample => sample.Request)];
    }

    /// <summary>Explains, and notes beside each size what is predicted and what is explained.</summary>
    public ProfileExplanation Explain()
    {
        foreach (BatchSizeMeasurement size in _experiment.Sizes)
            size.PredictedItemsPerSecond = Predict(size.BatchSize, _assumed, _network);
        if (_experiment.CostsOfAll is not { } costs)
            return new ProfileExplanation(_profile.Name, []) { Summary = WhyNotFitted };
        ServiceTimes fitted = _assumed.With(_experiment.Operation, costs.ToServiceTime());
        foreach (BatchSizeMeasurement size in _experiment.Sizes)
            size.ExplainedItemsPerSecond = Predict(size.BatchSize, fitted, TimeSpan.Zero);
        SampleReplay replay = Replay(costs, AssumptionSet.Default);
        double? probability = ProbabilityOf(replay);
        bool isRefusalExplained = _experiment.Lockout is null || replay.Refused > 0;
        bool? isExplained = !isRefusalExplained ? false : probability is { } known ? known >= Level : null;
        AssumptionChecks checks = new(
            _profile, _experiment, costs, _assumed[_experiment.Operation], _network, replay, Replay);
        return new ProfileExplanation(_profile.Name, [.. checks.All()])
        {
            IsExplained = isExplained,
            Probability = probability,
            Summary = Summarize(isExplained, isRefusalExplained, probability, costs),
        };
    }

    private string WhyNotFitted => BatchModel.LargestBatch(_experiment.Operation) == 1
        ? $"One size alone does not tell what a request costs from what an item costs: a {_experiment.Operation} "
            + "request holds one name."
        : "Too little was measured to fit costs.";

    private SampleReplay Replay(CostModelFit costs, AssumptionSet assumptions) =>
        new(_profile, assumptions, costs, _network, _sent);

    /// <summary>
    /// How likely each size's mean is as far off as it is: what is off beyond the spread within sizes, by Fisher's F.
    /// </summary>
    private double? ProbabilityOf(SampleReplay replay)
    {
        (int Size, double Ratio)[] ratios = Ratios(replay).ToArray();
        ILookup<int, double> bySize = ratios.ToLookup(pair => pair.Size, pair => pair.Ratio);
        int free = ratios.Length - bySize.Count;
        if (bySize.Count < 2 || free < 2)
            return null;
        double pure = bySize.Sum(group => group.Sum(ratio => Square(ratio - group.Average()))) / free;
        double off = bySize.Sum(group => group.Count() * Square(group.Average() - 1)) / bySize.Count;
        return pure > 0 ? StudentT.FAbove(off / pure, bySize.Count, free) : off > Same ? 0 : 1;
    }

    private IEnumerable<(int Size, double Ratio)> Ratios(SampleReplay replay) => _sent
        .Select((sample, i) => (Sample: sample, Seconds: replay.Seconds[i]))
        .Where(pair => pair.Sample.IsUsed && pair.Sample.Error is null && !double.IsNaN(pair.Seconds))
        .Select(pair => (pair.Sample.BatchSize, pair.Sample.Seconds / pair.Seconds));

    private double? Predict(int size, ServiceTimes times, TimeSpan network)
    {
        long[] bytes = _sent.Where(sample => sample.Bytes > 0)
            .Select(sample => sample.Bytes / sample.BatchSize).ToArray();
        BatchSizeResult result = BatchModel.Predict(_profile, new BatchModelOptions
        {
            Operation = _experiment.Operation,
            BatchSizes = [size],
            ItemCount = size,
            ItemSizeInBytes = bytes.Length > 0 ? (long)bytes.Average() : BatchModel.DefaultItemSizeInBytes,
            NetworkLatency = network,
            ServiceTimes = times,
        })[0];
        return result.Errors == 0 && result.ItemsPerSecond > 0 ? result.ItemsPerSecond : null;
    }

    private string Summarize(bool? isExplained, bool isRefusalExplained, double? probability, CostModelFit costs)
    {
        string fit = $"Fitted costs: {costs}.";
        if (!isRefusalExplained)
            return Text("{0} does not explain the refusal '{1}': by it the budget was not used up. Other programs use "
                + "it too, or the policy is another one. {2}", _profile.Name, _experiment.Lockout!.Message, fit);
        if (isExplained is null)
            return $"Too little was measured to tell whether {_profile.Name} explains it. {fit}";
        if (isExplained.Value)
            return Text("{0} explains what was measured: with the fitted costs no size deviates by more than chance "
                + "(p = {1:0.000}). {2}", _profile.Name, probability!, fit);
        string bend = _experiment.Analysis?.Curve is CostCurve { Bends: { Length: > 0 } bends }
            ? Text(" Items take longer from {0} items on, after about {1:0.0} s of work: as if so much budget were "
                + "left.",
                bends.Min(), costs.Predict(bends.Min(), 0).TotalSeconds)
            : "";
        return Text("{0} does not explain what was measured (p = {1:0.0000}).{2} {3}",
            _profile.Name, probability!, bend, fit);
    }

    private static double Square(double value) => value * value;

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
