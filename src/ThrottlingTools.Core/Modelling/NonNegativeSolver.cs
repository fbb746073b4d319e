using System.Linq;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Least squares whose coefficients are never negative: of all choices of columns the best that is so.
/// </summary>
internal static class NonNegativeSolver
{
    public static double[] Solve(double[][] rows, double[] values, double[] weights)
    {
        int columns = rows[0].Length;
        double[] best = new double[columns];
        double least = double.PositiveInfinity;
        for (int choice = 1; choice < 1 << columns; choice++)
        {
            int[] used = Enumerable.Range(0, columns).Where(column => (choice & (1 << column)) != 0).ToArray();
            double[][] part = rows.Select(row => used.Select(column => row[column]).ToArray()).ToArray();
            if (LinearSystem.Solve(part, values, weights) is not { } found || found.Any(value => value < 0))
                continue;
            double loss = Loss(part, values, weights, found);
            if (loss >= least)
                continue;
            least = loss;
            best = new double[columns];
            for (int i = 0; i < used.Length; i++)
                best[used[i]] = found[i];
        }
        return best;
    }

    private static double Loss(double[][] rows, double[] values, double[] weights, double[] found)
    {
        double loss = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double rest = values[i] - rows[i].Select((value, column) => value * found[column]).Sum();
            loss += weights[i] * rest * rest;
        }
        return loss;
    }
}
