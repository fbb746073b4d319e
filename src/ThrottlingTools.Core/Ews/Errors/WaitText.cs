using System;
using System.Globalization;

namespace ThrottlingTools.Ews;

/// <summary>A wait in words, as exact as somebody who waits wants to know.</summary>
internal static class WaitText
{
    /// <summary>Milliseconds below a minute, seconds below an hour, minutes above.</summary>
    public static string Of(TimeSpan wait) => string.Format(
        CultureInfo.InvariantCulture,
        wait < TimeSpan.FromMinutes(1) ? "{0:0.###} s"
            : wait < TimeSpan.FromHours(1) ? "{1} min {2} s" : "{3} h {1} min",
        wait.TotalSeconds, wait.Minutes, wait.Seconds, (long)wait.TotalHours);
}
