using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_simulated_servers_the_recommended_size_is_within_five_percent_of_the_best()
    {
        Verdict[] verdicts = new Verdict[50];
        await Parallel.ForAsync(0, verdicts.Length, Token, async (i, _) =>
        {
            SimulatedServer server = new(new BatchCase(i + 1));
            IBatchOperation operation = await server.OperationAsync(Token);
            int before = server.RequestCount;
            verdicts[i] = await JudgeAsync(server.Case, operation, server.Clock, () => server.RequestCount - before);
        });
        Judge(verdicts);
    }

    [Fact]
    public async Task By_the_engine_alone_the_recommended_size_is_within_five_percent_of_the_best()
    {
        List<Verdict> verdicts = [];
        for (int seed = 1001; seed <= 1200; seed++)
        {
            VirtualClock clock = new();
            BatchCase drawn = new(seed);
            BatchCase.EngineBatch operation = drawn.Operation(clock);
            verdicts.Add(await JudgeAsync(drawn, operation, clock, () => operation.Batches));
        }
        Judge(verdicts);
    }

    /// <summary>What the search by the engine finds is what the simulator does.</summary>
    [Fact]
    public async Task The_search_and_the_simulator_agree()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            SimulatedServer server = new(new BatchCase(seed), jitter: 0);
            IBatchOperation simulated = await server.OperationAsync(Token);
            VirtualClock clock = new();
            BatchCase.EngineBatch searched = new(server.Case, clock) { Factor = 1 };
            foreach (int size in new[] { 1, 5, 50, 200 })
            {
                TimeSpan answered = (await simulated.SendAsync(size, Token)).Elapsed;
                TimeSpan expected = searched.Send(size, isVaried: true).Elapsed;
                Assert.True(
                    (answered - expected).Duration() <= TimeSpan.FromMilliseconds(0.1),
                    $"{answered} is not {expected} for {size} items of {server.Case}");
                server.Clock.Advance(TimeSpan.FromHours(1));
                clock.Advance(TimeSpan.FromHours(1));
            }
        }
    }

    private void Judge(IReadOnlyList<Verdict> verdicts)
    {
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

    private static async Task<Verdict> JudgeAsync(
        BatchCase drawn, IBatchOperation operation, VirtualClock clock, Func<int> requests)
    {
        BatchSizeProbe probe = new(operation, clock, drawn.Options);
        while (await probe.NextSampleAsync(Token) is not null)
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
            requests());
    }

    private sealed record Verdict(
        BatchCase Case, double Share, bool IsKneeCovered, int Rates, int RatesCovered, int Requests);
}
