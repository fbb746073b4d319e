using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ThrottlingTools.Yaml;

/// <summary>Times in scenario files: a number with its unit, or hours, minutes and seconds with colons.</summary>
internal static class ScenarioTime
{
    public const string Accepted = "a time of 0 or more such as 250us, 20ms, 90s, 15m, 2h, 1d or 01:30:00";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private static readonly Regex WithUnit = new(
        @"^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|m|min|h|d)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex WithColons = new(
        @"^\s*(\d+\.)?\d{1,2}:\d{2}:\d{2}(\.\d{1,7})?\s*$", RegexOptions.CultureInvariant);

    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (WithColons.IsMatch(text))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time) && time <= Longest;
        if (text.Trim() == "0")
            return true;
        if (WithUnit.Match(text) is not { Success: true } match)
            return false;
        double ticks = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            * TicksOf(match.Groups[2].Value.ToUpperInvariant());
        if (ticks > Longest.Ticks)
            return false;
        time = TimeSpan.FromTicks((long)Math.Round(ticks));
        return true;
    }

    private static double TicksOf(string unit) => unit switch
    {
        "US" => TimeSpan.TicksPerMillisecond / 1000.0,
        "MS" => TimeSpan.TicksPerMillisecond,
        "S" => TimeSpan.TicksPerSecond,
        "H" => TimeSpan.TicksPerHour,
        "D" => TimeSpan.TicksPerDay,
        _ => TimeSpan.TicksPerMinute,
    };
}
