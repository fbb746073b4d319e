using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools;

/// <summary>Finds what somebody who mistyped a name may have meant.</summary>
internal static class NearestName
{
    /// <summary>The known name that is closest; <c>null</c> if none is close.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        (string? Name, int Distance) best = known
            .Select(candidate => ((string?)candidate, Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Item2)
            .FirstOrDefault();
        return best.Distance <= Math.Max(2, name.Length / 4) ? best.Name : null;
    }

    private static int Distance(string left, string right)
    {
        int[] row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.Length];
    }
}
