using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Probing;

/// <summary>Which sizes are measured next: a grid first, then what tells most about the knee.</summary>
internal sealed class BatchSizeDesign
{
    private const int Ratio = 2;
    private const double Narrow = 1.25;

    private static readonly int[] RoundDigits = [10, 12, 14, 16, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90];

    private readonly Random _random;

    public BatchSizeDesign(int seed) => _random = new Random(seed);

    /// <summary>Sizes of which each is twice the one before, with both ends.</summary>
    public static IReadOnlyList<int> Grid(int minimum, int maximum)
    {
        List<int> sizes = [];
        for (long size = minimum; size < maximum; size *= Ratio)
            sizes.Add((int)size);
        if (sizes.Count > 1 && maximum < sizes[sizes.Count - 1] * Narrow)
            sizes.RemoveAt(sizes.Count - 1);
        sizes.Add(maximum);
        return sizes;
    }

    /// <summary>Sizes in an order that nothing that changes with time can follow.</summary>
#pragma warning disable CA5394 // The order of an experiment; no secret depends on it.
    public IReadOnlyList<int> Shuffle(IEnumerable<int> sizes) => sizes.OrderBy(_ => _random.Next()).ToArray();
#pragma warning restore CA5394

    /// <summary>
    /// A block that narrows the knee: its bounds, and the ends of the line, twice; around a bend, what is beside it.
    /// </summary>
    /// <param name="analysis">What is known.</param>
    /// <param name="measured">The sizes that were measured and may be measured again, in order.</param>
    public IReadOnlyList<int> Refine(BatchSizeAnalysis analysis, IReadOnlyList<int> measured)
    {
        int smallest = measured[0];
        int largest = measured[measured.Count - 1];
        HashSet<int> knee = [Round(analysis.Knee, smallest, largest), RoundUp(analysis.KneeHigh, largest)];
        if (analysis.Curve is CostCurve { Bends: { Length: > 0 } bends })
        {
            knee.UnionWith(bends);
            knee.UnionWith(bends.SelectMany(bend => Beside(bend, measured)));
            knee.Add(analysis.Fastest);
            return Shuffle([smallest, .. knee]);
        }
        if (analysis.Curve is MeansCurve)
            knee.UnionWith(Beside(analysis.Fastest, measured));
        return Shuffle([smallest, largest, smallest, largest, .. knee]);
    }

    /// <summary>
    /// Whether more measuring would hardly change the recommendation: the bounds of the knee are within a quarter, or
    /// one item, of each other, and what is beside a bend is known as closely.
    /// </summary>
    public static bool IsCertain(BatchSizeAnalysis analysis, IReadOnlyList<int> measured) =>
        analysis.KneeHigh <= Math.Max(analysis.KneeLow + 1, analysis.KneeLow * Narrow)
        && analysis.Curve switch
        {
            CostCurve { Bends: var bends } => !bends.SelectMany(bend => Beside(bend, measured)).Any(),
            MeansCurve => !Beside(analysis.Fastest, measured).Any(),
            _ => true,
        };

    /// <summary>A size that people would write, near a size and not below it.</summary>
    public static int RoundUp(int size, int maximum)
    {
        for (int scale = 1; ; scale *= 10)
        {
            foreach (int digits in RoundDigits)
            {
                int candidate = scale == 1 && size < 10 ? size : digits * scale;
                if (candidate >= size)
                    return Math.Min(candidate, maximum);
            }
        }
    }

    private static int Round(int size, int minimum, int maximum) =>
        Math.Max(minimum, RoundUp(Math.Max(1, (int)(size * 0.95)), maximum));

    /// <summary>The middles to the neighbours of a size that are not close to it yet.</summary>
    private static IEnumerable<int> Beside(int size, IReadOnlyList<int> measured)
    {
        int below = measured.LastOrDefault(other => other < size);
        int above = measured.FirstOrDefault(other => other > size);
        if (below > 0 && size > Math.Max(below + 1, below * Narrow))
            yield return Middle(below, size);
        if (above > 0 && above > Math.Max(size + 1, size * Narrow))
            yield return Middle(size, above);
    }

    private static int Middle(int low, int high) => (int)Math.Round(Math.Sqrt((double)low * high));
}
