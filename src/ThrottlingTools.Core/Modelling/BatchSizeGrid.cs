using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Modelling;

/// <summary>Which batch sizes to compare.</summary>
public static class BatchSizeGrid
{
    private const int StepsEachTenfold = 8;

    /// <summary>Sizes for a first look.</summary>
    public static IReadOnlyList<int> Default { get; } = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>Sizes that grow by about a third each, both ends included.</summary>
    /// <param name="minimum">The first; 1 or more.</param>
    /// <param name="maximum">The last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first is below 1, or above the last.</exception>
    public static IReadOnlyList<int> Geometric(int minimum, int maximum)
    {
        Check(minimum, maximum);
        int steps = (int)Math.Ceiling(StepsEachTenfold * Math.Log10(maximum / (double)minimum));
        return Enumerable.Range(0, steps + 1)
            .Select(step => step == 0 ? minimum
                : (int)Math.Round(minimum * Math.Pow(maximum / (double)minimum, step / (double)steps)))
            .Distinct()
            .ToArray();
    }

    /// <summary>All sizes.</summary>
    /// <param name="minimum">The first; 1 or more.</param>
    /// <param name="maximum">The last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first is below 1, or above the last.</exception>
    public static IReadOnlyList<int> All(int minimum, int maximum)
    {
        Check(minimum, maximum);
        return Enumerable.Range(minimum, maximum - minimum + 1).ToArray();
    }

    private static void Check(int minimum, int maximum)
    {
        if (minimum < 1 || maximum < minimum)
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "Sizes are 1 or more, and go up.");
    }
}
