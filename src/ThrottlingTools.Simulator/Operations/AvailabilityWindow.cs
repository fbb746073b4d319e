using System;
using System.Globalization;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>From when to when a request asks, in the time zone that it gives.</summary>
internal sealed class AvailabilityWindow
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(62); // the documentation of FreeBusyViewOptions

    public AvailabilityWindow(XElement window)
    {
        Start = Read(window, "StartTime");
        End = Read(window, "EndTime");
        Error = End <= Start
            ? new ItemError("ErrorInvalidTimeInterval", "The end of the time window is not after its start.")
            : End - Start > Longest
                ? new ItemError("ErrorTimeIntervalTooBig", "The time window is longer than 62 days.")
                : null;
    }

    public DateTime Start { get; }

    public DateTime End { get; }

    public ItemError? Error { get; }

    public static string Format(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTime Read(XElement window, string name)
    {
        XElement element = window.Element(EwsXml.Types + name) ?? throw SoapFaultException.Missing(window, name);
        return DateTimeOffset.TryParse(
            element.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.DateTime
            : throw SoapFaultException.Schema($"The value '{element.Value}' is no time.", element);
    }
}
