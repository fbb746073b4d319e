using System;

namespace ThrottlingTools.Modelling;

/// <summary>Student's t and Fisher's F, by the incomplete beta function.</summary>
internal static class StudentT
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-14;

    private static readonly double[] Lanczos =
    [
        76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
        -0.5395239384953e-5,
    ];

    /// <summary>The value that t stays below with a probability.</summary>
    /// <param name="probability">Above 0.5 and below 1.</param>
    /// <param name="degreesOfFreedom">From 1.</param>
    public static double Quantile(double probability, double degreesOfFreedom)
    {
        double low = 0;
        double high = 1;
        while (Above(high, degreesOfFreedom) > 1 - probability && high < 1e12)
            high *= 2;
        for (int i = 0; i < 80; i++)
        {
            double middle = (low + high) / 2;
            if (Above(middle, degreesOfFreedom) > 1 - probability)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>The value that |t| stays below with a confidence: the half width of a two-sided interval.</summary>
    public static double TwoSided(double confidence, double degreesOfFreedom) =>
        Quantile(1 - (1 - confidence) / 2, degreesOfFreedom);

    /// <summary>The probability that t is above a value of 0 or more.</summary>
    public static double Above(double t, double degreesOfFreedom) =>
        Beta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5) / 2;

    /// <summary>The probability that F is above a value.</summary>
    public static double FAbove(double f, double numerator, double denominator) =>
        f <= 0 ? 1 : Beta(denominator / (denominator + numerator * f), denominator / 2, numerator / 2);

    /// <summary>The regularised incomplete beta function.</summary>
    private static double Beta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
            return x <= 0 ? 0 : 1;
        double front = Math.Exp(
            LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2)
            ? front * Fraction(x, a, b) / a
            : 1 - front * Fraction(1 - x, b, a) / b;
    }

    /// <summary>Its continued fraction, by Lentz's method.</summary>
    private static double Fraction(double x, double a, double b)
    {
        double c = 1;
        double d = 1 / NotZero(1 - (a + b) * x / (a + 1));
        double result = d;
        for (int m = 1; m <= 300; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            result *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            result *= d * c;
            if (Math.Abs(d * c - 1) < Precision)
                break;
        }
        return result;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static double LogGamma(double x)
    {
        double sum = 1.000000000190015;
        for (int i = 0; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x + 1 + i);
        double t = x + 5.5;
        return (x + 0.5) * Math.Log(t) - t + Math.Log(2.5066282746310005 * sum / x);
    }
}
