using System;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Random numbers that are the same on every platform: xoshiro256** of Blackman and Vigna, and logarithms and powers by
/// the basic operations that IEEE 754 defines to the last bit.
/// </summary>
internal sealed class WorkloadRandom
{
    private const double Ln2 = 0.693147180559945309417232;

    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private double _spareNormal = double.NaN;

    public WorkloadRandom(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>0 or more, below 1.</summary>
    public double NextUniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Of mean 1.</summary>
    public double NextExponential() => -Ln(1 - NextUniform());

    /// <summary>Of mean 0 and deviation 1, by Marsaglia's polar method.</summary>
    public double NextNormal()
    {
        double normal = _spareNormal;
        _spareNormal = double.NaN;
        if (!double.IsNaN(normal))
            return normal;
        double x, y, square;
        do
        {
            x = 2 * NextUniform() - 1;
            y = 2 * NextUniform() - 1;
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        double scale = Math.Sqrt(-2 * Ln(square) / square);
        _spareNormal = y * scale;
        return x * scale;
    }

    /// <summary>The natural logarithm of a normal positive number.</summary>
    public static double Ln(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        long exponent = (bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }
        double ratio = (mantissa - 1) / (mantissa + 1);
        double square = ratio * ratio;
        double sum = 0;
        for (int power = 23; power >= 1; power -= 2)
            sum = sum * square + 1.0 / power;
        return 2 * ratio * sum + exponent * Ln2;
    }

    /// <summary>e to a power of at most 700 either way.</summary>
    public static double Exp(double power)
    {
        double limited = Math.Max(-700, Math.Min(700, power));
        double doublings = Math.Floor(limited / Ln2 + 0.5);
        double rest = limited - doublings * Ln2;
        double sum = 1;
        for (int term = 16; term >= 1; term--)
            sum = 1 + sum * rest / term;
        return sum * BitConverter.Int64BitsToDouble(((long)doublings + 1023) << 52);
    }

    private ulong Next()
    {
        ulong result = Rotate(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = Rotate(_d, 45);
        return result;
    }

    private static ulong Rotate(ulong value, int by) => (value << by) | (value >> (64 - by));

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
