using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>The header <c>Retry-After</c>: seconds, or a date in one of the three forms of RFC 9110.</summary>
internal static class RetryAfter
{
    private static readonly string[] DateFormats =
    [
        "ddd, d MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    /// <summary>The wait; a date that has passed is zero; <c>null</c> if the header is missing or unreadable.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="utcNow">When it arrived; the header <c>Date</c> goes before it, for the clocks may differ.</param>
    internal static TimeSpan? Read(IReadOnlyDictionary<string, string> headers, DateTimeOffset utcNow)
    {
        if (!headers.TryGetValue("Retry-After", out string? text))
            return null;
        if (Seconds(text) is { } seconds)
            return seconds < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond
                ? TimeSpan.FromTicks(seconds * TimeSpan.TicksPerSecond)
                : TimeSpan.MaxValue;
        if (Date(text) is not { } until)
            return null;
        DateTimeOffset? stated = headers.TryGetValue("Date", out string? date) ? Date(date) : null;
        DateTimeOffset sent = stated ?? utcNow;
        return until > sent ? until - sent : TimeSpan.Zero;
    }

    // A header that came twice is joined by a comma; the longer wait holds.
    private static long? Seconds(string text)
    {
        long?[] values = text.Split(',').Select(Second).ToArray();
        return values.All(value => value is not null) ? values.Max() : null;
    }

    private static long? Second(string text)
    {
        string digits = text.Trim();
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds
            : digits.Length > 0 && digits.All(c => c is >= '0' and <= '9') ? long.MaxValue
            : null;
    }

    private static DateTimeOffset? Date(string text)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (DateTimeOffset.TryParseExact(text.Trim(), DateFormats, culture, Styles, out DateTimeOffset date))
            return date;
        // Servers err in the day of the week and the zone; without a time of day it is no date but a number.
        string withoutDay = text.Substring(text.IndexOf(',') + 1);
        bool isDate = text.IndexOf(':') >= 0 && DateTimeOffset.TryParse(withoutDay, culture, Styles, out date);
        return isDate ? date : null;
    }
}
