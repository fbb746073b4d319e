using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Probing;

/// <summary>
/// Holds each assumption that latencies can depend on against its alternative, and says of what cannot be told apart
/// that it cannot.
/// </summary>
internal sealed class AssumptionChecks(
    ThrottlingProfile profile, BatchSizeExperiment experiment, CostModelFit costs, ServiceTime stated, TimeSpan network,
    SampleReplay replay, Func<CostModelFit, AssumptionSet, SampleReplay> replayWith)
{
    private const double Level = 0.002;
    private const double Same = 1e-6;

    private readonly BatchSizeSample[] _sent = [.. experiment.Samples.OrderBy(sample => sample.Request)];

    /// <summary>A finding for each.</summary>
    public IEnumerable<AssumptionFinding> All()
    {
        AssumptionSet defaults = AssumptionSet.Default;
        yield return ServiceTimesFinding();
        yield return NetworkFinding();
        if (profile.Release.UsesPercentTime())
        {
            yield return Compare(AssumptionUse.PercentTimeWindow, "windows of half a minute",
                defaults with { PercentTimeWindow = TimeSpan.FromSeconds(30) });
        }
        else
        {
            yield return Compare(AssumptionUse.MicroDelay, "no micro-delay",
                defaults with { MaxMicroDelay = TimeSpan.Zero });
            yield return Compare(AssumptionUse.MicroDelayBeforeCall, "a micro-delay after the call",
                defaults with { IsMicroDelayBeforeCall = false });
            yield return Refusals(AssumptionUse.LockoutDuration);
        }
        yield return Refusals(AssumptionUse.BackOffHintCap);
        yield return Finding(AssumptionUse.ResourceHealth, AssumptionStanding.NotIdentifiable,
            "An unhealthy database adds to each request, and looks like a larger base.");
        yield return Finding(AssumptionUse.BatchTimeout, AssumptionStanding.NotExercised,
            "No batch is sent that would run into the one-minute limit.");
    }

    private AssumptionFinding ServiceTimesFinding()
    {
        double items = Math.Max(1, _sent.Sum(sample => sample.BatchSize));
        double kilobytes = _sent.Sum(sample => sample.Bytes) / 1024.0 / items;
        double perItem = stated.PerItem.TotalMilliseconds
            + (costs.PerKilobyte is null ? kilobytes * stated.PerKilobyte.TotalMilliseconds : 0);
        CostEstimate item = costs.PerItem;
        bool isItemOff = perItem < item.Low.TotalMilliseconds || perItem > item.High.TotalMilliseconds;
        bool isContentOff = costs.PerKilobyte is { } content
            && (stated.PerKilobyte < content.Low || stated.PerKilobyte > content.High);
        string finding = Text("An item takes {0:0.00} ms ({1:0.00}..{2:0.00}), {3:0.00} assumed",
            item.Value.TotalMilliseconds, item.Low.TotalMilliseconds, item.High.TotalMilliseconds, perItem);
        if (costs.PerKilobyte is { } part)
            finding += Text("; a KB {0:0.000} ms ({1:0.000}..{2:0.000}), {3:0.000} assumed",
                part.Value.TotalMilliseconds, part.Low.TotalMilliseconds, part.High.TotalMilliseconds,
                stated.PerKilobyte.TotalMilliseconds);
        string cpu = profile.Release.UsesPercentTime()
            ? ". A busy CPU (CPUStartPercent) adds to each item, and cannot be told from its cost." : ".";
        return Finding(AssumptionUse.ServiceTimes,
            isItemOff || isContentOff ? AssumptionStanding.Contradicted : AssumptionStanding.Supported, finding + cpu);
    }

    private AssumptionFinding NetworkFinding()
    {
        TimeSpan assumed = stated.Base + network;
        bool isOff = assumed < costs.Base.Low || assumed > costs.Base.High;
        return Finding(AssumptionUse.NetworkLatency,
            isOff ? AssumptionStanding.Contradicted : AssumptionStanding.NotIdentifiable,
            Text("A request takes {0:0.0} ms ({1:0.0}..{2:0.0}) beside its items, {3:0.0} assumed; how much of it is "
                + "the network's and how much the server's cannot be told apart from here.",
                costs.Base.Value.TotalMilliseconds, costs.Base.Low.TotalMilliseconds, costs.Base.High.TotalMilliseconds,
                assumed.TotalMilliseconds));
    }

    private AssumptionFinding Refusals(AssumptionUse use) => experiment.Lockout is null
        ? Finding(use, AssumptionStanding.NotExercised, "Nothing was refused, and the rests see to it.")
        : Finding(use, AssumptionStanding.NotIdentifiable, "The measurement ends at the first refusal.");

    private AssumptionFinding Compare(AssumptionUse use, string alternative, AssumptionSet assumptions)
    {
        if ((replay.Used & use) == 0)
            return Finding(use, AssumptionStanding.NotExercised,
                "By the profile the budget was never used up, as the rests see to it.");
        SampleReplay other = replayWith(costs, assumptions);
        int[] both = Enumerable.Range(0, _sent.Length)
            .Where(i => _sent[i].Error is null && !double.IsNaN(replay.Seconds[i]) && !double.IsNaN(other.Seconds[i]))
            .ToArray();
        double mine = both.Sum(i => Square(_sent[i].Seconds / replay.Seconds[i] - 1));
        double its = both.Sum(i => Square(_sent[i].Seconds / other.Seconds[i] - 1));
        bool isSame = both.All(i => Math.Abs(other.Seconds[i] / replay.Seconds[i] - 1) < Same);
        double f = Math.Abs(mine - its) / Math.Max(Math.Min(mine, its) / Math.Max(1, both.Length - 3), double.Epsilon);
        bool isClear = !isSame && both.Length > 4 && StudentT.FAbove(f, 1, both.Length - 3) < Level;
        AssumptionStanding standing = !isClear ? AssumptionStanding.NotIdentifiable
            : its < mine ? AssumptionStanding.Contradicted : AssumptionStanding.Supported;
        return Finding(use, standing, standing switch
        {
            AssumptionStanding.Contradicted => $"With {alternative} the profile explains the latencies better.",
            AssumptionStanding.Supported => $"With {alternative} the profile explains the latencies worse.",
            _ => $"With {alternative} the profile explains the latencies as well.",
        });
    }

    private static AssumptionFinding Finding(AssumptionUse use, AssumptionStanding standing, string finding) =>
        new(Assumptions.Of(use).Single(), standing, finding);

    private static double Square(double value) => value * value;

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
