using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Probing;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Probing;

public sealed class BatchSizeProofTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Experiment_of_many()
    {
        int good = 0, kneeCovered = 0, rates = 0, ratesCovered = 0, n = 0, requests = 0;
        for (int seed = 1001; seed <= 2000; seed++)
        {
            BatchCase drawn = new(seed);
            double[] truth = drawn.ExhaustiveSearch();
            VirtualClock clock = new();
            BatchCase.EngineBatch operation = drawn.Operation(clock);
            BatchSizeProbe probe = new(operation, clock, drawn.Options);
            while (await probe.NextSampleAsync(CancellationToken.None) is not null)
                continue;
            BatchSizeExperiment e = probe.GetExperiment();
            double longest = 30;
            if (drawn.IsProfileKnown && drawn.Profile.Limit("EwsMaxBurst") is { IsUnlimited: false } b)
                longest = Math.Min(longest, b.Value / 1000.0);
            int[] allowed = Enumerable.Range(1, drawn.Maximum).Where(s => truth[s] <= longest).ToArray();
            double best = allowed.Max(s => s / truth[s]);
            int knee = allowed.First(s => s / truth[s] >= 0.95 * best);
            double share = e.RecommendedSize is { } r ? r / truth[r] / best : 0;
            bool covered = e.SmallestGoodSize <= knee && knee <= e.RecommendedSize;
            int rc = e.Sizes.Count(s => s.ItemsPerSecondLow is not null);
            int rcc = e.Sizes.Count(s => s.ItemsPerSecondLow <= s.BatchSize / truth[s.BatchSize] && (s.ItemsPerSecondHigh ?? double.MaxValue) >= s.BatchSize / truth[s.BatchSize]);
            n++; good += share >= 0.95 ? 1 : 0; kneeCovered += covered ? 1 : 0; rates += rc; ratesCovered += rcc; requests += operation.Batches;
            if (share < 0.95 || !covered || rcc < rc * 0.8)
                output.WriteLine($"{share:0.000} knee {knee} [{e.SmallestGoodSize},{e.RecommendedSize}] rates {rcc}/{rc} max {allowed.Max()} req {operation.Batches} shape {e.Shape} lof {e.LackOfFit:0.0000} certain {e.IsCertain} stop {e.StoppedBecause} {e.RestBasis} | {drawn}");
        }
        output.WriteLine($"{n}: good {good}, knee {kneeCovered}, rates {ratesCovered}/{rates} requests {requests / n}");
    }
}
