using System;
using System.Collections;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>
/// Turns what a policy property can hold (a number, text as remoting sends it, Exchange's own types) into the value of
/// its parameter.
/// </summary>
internal static class SettingConverter
{
    /// <summary>Converts one value.</summary>
    /// <param name="parameter">The parameter; <c>null</c> keeps the value as it is.</param>
    /// <param name="name">The name for messages.</param>
    /// <param name="value">The raw value.</param>
    /// <param name="where">File and line for messages.</param>
    /// <exception cref="ThrottlingToolsException">The value does not fit the parameter.</exception>
    public static object? Convert(PolicyParameter? parameter, string name, object? value, string? where)
    {
        if (value is null || (value is string text && text.Trim().Length == 0))
            return null;
        object? converted = parameter?.Kind switch
        {
            null => value,
            ParameterKind.Limit => ToLimit(parameter, value),
            ParameterKind.Flag => value as bool? ?? (bool.TryParse(TextOf(value), out bool flag) ? flag : null),
            ParameterKind.Scope => ToScope(value),
            ParameterKind.Guid => value as Guid? ?? (System.Guid.TryParse(TextOf(value), out Guid guid) ? guid : null),
            ParameterKind.Date => ToDate(value),
            ParameterKind.List => ToList(value),
            _ => TextOf(value),
        };
        return converted ?? throw Errors.InvalidSetting(name, TextOf(value), parameter!.Accepted, where);
    }

    private static Unlimited? ToLimit(PolicyParameter parameter, object value)
    {
        Unlimited? limit = value switch
        {
            Unlimited unchanged => unchanged,
            bool => null,
            IConvertible given when Unlimited.IsNumber(given) => FromNumber(given.ToDouble(null)),
            _ => Unlimited.TryParse(TextOf(value), out Unlimited parsed) ? parsed : null,
        };
        return limit is { IsUnlimited: false, Value: long number }
            && (number < parameter.Minimum || number > parameter.Maximum)
            ? null
            : limit;
    }

    private static Unlimited? FromNumber(double number) =>
        number >= 0 && number <= uint.MaxValue && Math.Floor(number) == number ? Unlimited.FromDouble(number) : null;

    private static ThrottlingPolicyScopeType? ToScope(object value) =>
        Enum.TryParse(TextOf(value), ignoreCase: true, out ThrottlingPolicyScopeType scope)
        && Enum.IsDefined(typeof(ThrottlingPolicyScopeType), scope)
            ? scope
            : null;

    // A date that was printed in a local format keeps its text: reading it in another culture would change it.
    private static object ToDate(object value) => value switch
    {
        DateTime date => date,
        DateTimeOffset date => date.UtcDateTime,
        _ => DateTime.TryParseExact(
                TextOf(value), "o", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime parsed)
            ? parsed
            : TextOf(value),
    };

    private static string[] ToList(object value) => value is IEnumerable list and not string
        ? list.Cast<object>().Select(TextOf).ToArray()
        : TextOf(value).Trim('{', '}').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static string TextOf(object value) =>
        System.Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? "";
}
