using System;
using System.Globalization;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class WorkloadRandomTests
{
    // Pinned, so that a change of the generator or of a platform shows: the same seed gives the same bytes everywhere.
    [Fact]
    public void A_seed_gives_the_same_numbers_everywhere()
    {
        WorkloadRandom random = new(42);

        Assert.Equal(
            ["0.08386297105988216", "0.3789802506626686", "0.6800434110281394"],
            Enumerable.Range(0, 3).Select(_ => random.NextUniform().ToString("R", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Logarithms_and_powers_are_right_to_the_last_digits()
    {
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), number =>
        {
            double value = number / 1000.0;
            return Math.Abs(WorkloadRandom.Ln(value) - Math.Log(value)) <= 4e-15 * Math.Max(1, Math.Abs(Math.Log(value)))
                && Math.Abs(WorkloadRandom.Exp(value % 600) / Math.Exp(value % 600) - 1) < 1e-13;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_distributions_have_their_means_and_spreads()
    {
        WorkloadRandom random = new(1);
        const int count = 200_000;
        double[] uniform = [.. Enumerable.Range(0, count).Select(_ => random.NextUniform())];
        double[] exponential = [.. Enumerable.Range(0, count).Select(_ => random.NextExponential())];
        double[] normal = [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];

        Assert.Equal(0.5, uniform.Average(), 0.005);
        Assert.Equal(1, exponential.Average(), 0.01);
        Assert.Equal(Math.Exp(-1), exponential.Count(x => x > 1) / (double)count, 0.005);
        Assert.Equal(0, normal.Average(), 0.01);
        Assert.Equal(1, normal.Average(x => x * x), 0.02);
    }

    [Fact]
    public void Service_times_keep_their_mean_however_they_spread()
    {
        WorkloadRandom random = new(3);
        TimeSpan stated = TimeSpan.FromMilliseconds(10);
        TimeSpan[] measured = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(19)];
        ServiceTimeDistribution[] distributions =
        [
            ServiceTimeDistribution.Fixed, ServiceTimeDistribution.Exponential, ServiceTimeDistribution.Lognormal(0.7),
            ServiceTimeDistribution.Empirical(measured),
        ];

        foreach (ServiceTimeDistribution distribution in distributions)
        {
            double mean = Enumerable.Range(0, 100_000).Average(_ => (double)distribution.Draw(stated.Ticks, random));
            Assert.Equal(stated.Ticks, mean, stated.Ticks * 0.02);
        }
    }

    [Fact]
    public void The_queue_gives_events_in_order_of_time_and_then_of_number() => Prop.ForAll(
        Gen.Choose(0, 20).Two().ArrayOf().ToArbitrary(), moves =>
        {
            WorkloadQueue queue = new(moves.Length);
            (long At, int Number)[] expected = [.. moves.Select((move, i) => ((long)move.Item1, i))];
            foreach ((long at, int number) in expected)
                queue.Add(at, number);
            foreach ((_, int later) in moves)
            {
                expected = [.. expected.Order()];
                if ((queue.NextAt, queue.NextNumber) != expected[0])
                    return false;
                expected[0] = (expected[0].At + later, expected[0].Number);
                queue.MoveFirst(expected[0].At);
            }
            foreach ((long at, int number) in expected.Order())
            {
                if ((queue.NextAt, queue.NextNumber) != (at, number))
                    return false;
                queue.RemoveFirst();
            }
            return queue.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Percentiles_are_right_to_two_percent() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ArrayOf().Where(times => times.Length > 0).ToArbitrary(), times =>
        {
            LatencyHistogram histogram = new();
            foreach (int time in times)
                histogram.Add(time * 10L);
            WorkloadLatency latency = histogram.ToLatency()!;
            long[] sorted = [.. times.Select(time => time * 10L).Order()];
            bool IsNear(TimeSpan found, double share)
            {
                long exact = sorted[Math.Max(1, (int)Math.Ceiling(share * sorted.Length)) - 1];
                return Math.Abs(found.Ticks - exact) <= 0.02 * exact + 1;
            }
            return IsNear(latency.Median, 0.5) && IsNear(latency.Percentile90, 0.9) && IsNear(latency.Percentile99, 0.99)
                && latency.Maximum.Ticks == sorted[^1] && latency.Mean.Ticks == (long)sorted.Average(time => (decimal)time);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_series_has_at_most_500_points_and_keeps_the_lowest_and_the_highest() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Two().ArrayOf().Where(steps => steps.Length > 0).Resize(3000).ToArbitrary(), steps =>
        {
            BalanceSeries series = new();
            long at = 0;
            foreach ((int after, int balance) in steps)
                series.Add(at += Math.Abs(after) * 10_000L, balance);
            var points = series.ToPoints();
            return points.Count <= 500
                && points.Min(point => point.Balance.Ticks) == steps.Min(step => step.Item2)
                && points.Max(point => point.Balance.Ticks) == steps.Max(step => step.Item2)
                && points.Zip(points.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time);
        }).QuickCheckThrowOnFailure();
}
