using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ThrottlingTools.Probing;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Probing;

/// <summary>
/// The recommendation against exhaustive search: profiles and costs are drawn, costs have 30 % noise, and there are at
/// most 200 requests. Half of the probes know the profile.
/// </summary>
public sealed class BatchSizeProofTests(ITestOutputHelper output)
{
    private const double Target = 0.95;
    private const double Coverage = 0.90;

    [Theory]
    [InlineData(1, 50)]
    [InlineData(1001, 200)]
    public async Task The_recommended_size_is_within_five_percent_of_the_best(int firstSeed, int count)
    {
        List<Verdict> verdicts = [];
        for (int seed = firstSeed; seed < firstSeed + count; seed++)
            verdicts.Add(await JudgeAsync(new BatchCase(seed)));

        foreach (Verdict verdict in verdicts.Where(verdict => verdict.Share < Target || !verdict.IsKneeCovered))
            output.WriteLine($"{verdict}");
        double good = verdicts.Average(verdict => verdict.Share >= Target ? 1 : 0);
        double knees = verdicts.Average(verdict => verdict.IsKneeCovered ? 1 : 0);
        double rates = verdicts.Sum(verdict => verdict.RatesCovered) / (double)verdicts.Sum(verdict => verdict.Rates);
        output.WriteLine(FormattableString.Invariant(
            $"Within 5 %: {good:0.000}; knee covered: {knees:0.000}; rates covered: {rates:0.000}; ")
            + FormattableString.Invariant($"requests: {verdicts.Average(verdict => verdict.Requests):0}"));
        Assert.All(verdicts, verdict => Assert.InRange(verdict.Requests, 1, 200));
        Assert.True(good >= Target, $"{good} are within 5 % of the best.");
        Assert.True(knees >= Coverage, $"{knees} of the intervals of the size cover the truth.");
        Assert.True(rates >= Coverage, $"{rates} of the intervals of the rate cover the truth.");
    }

    private static async Task<Verdict> JudgeAsync(BatchCase drawn)
    {
        VirtualClock clock = new();
        BatchCase.EngineBatch operation = drawn.Operation(clock);
        BatchSizeProbe probe = new(operation, clock, drawn.Options);
        while (await probe.NextSampleAsync(TestContext.Current.CancellationToken) is not null)
            continue;
        BatchSizeExperiment experiment = probe.GetExperiment();
        double[] rates = drawn.ExhaustiveSearch().Select((seconds, size) => size / seconds).ToArray();
        int[] allowed = Enumerable.Range(1, drawn.Maximum).Where(size => size / rates[size] <= drawn.Longest).ToArray();
        double best = allowed.Max(size => rates[size]);
        int knee = allowed.First(size => rates[size] >= Target * best);
        BatchSizeMeasurement[] sizes = experiment.Sizes.Where(size => size.ItemsPerSecondLow is not null).ToArray();
        return new Verdict(
            drawn,
            experiment.RecommendedSize is { } recommended ? rates[recommended] / best : 0,
            experiment.SmallestGoodSize <= knee && knee <= experiment.RecommendedSize,
            sizes.Length,
            sizes.Count(size => size.ItemsPerSecondLow <= rates[size.BatchSize]
                && !(size.ItemsPerSecondHigh < rates[size.BatchSize])),
            operation.Batches);
    }

    private sealed record Verdict(
        BatchCase Case, double Share, bool IsKneeCovered, int Rates, int RatesCovered, int Requests);
}
