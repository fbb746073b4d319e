using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class CostModelFitTests
{
    private static readonly int[] Sizes = [1, 2, 5, 10, 20, 50, 100];

    [Fact]
    public void Exact_samples_give_their_costs_back()
    {
        CostModelFit fit = CostModelFit.Of(Samples(repeats: 3, seed: 1, noise: 0));

        Close(22, fit.Base.Value);
        Close(3, fit.PerItem.Value);
        Close(0.02, fit.PerKilobyte!);
        Assert.True(fit.Noise < 1e-4);
        Assert.True(fit.RSquared > 0.999999);
        Close(22 + 30 + 4, fit.Predict(10, 200 * 1024));
    }

    [Fact]
    public void Items_of_one_size_do_not_tell_what_a_KB_costs()
    {
        CostModelFit fit = CostModelFit.Of(Sizes.SelectMany(size => Enumerable.Repeat(
            new CostSample(size, size * 10_240L, TimeSpan.FromMilliseconds(5 + 2.2 * size)), 2)));

        Assert.Null(fit.PerKilobyte);
        Close(2.2, fit.PerItem.Value);
        Assert.Equal(TimeSpan.Zero, fit.ToServiceTime().PerKilobyte);
    }

    [Fact]
    public void A_few_requests_that_hung_are_left_out()
    {
        CostSample[] samples = Samples(repeats: 6, seed: 3, noise: 0.1).ToArray();
        for (int i = 0; i < samples.Length; i += 10)
            samples[i] = samples[i] with { Latency = samples[i].Latency + TimeSpan.FromSeconds(20) };

        CostModelFit fit = CostModelFit.Of(samples);

        Assert.InRange(fit.Outliers, 5, 8);
        Assert.InRange(fit.PerItem.Value.TotalMilliseconds, 2.5, 3.5);
        Assert.InRange(fit.Noise, 0.05, 0.15);
    }

    [Fact]
    public void A_cost_is_never_negative()
    {
        // Larger batches are cheaper than a line through 0 makes them: the best base is above 0, that of a KB is not.
        CostSample[] samples = Sizes
            .SelectMany(size => new[] { 1, 3 }.Select(kilobytes => new CostSample(
                size, size * kilobytes * 1024L, TimeSpan.FromMilliseconds(4 + 3 * size - 0.5 * size * kilobytes))))
            .ToArray();

        CostModelFit fit = CostModelFit.Of(samples);

        Assert.Equal(TimeSpan.Zero, fit.PerKilobyte!.Value);
        Assert.True(fit.Base.Value >= TimeSpan.Zero && fit.PerItem.Value > TimeSpan.Zero);
    }

    [Fact]
    public void The_network_can_be_taken_off_the_base()
    {
        CostModelFit fit = CostModelFit.Of(Samples(repeats: 3, seed: 1, noise: 0));

        Close(2, fit.ToServiceTime(TimeSpan.FromMilliseconds(20)).Base);
        Assert.Equal(TimeSpan.Zero, fit.ToServiceTime(TimeSpan.FromMilliseconds(30)).Base);
    }

    [Fact]
    public void At_30_percent_noise_the_intervals_cover_the_truth_in_9_of_10_cases()
    {
        int[] covered = new int[4];
        const int Cases = 300;
        for (int seed = 1; seed <= Cases; seed++)
        {
            CostModelFit fit = CostModelFit.Of(Samples(repeats: 12, seed, noise: 0.3));
            covered[0] += Covers(fit.Base, 22) ? 1 : 0;
            covered[1] += Covers(fit.PerItem, 3) ? 1 : 0;
            covered[2] += Covers(fit.PerKilobyte!, 0.02) ? 1 : 0;
            double off = fit.Predict(50, 500 * 1024).TotalMilliseconds - (22 + 150 + 10);
            covered[3] += Math.Abs(off) <= fit.MarginOf(50, 500 * 1024).TotalMilliseconds ? 1 : 0;
        }
        Assert.All(covered, count => Assert.InRange(count, Cases * 9 / 10, Cases));
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(1, 1)]
    public void Too_few_samples_are_refused(int count, int step)
    {
        IEnumerable<CostSample> samples = Enumerable.Range(0, count)
            .Select(i => new CostSample(count == 3 ? 10 : 1 + i * step, 100 + i, TimeSpan.FromMilliseconds(5)));

        Assert.Equal(
            "CostSamplesTooFew",
            Assert.Throws<ThrottlingToolsException>(() => CostModelFit.Of(samples)).ErrorId);
    }

    [Fact]
    public void A_sample_without_items_or_latency_is_a_fault_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => CostModelFit.Of([new CostSample(0, 0, TimeSpan.FromSeconds(1))]));
        Assert.Throws<ArgumentException>(() => CostModelFit.Of([new CostSample(1, 0, TimeSpan.Zero)]));
    }

    /// <summary>22 ms a request, 20 of them network; 3 ms an item; 0.02 ms a KB.</summary>
    private static IEnumerable<CostSample> Samples(int repeats, int seed, double noise)
    {
        WorkloadRandom random = new((ulong)seed);
        ServiceTimeDistribution? spread = noise > 0
            ? ServiceTimeDistribution.Lognormal(Math.Sqrt(WorkloadRandom.Ln(1 + noise * noise)))
            : null;
        foreach (int size in Sizes.SelectMany(size => Enumerable.Repeat(size, repeats)))
        {
            long bytes = (long)(size * 1024 * (1 + 200 * random.NextUniform()));
            long ticks = (long)((22 + 3 * size + 0.02 * bytes / 1024) * TimeSpan.TicksPerMillisecond);
            yield return new CostSample(size, bytes, TimeSpan.FromTicks(spread?.Draw(ticks, random) ?? ticks));
        }
    }

    private static bool Covers(CostEstimate estimate, double truth) =>
        Math.Abs(estimate.Value.TotalMilliseconds - truth) <= estimate.Margin.TotalMilliseconds;

    private static void Close(double milliseconds, TimeSpan time) =>
        Assert.InRange(time.TotalMilliseconds, milliseconds * 0.999, milliseconds * 1.001);

    private static void Close(double milliseconds, CostEstimate estimate) => Close(milliseconds, estimate.Value);
}
