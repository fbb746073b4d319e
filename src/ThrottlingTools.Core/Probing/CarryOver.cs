using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>
/// Finds out whether requests take longer while the budget of those before them is not recharged: then the server
/// delays, and the rests are too short.
/// </summary>
internal static class CarryOver
{
    private const int Fewest = 12;
    private const double Level = 0.001; // looked at after every sample
    private const double Noticeable = 1.25;

    /// <summary>Whether it is seen: each latency is compared with those of its own size alone.</summary>
    public static bool IsSeen(IReadOnlyList<BatchSizeSample> samples)
    {
        BatchSizeSample[] used = samples.Where(sample => sample.IsUsed && sample.Error is null).ToArray();
        if (used.Length < Fewest)
            return false;
        List<(double Log, double InUse)> centred = [];
        int sizes = 0;
        foreach (BatchSizeSample[] group in used.GroupBy(sample => sample.BatchSize).Select(group => group.ToArray()))
        {
            double log = group.Average(sample => Math.Log(sample.Seconds));
            double inUse = group.Average(sample => sample.BudgetInUse.TotalSeconds);
            centred.AddRange(group.Select(
                sample => (Math.Log(sample.Seconds) - log, sample.BudgetInUse.TotalSeconds - inUse)));
            sizes++;
        }
        double spread = centred.Sum(pair => pair.InUse * pair.InUse);
        int free = used.Length - sizes - 1;
        if (spread <= 0 || free < 3)
            return false;
        double slope = centred.Sum(pair => pair.Log * pair.InUse) / spread;
        double rest = centred.Sum(pair => (pair.Log - slope * pair.InUse) * (pair.Log - slope * pair.InUse));
        double error = Math.Sqrt(rest / free / spread);
        double range = centred.Max(pair => pair.InUse) - centred.Min(pair => pair.InUse);
        return slope * range > Math.Log(Noticeable)
            && (error <= 0 || StudentT.Above(Math.Max(0, slope / error), free) < Level);
    }

    /// <summary>Whether a sample was taken while more was open than a tenth of what it took.</summary>
    public static bool Concerns(BatchSizeSample sample) => sample.BudgetInUse.Ticks > sample.Elapsed.Ticks / 10;
}
