using System;
using System.Globalization;

namespace ThrottlingTools.Profiles;

/// <summary>
/// A policy limit: a number from 0 to 4,294,967,295 (<see cref="uint"/>), or Unlimited. It prints, parses and compares
/// as Exchange's own <c>Unlimited&lt;UInt32&gt;</c> does (learn-throttlingpolicy-class).
/// </summary>
/// <remarks>
/// The default value is 0. A missing limit is a null <c>Unlimited?</c>, never a value of this type.
/// Conversion to a narrower number saturates, so that <c>10 -lt $limit</c> holds for every limit above 10.
/// </remarks>
public readonly struct Unlimited : IEquatable<Unlimited>, IComparable<Unlimited>, IComparable, IFormattable
{
    /// <summary>How Exchange prints a limit that is off.</summary>
    public const string UnlimitedString = "Unlimited";

    private readonly uint _value;

    /// <summary>Makes a limit of a number.</summary>
    /// <param name="value">The number, 0 to 4,294,967,295.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or too large.</exception>
    public Unlimited(long value)
    {
        if (value < 0 || value > uint.MaxValue)
            throw new ArgumentOutOfRangeException(
                nameof(value), value, $"A limit is 0 to {uint.MaxValue}, or Unlimited.");
        _value = (uint)value;
    }

    private Unlimited(bool isUnlimited) => IsUnlimited = isUnlimited;

    /// <summary>The limit that is off.</summary>
    public static Unlimited UnlimitedValue => new(isUnlimited: true);

    /// <summary>Whether the limit is off.</summary>
    public bool IsUnlimited { get; }

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The limit is Unlimited.</exception>
    public long Value => IsUnlimited ? throw new InvalidOperationException("Unlimited has no number.") : _value;

    /// <summary>Reads <c>Unlimited</c> (any case) or a whole number.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static Unlimited Parse(string text) =>
        TryParse(text, out Unlimited result)
            ? result
            : throw new FormatException($"'{text}' is neither a whole number from 0 to {uint.MaxValue} nor Unlimited.");

    /// <summary>Reads <c>Unlimited</c> (any case) or a whole number; tells whether it could.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">The limit.</param>
    public static bool TryParse(string? text, out Unlimited result)
    {
        string trimmed = text?.Trim() ?? "";
        bool isUnlimited = trimmed.Equals(UnlimitedString, StringComparison.OrdinalIgnoreCase);
        bool isNumber = uint.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out uint number);
        result = isUnlimited ? UnlimitedValue : new Unlimited(number);
        return isUnlimited || isNumber;
    }

    /// <inheritdoc/>
    public int CompareTo(Unlimited other) =>
        IsUnlimited || other.IsUnlimited ? IsUnlimited.CompareTo(other.IsUnlimited) : _value.CompareTo(other._value);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null ? 1 : CompareTo(ConvertFrom(obj));

    /// <inheritdoc/>
    public bool Equals(Unlimited other) => IsUnlimited == other.IsUnlimited && _value == other._value;

    /// <summary>Whether the other is an equal limit, number or text.</summary>
    /// <param name="obj">A limit, a whole number, or text that <see cref="TryParse"/> reads.</param>
    public override bool Equals(object? obj) => obj switch
    {
        Unlimited other => Equals(other),
        string text => TryParse(text, out Unlimited other) && Equals(other),
        IConvertible number when IsNumber(number) => !IsUnlimited && number.ToDouble(null) == _value,
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => IsUnlimited ? -1 : _value.GetHashCode();

    /// <summary>The number in plain digits, or <c>Unlimited</c>.</summary>
    public override string ToString() => ToString(null, null);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        IsUnlimited ? UnlimitedString : _value.ToString(format, formatProvider ?? CultureInfo.InvariantCulture);

    /// <summary>The limit as a number; positive infinity when Unlimited.</summary>
    public double ToDouble() => IsUnlimited ? double.PositiveInfinity : _value;

    /// <summary>Makes a limit of a number.</summary>
    public static implicit operator Unlimited(int value) => new(value);

    /// <summary>Makes a limit of a number.</summary>
    public static implicit operator Unlimited(long value) => new(value);

    /// <summary>Makes a limit of a number.</summary>
    public static implicit operator Unlimited(uint value) => new(value);

    /// <summary>Makes a limit of a whole number; positive infinity is Unlimited.</summary>
    public static explicit operator Unlimited(double value) => FromDouble(value);

    /// <summary>The number; positive infinity when Unlimited.</summary>
    public static implicit operator double(Unlimited value) => value.ToDouble();

    /// <summary>The number, at most <see cref="int.MaxValue"/>, which is also what Unlimited becomes.</summary>
    public static explicit operator int(Unlimited value) => (int)Math.Min(value.ToDouble(), int.MaxValue);

    /// <summary>The number; <see cref="long.MaxValue"/> when Unlimited.</summary>
    public static explicit operator long(Unlimited value) => value.IsUnlimited ? long.MaxValue : value._value;

    /// <summary>The number; <see cref="uint.MaxValue"/> when Unlimited.</summary>
    public static explicit operator uint(Unlimited value) => value.IsUnlimited ? uint.MaxValue : value._value;

    /// <summary>Whether both are equal.</summary>
    public static bool operator ==(Unlimited left, Unlimited right) => left.Equals(right);

    /// <summary>Whether both differ.</summary>
    public static bool operator !=(Unlimited left, Unlimited right) => !left.Equals(right);

    /// <summary>Whether the left is the lower limit.</summary>
    public static bool operator <(Unlimited left, Unlimited right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is the higher limit.</summary>
    public static bool operator >(Unlimited left, Unlimited right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is at most the right.</summary>
    public static bool operator <=(Unlimited left, Unlimited right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is at least the right.</summary>
    public static bool operator >=(Unlimited left, Unlimited right) => left.CompareTo(right) >= 0;

    /// <summary>The sum as a number; Unlimited counts as positive infinity.</summary>
    public static double operator +(Unlimited left, Unlimited right) => left.ToDouble() + right.ToDouble();

    /// <inheritdoc cref="op_Addition(Unlimited, Unlimited)"/>
    public static double operator +(Unlimited left, double right) => left.ToDouble() + right;

    /// <inheritdoc cref="op_Addition(Unlimited, Unlimited)"/>
    public static double operator +(double left, Unlimited right) => left + right.ToDouble();

    /// <summary>The difference as a number; Unlimited counts as positive infinity.</summary>
    public static double operator -(Unlimited left, Unlimited right) => left.ToDouble() - right.ToDouble();

    /// <inheritdoc cref="op_Subtraction(Unlimited, Unlimited)"/>
    public static double operator -(Unlimited left, double right) => left.ToDouble() - right;

    /// <inheritdoc cref="op_Subtraction(Unlimited, Unlimited)"/>
    public static double operator -(double left, Unlimited right) => left - right.ToDouble();

    /// <summary>The product as a number; Unlimited counts as positive infinity.</summary>
    public static double operator *(Unlimited left, Unlimited right) => left.ToDouble() * right.ToDouble();

    /// <inheritdoc cref="op_Multiply(Unlimited, Unlimited)"/>
    public static double operator *(Unlimited left, double right) => left.ToDouble() * right;

    /// <inheritdoc cref="op_Multiply(Unlimited, Unlimited)"/>
    public static double operator *(double left, Unlimited right) => left * right.ToDouble();

    /// <summary>The quotient as a number; Unlimited counts as positive infinity.</summary>
    public static double operator /(Unlimited left, Unlimited right) => left.ToDouble() / right.ToDouble();

    /// <inheritdoc cref="op_Division(Unlimited, Unlimited)"/>
    public static double operator /(Unlimited left, double right) => left.ToDouble() / right;

    /// <inheritdoc cref="op_Division(Unlimited, Unlimited)"/>
    public static double operator /(double left, Unlimited right) => left / right.ToDouble();

    internal static bool IsNumber(IConvertible value) =>
        value.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal;

    internal static Unlimited FromDouble(double value) =>
        double.IsPositiveInfinity(value) ? UnlimitedValue
        : value >= 0 && value <= uint.MaxValue && Math.Floor(value) == value ? new Unlimited((long)value)
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"A limit is a whole number from 0 to {uint.MaxValue}, or Unlimited.");

    private static Unlimited ConvertFrom(object value) => value switch
    {
        Unlimited limit => limit,
        string text => Parse(text),
        IConvertible number when IsNumber(number) => FromDouble(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A limit cannot be compared with {value.GetType()}.", nameof(value)),
    };
}
