using System;
using System.Xml;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>A time zone with at most two changes a year, on Sundays.</summary>
internal sealed record ServerTimeZone(
    string Id, string Name, TimeSpan Offset, ServerTimeZone.Change? Summer, ServerTimeZone.Change? Winter)
{
    private static readonly Change EuropeSummer = new(3, -1, 1), EuropeWinter = new(10, -1, 1);
    private static readonly Change UsSummer = new(3, 2, 2), UsWinter = new(11, 1, 2);

    public static ServerTimeZone[] All { get; } =
    [
        new("UTC", "(UTC) Coordinated Universal Time", TimeSpan.Zero, null, null),
        new("GMT Standard Time", "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", TimeSpan.Zero,
            EuropeSummer, EuropeWinter with { Hour = 2 }),
        new("W. Europe Standard Time", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
            TimeSpan.FromHours(1), EuropeSummer with { Hour = 2 }, EuropeWinter with { Hour = 3 }),
        new("Eastern Standard Time", "(UTC-05:00) Eastern Time (US & Canada)", TimeSpan.FromHours(-5),
            UsSummer, UsWinter),
        new("Pacific Standard Time", "(UTC-08:00) Pacific Time (US & Canada)", TimeSpan.FromHours(-8),
            UsSummer, UsWinter),
        new("Tokyo Standard Time", "(UTC+09:00) Osaka, Sapporo, Tokyo", TimeSpan.FromHours(9), null, null),
    ];

    public void Write(XmlWriter writer, bool isFull)
    {
        writer.WriteStartElement("t", "TimeZoneDefinition", EwsXml.TypesUri);
        writer.WriteAttributeString("Id", Id);
        writer.WriteAttributeString("Name", Name);
        if (isFull)
        {
            WritePeriods(writer);
            WriteGroups(writer);
            writer.WriteStartElement("t", "Transitions", EwsXml.TypesUri);
            WriteTransition(writer, "Group", "0");
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private void WritePeriods(XmlWriter writer)
    {
        writer.WriteStartElement("t", "Periods", EwsXml.TypesUri);
        WritePeriod(writer, "Standard", -Offset);
        if (Summer is not null)
            WritePeriod(writer, "Daylight", -Offset - TimeSpan.FromHours(1));
        writer.WriteEndElement();
    }

    private void WriteGroups(XmlWriter writer)
    {
        writer.WriteStartElement("t", "TransitionsGroups", EwsXml.TypesUri);
        writer.WriteStartElement("t", "TransitionsGroup", EwsXml.TypesUri);
        writer.WriteAttributeString("Id", "0");
        if (Summer is null || Winter is null)
            WriteTransition(writer, "Period", PeriodId("Standard"));
        else
        {
            WriteRecurring(writer, "Daylight", Summer);
            WriteRecurring(writer, "Standard", Winter);
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private void WritePeriod(XmlWriter writer, string name, TimeSpan bias)
    {
        writer.WriteStartElement("t", "Period", EwsXml.TypesUri);
        writer.WriteAttributeString("Bias", XmlConvert.ToString(bias));
        writer.WriteAttributeString("Name", name);
        writer.WriteAttributeString("Id", PeriodId(name));
        writer.WriteEndElement();
    }

    private void WriteRecurring(XmlWriter writer, string period, Change change)
    {
        writer.WriteStartElement("t", "RecurringDayTransition", EwsXml.TypesUri);
        WriteTo(writer, "Period", PeriodId(period));
        Text(writer, "TimeOffset", XmlConvert.ToString(TimeSpan.FromHours(change.Hour)));
        Text(writer, "Month", XmlConvert.ToString(change.Month));
        Text(writer, "DayOfWeek", "Sunday");
        Text(writer, "Occurrence", XmlConvert.ToString(change.Occurrence));
        writer.WriteEndElement();
    }

    private static void WriteTransition(XmlWriter writer, string kind, string to)
    {
        writer.WriteStartElement("t", "Transition", EwsXml.TypesUri);
        WriteTo(writer, kind, to);
        writer.WriteEndElement();
    }

    private static void WriteTo(XmlWriter writer, string kind, string to)
    {
        writer.WriteStartElement("t", "To", EwsXml.TypesUri);
        writer.WriteAttributeString("Kind", kind);
        writer.WriteString(to);
        writer.WriteEndElement();
    }

    private string PeriodId(string name) => $"trule:Microsoft/Registry/{Id}/1-{name}";

    private static void Text(XmlWriter writer, string name, string value) =>
        writer.WriteElementString("t", name, EwsXml.TypesUri, value);

    /// <summary>A change of the clock: the n-th Sunday of a month, -1 for the last, at an hour of local time.</summary>
    internal sealed record Change(int Month, int Occurrence, int Hour);
}
