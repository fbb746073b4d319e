using System;
using System.Linq;

namespace ThrottlingTools.Modelling;

/// <summary>Weighted least squares of a few columns.</summary>
internal static class LinearSystem
{
    private const double LeastPivot = 1e-12;

    /// <summary>The coefficients; <c>null</c> if the columns depend on each other.</summary>
    public static double[]? Solve(double[][] rows, double[] values, double[] weights)
    {
        if (Inverse(Normal(rows, weights)) is not { } inverse)
            return null;
        double[] right = new double[rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int column = 0; column < right.Length; column++)
                right[column] += weights[i] * rows[i][column] * values[i];
        }
        return right.Select((_, column) => right.Select((value, j) => inverse[column, j] * value).Sum()).ToArray();
    }

    /// <summary>The covariance of the coefficients, HC3: each residual as though its row had not been fitted.</summary>
    public static double[,] Sandwich(double[][] rows, double[] weights, double[] residuals)
    {
        int size = rows[0].Length;
        double[,] inverse = Inverse(Normal(rows, weights)) ?? new double[size, size];
        double[] squares = rows
            .Select((row, i) => weights[i] * residuals[i] / Math.Max(1e-3, 1 - weights[i] * Form(inverse, row)))
            .Select(rest => rest * rest)
            .ToArray();
        return Multiply(Multiply(inverse, Normal(rows, squares)), inverse);
    }

    /// <summary>The quadratic form of a row.</summary>
    public static double Form(double[,] matrix, double[] row) =>
        row.Select((left, i) => left * row.Select((right, j) => matrix[i, j] * right).Sum()).Sum();

    private static double[,] Normal(double[][] rows, double[] weights)
    {
        int size = rows[0].Length;
        double[,] normal = new double[size, size];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int row = 0; row < size; row++)
            {
                for (int column = 0; column < size; column++)
                    normal[row, column] += weights[i] * rows[i][row] * rows[i][column];
            }
        }
        return normal;
    }

    /// <summary>The inverse of a symmetric matrix, its columns brought to one scale first.</summary>
    private static double[,]? Inverse(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[] scale = Enumerable.Range(0, size).Select(i => Math.Sqrt(matrix[i, i])).ToArray();
        if (scale.Any(value => !(value > 0)))
            return null;
        double[,] left = new double[size, size];
        double[,] right = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            right[i, i] = 1;
            for (int j = 0; j < size; j++)
                left[i, j] = matrix[i, j] / (scale[i] * scale[j]);
        }
        for (int pivot = 0; pivot < size; pivot++)
        {
            if (!(left[pivot, pivot] > LeastPivot)) // positive definite: the pivots need no choice
                return null;
            Eliminate(left, right, pivot);
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                right[i, j] /= scale[i] * scale[j];
        }
        return right;
    }

    private static void Eliminate(double[,] left, double[,] right, int pivot)
    {
        int size = left.GetLength(0);
        double divisor = left[pivot, pivot];
        for (int column = 0; column < size; column++)
        {
            left[pivot, column] /= divisor;
            right[pivot, column] /= divisor;
        }
        for (int row = 0; row < size; row++)
        {
            double factor = row == pivot ? 0 : left[row, pivot];
            for (int column = 0; column < size && factor != 0; column++)
            {
                left[row, column] -= factor * left[pivot, column];
                right[row, column] -= factor * right[pivot, column];
            }
        }
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        int size = a.GetLength(0);
        double[,] product = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++)
                    product[i, j] += a[i, k] * b[k, j];
            }
        }
        return product;
    }
}
