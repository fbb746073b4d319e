using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetUserAvailability: when people are busy, and when they could meet.</summary>
internal sealed class GetUserAvailabilityCall : OperationCall
{
    private const int MaxMailboxes = 100; // the documentation of GetUserAvailability

    // The documentation of ErrorInvalidMergedFreeBusyInterval.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1440);

    private static readonly ItemError InvalidInterval = new(
        "ErrorInvalidMergedFreeBusyInterval", "The interval of merged free/busy times is 5 to 1440 minutes.");

    private static readonly ItemError Unknown =
        new("ErrorMailRecipientNotFound", "Unable to resolve e-mail address to an Active Directory object.");

    private readonly MailboxDirectory _directory;
    private readonly AvailabilityWindow? _view;
    private readonly string _viewType = "FreeBusy";
    private readonly TimeSpan _interval = TimeSpan.FromMinutes(30);
    private readonly AvailabilityWindow? _suggestions;

    public GetUserAvailabilityCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.Other, operation, "MailboxDataArray")
    {
        if (Units > MaxMailboxes)
            throw new SoapFaultException(
                "ErrorMailboxDataArrayTooBig", $"A request may name {MaxMailboxes} mailboxes at most.");
        _directory = access.Server.Directory;
        if (operation.Element(EwsXml.Types + "FreeBusyViewOptions") is { } view)
        {
            _view = new AvailabilityWindow(Child(view, "TimeWindow"));
            _viewType = ReadViewType(view.Element(EwsXml.Types + "RequestedView")) ?? _viewType;
            if (view.Element(EwsXml.Types + "MergedFreeBusyIntervalInMinutes") is { } minutes)
                _interval = SubscribeCall.ReadMinutes(minutes, int.MaxValue);
        }
        if (operation.Element(EwsXml.Types + "SuggestionsViewOptions") is { } options)
            _suggestions = new AvailabilityWindow(Child(options, "DetailedSuggestionsWindow"));
        if (_view is null && _suggestions is null)
            throw new SoapFaultException(
                "ErrorInvalidFreeBusyViewType", "The request asks for neither free/busy times nor suggestions.");
    }

    public override string Name => "GetUserAvailability";

    public override WorkDone Run(int unit, ref int findCount)
    {
        SyntheticMailbox? mailbox = MailboxOf(Parts[unit]);
        ItemError? error = _view?.Error
            ?? (_interval < ShortestInterval || _interval > LongestInterval ? InvalidInterval : null)
            ?? (mailbox is null ? Unknown : null);
        return error is not null
            ? Fail(unit, error)
            : Succeed(unit, new WorkDone(1, 0), writer => WriteView(writer, mailbox!));
    }

    public override void Write(XmlWriter writer)
    {
        writer.WriteStartElement("m", Name + "Response", EwsXml.MessagesUri);
        if (_view is not null)
        {
            writer.WriteStartElement("m", "FreeBusyResponseArray", EwsXml.MessagesUri);
            for (int unit = 0; unit < Units; unit++)
            {
                writer.WriteStartElement("m", "FreeBusyResponse", EwsXml.MessagesUri);
                WriteMessage(writer, "ResponseMessage", unit, hasContent: false);
                WriteContent(writer, unit);
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
        }
        if (_suggestions is { Error: null } window)
            WriteSuggestions(writer, window);
        writer.WriteEndElement();
    }

    private static string? ReadViewType(XElement? element) => element?.Value.Trim() switch
    {
        null => null,
        "MergedOnly" or "FreeBusy" or "FreeBusyMerged" or "Detailed" or "DetailedMerged" => element.Value.Trim(),
        "None" => throw new SoapFaultException(
            "ErrorInvalidFreeBusyViewType", "The request asks for no view of free/busy times."),
        _ => throw SoapFaultException.Schema($"The value '{element.Value}' is no RequestedView.", element),
    };

    private static XElement Child(XElement parent, string name) =>
        parent.Element(EwsXml.Types + name) ?? throw SoapFaultException.Missing(parent, name);

    private SyntheticMailbox? MailboxOf(XElement data) =>
        _directory.Find(Child(Child(data, "Email"), "Address").Value.Trim());

    private void WriteView(XmlWriter writer, SyntheticMailbox mailbox)
    {
        if (_view is null)
            return;
        writer.WriteStartElement("m", "FreeBusyView", EwsXml.MessagesUri);
        Text(writer, "FreeBusyViewType", _viewType);
        if (_viewType is "MergedOnly" or "FreeBusyMerged" or "DetailedMerged")
            Text(writer, "MergedFreeBusy", Merged(mailbox, _view));
        if (_viewType != "MergedOnly")
        {
            writer.WriteStartElement("t", "CalendarEventArray", EwsXml.TypesUri);
            foreach ((DateTime start, DateTime end) in Agenda.Meetings(mailbox, _view.Start, _view.End))
            {
                writer.WriteStartElement("t", "CalendarEvent", EwsXml.TypesUri);
                Text(writer, "StartTime", AvailabilityWindow.Format(start));
                Text(writer, "EndTime", AvailabilityWindow.Format(end));
                Text(writer, "BusyType", "Busy");
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
        }
        WriteWorkingHours(writer);
        writer.WriteEndElement();
    }

    /// <summary>A digit an interval: 0 free, 2 busy.</summary>
    private string Merged(SyntheticMailbox mailbox, AvailabilityWindow window)
    {
        StringBuilder digits = new();
        for (DateTime from = window.Start; from < window.End; from += _interval)
            digits.Append(Agenda.IsBusy(mailbox, from, from + _interval) ? '2' : '0');
        return digits.ToString();
    }

    private static void WriteWorkingHours(XmlWriter writer)
    {
        writer.WriteStartElement("t", "WorkingHours", EwsXml.TypesUri);
        writer.WriteStartElement("t", "TimeZone", EwsXml.TypesUri);
        Text(writer, "Bias", "0");
        foreach (string period in new[] { "StandardTime", "DaylightTime" })
        {
            writer.WriteStartElement("t", period, EwsXml.TypesUri);
            Text(writer, "Bias", "0");
            Text(writer, "Time", "00:00:00");
            Text(writer, "DayOrder", "0");
            Text(writer, "Month", "0");
            Text(writer, "DayOfWeek", "Sunday");
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteStartElement("t", "WorkingPeriodArray", EwsXml.TypesUri);
        writer.WriteStartElement("t", "WorkingPeriod", EwsXml.TypesUri);
        Text(writer, "DayOfWeek", "Monday Tuesday Wednesday Thursday Friday");
        Text(writer, "StartTimeInMinutes", Number(Agenda.FirstHour * 60));
        Text(writer, "EndTimeInMinutes", Number(Agenda.LastHour * 60));
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private void WriteSuggestions(XmlWriter writer, AvailabilityWindow window)
    {
        SyntheticMailbox[] attendees = Parts.Select(MailboxOf).OfType<SyntheticMailbox>().ToArray();
        writer.WriteStartElement("m", "SuggestionsResponse", EwsXml.MessagesUri);
        writer.WriteStartElement("m", "ResponseMessage", EwsXml.MessagesUri);
        writer.WriteAttributeString("ResponseClass", "Success");
        writer.WriteElementString("m", "ResponseCode", EwsXml.MessagesUri, "NoError");
        writer.WriteEndElement();
        writer.WriteStartElement("m", "SuggestionDayResultArray", EwsXml.MessagesUri);
        for (DateTime day = window.Start.Date; day < window.End; day = day.AddDays(1))
            WriteDay(writer, day, attendees);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteDay(XmlWriter writer, DateTime day, SyntheticMailbox[] attendees)
    {
        DateTime[] free = Enumerable.Range(Agenda.FirstHour, Agenda.LastHour - Agenda.FirstHour)
            .Select(hour => day.AddHours(hour))
            .Where(Agenda.IsWorkTime)
            .Where(start => !attendees.Any(attendee => Agenda.IsBusy(attendee, start, start.AddHours(1))))
            .ToArray();
        writer.WriteStartElement("t", "SuggestionDayResult", EwsXml.TypesUri);
        Text(writer, "Date", AvailabilityWindow.Format(day));
        Text(writer, "DayQuality", free.Length > 0 ? "Excellent" : "Poor");
        writer.WriteStartElement("t", "SuggestionArray", EwsXml.TypesUri);
        foreach (DateTime start in free)
        {
            writer.WriteStartElement("t", "Suggestion", EwsXml.TypesUri);
            Text(writer, "MeetingTime", AvailabilityWindow.Format(start));
            Text(writer, "IsWorkTime", "true");
            Text(writer, "SuggestionQuality", "Excellent");
            writer.WriteStartElement("t", "AttendeeConflictDataArray", EwsXml.TypesUri);
            foreach (SyntheticMailbox unused in attendees)
            {
                writer.WriteStartElement("t", "IndividualAttendeeConflictData", EwsXml.TypesUri);
                Text(writer, "BusyType", "Free");
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Text(XmlWriter writer, string name, string value) =>
        writer.WriteElementString("t", name, EwsXml.TypesUri, value);
}
