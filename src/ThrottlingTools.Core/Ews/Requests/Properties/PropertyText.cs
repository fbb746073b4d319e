using System;
using System.Globalization;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Turns values of properties into the text that EWS reads.</summary>
internal static class PropertyText
{
    private static readonly (string Suffix, long Factor)[] Units =
        [("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30), ("TB", 1L << 40)];

    /// <summary>Reads a value of a property's type; <c>null</c> if it is none.</summary>
    public static string? Read(EwsPropertyPath property, string text, TimeZoneInfo local)
    {
        Type? type = TypeOf(property);
        if (property.Property?.AllowedValues is { Count: > 0 } allowed)
            return allowed.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (type == typeof(bool))
            return text.ToUpperInvariant() switch { "TRUE" or "1" => "true", "FALSE" or "0" => "false", _ => null };
        if (type == typeof(DateTimeOffset))
            return ReadDate(text, local) is { } date ? Format(date) : null;
        if (type == typeof(short) || type == typeof(int) || type == typeof(long))
            return ReadWhole(text) is { } number && number >= Minimum(type) && number <= Maximum(type)
                ? number.ToString(CultureInfo.InvariantCulture) : null;
        if (type == typeof(double) || type == typeof(float))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? XmlConvert.ToString(value) : null;
        if (type == typeof(Guid))
            return Guid.TryParse(text, out Guid guid) ? guid.ToString("D") : null;
        if (type == typeof(TimeSpan))
            return ReadDuration(text) is { } duration ? XmlConvert.ToString(duration) : null;
        return type == typeof(byte[]) && !IsBase64(text) ? null : text;
    }

    /// <summary>What is accepted, for a message.</summary>
    public static string Accepted(EwsPropertyPath property)
    {
        if (property.Property?.AllowedValues is { Count: > 0 } allowed)
            return string.Join(", ", allowed);
        Type? type = TypeOf(property);
        return type == typeof(bool) ? "$true or $false"
            : type == typeof(DateTimeOffset) ? "a date such as '2026-01-31' or '2026-01-31T08:00:00Z'"
            : type == typeof(int) || type == typeof(long) || type == typeof(short)
                ? "a whole number such as 100, 0x10 or 5MB"
            : type == typeof(double) || type == typeof(float) ? "a number such as 0.5"
            : type == typeof(Guid) ? "a GUID"
            : type == typeof(TimeSpan) ? "a length of time such as '01:30:00' or 'PT90M'"
            : type == typeof(byte[]) ? "base64"
            : "text in quotes";
    }

    /// <summary>Writes a value of .NET as EWS does; <c>null</c> if it is not of the property's type.</summary>
    public static string? Format(EwsPropertyPath property, object value)
    {
        string text = value switch
        {
            DateTimeOffset date => Format(date),
            DateTime date => Format(new DateTimeOffset(date)),
            TimeSpan duration => XmlConvert.ToString(duration),
            byte[] bytes => Convert.ToBase64String(bytes),
            double number => XmlConvert.ToString(number),
            float number => XmlConvert.ToString(number),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        return Read(property, text, TimeZoneInfo.Local);
    }

    /// <summary>Reads a whole number: decimal, hexadecimal, or with KB, MB, GB or TB.</summary>
    public static long? ReadWhole(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return long.TryParse(
                text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex)
                ? hex : null;
        (string suffix, long factor) = Units.FirstOrDefault(
            unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        string digits = text.Substring(0, text.Length - (suffix?.Length ?? 0)).TrimEnd();
        if (!decimal.TryParse(
            digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out decimal number) || Math.Abs(number) > long.MaxValue / Math.Max(1, factor))
            return null;
        decimal whole = number * Math.Max(1, factor);
        return whole == decimal.Truncate(whole) ? (long)whole : null;
    }

    private static Type? TypeOf(EwsPropertyPath property) =>
        property is EwsExtendedProperty extended ? extended.PropertyType.Single().ToType() : property.ValueType;

    private static DateTimeOffset? ReadDate(string text, TimeZoneInfo local)
    {
        const DateTimeStyles Styles =
            DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault;
        // Without a date it is in the year 1; with an offset the ends of the calendar would be passed.
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles, out DateTime date)
            || date.Year == DateTime.MinValue.Year || date.Year == DateTime.MaxValue.Year)
            return null;
        if (date.Kind == DateTimeKind.Unspecified)
            return local.IsInvalidTime(date) ? null : new DateTimeOffset(date, local.GetUtcOffset(date));
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset exact)
            ? exact : null;
    }

    private static string Format(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static TimeSpan? ReadDuration(string text)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration))
            return duration;
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static long Minimum(Type type) =>
        type == typeof(short) ? short.MinValue : type == typeof(int) ? int.MinValue : long.MinValue;

    private static long Maximum(Type type) =>
        type == typeof(short) ? short.MaxValue : type == typeof(int) ? int.MaxValue : long.MaxValue;
}
