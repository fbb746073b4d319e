using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>Which items of a folder a FindItem wants, and in which order.</summary>
internal sealed class ItemQuery
{
    /// <summary>
    /// Only views by date are computed without looking at each item; others end here, as a server's would at its time
    /// limit (assumption SimulatorLimits).
    /// </summary>
    private const int MaxSorted = 2_000_000;

    private static readonly ItemError TooManyToSort = new(
        "ErrorTimeoutExpired", "The request timed out: the folder is too large to be sorted by this property.");

    private static readonly ItemError TooLong = new(
        "ErrorRestrictionTooLong", "The restriction contains too many nodes.");

    private static readonly ItemError Unsupported = new(
        "ErrorUnsupportedQueryFilter", "The simulator evaluates no grouping.");

    private readonly ItemOrder _order;
    private readonly bool _isEmpty;
    private readonly List<Func<IPropertySource, bool>> _tests = [];
    private readonly string _key;

    public ItemQuery(XElement operation, Func<DateTime> utcNow)
    {
        _isEmpty = ReadTraversal(operation) != "Shallow"; // there are neither hidden nor soft-deleted items
        _order = operation.Element(EwsXml.Messages + "CalendarView") is null
            ? ItemOrder.Read(operation)
            : ItemOrder.By("calendar:Start");
        string[] unsupported = ["GroupBy", "DistinguishedGroupBy"];
        Error = unsupported.Any(name => operation.Element(EwsXml.Messages + name) is not null) ? Unsupported : null;
        ReadRestriction(operation);
        ReadQueryString(operation, utcNow);
        HasRestriction = _tests.Count > 0;
        ViewLimit = ReadView(operation);
        _key = string.Concat(operation.Elements()
            .Where(element => element.Name.LocalName
                is "Restriction" or "QueryString" or "SortOrder" or "CalendarView" or "ContactsView")
            .Select(element => element.ToString(SaveOptions.DisableFormatting)));
    }

    /// <summary>Why it cannot be done at all.</summary>
    public ItemError? Error { get; private set; }

    /// <summary>Whether the stricter find count holds.</summary>
    public bool HasRestriction { get; }

    /// <summary>MaxEntriesReturned of a calendar or contacts view.</summary>
    public int ViewLimit { get; }

    /// <summary>The items. The mailbox's lock is held.</summary>
    public ItemView? View(SyntheticFolder folder, out ItemError? error)
    {
        error = Error;
        if (error is not null)
            return null;
        DateOrder contents = folder.Contents.By(_order.Date ?? MailboxItem.ReceivedUri);
        if (_isEmpty)
            return new ItemView(contents, []);
        if (_tests.Count == 0 && _order.Date is not null)
            return new ItemView(contents, _order.IsOldestFirst);
        int[]? places = folder.Contents.Views.Find(_key);
        if (places is null)
        {
            places = Places(contents);
            if (places is null)
                error = TooManyToSort;
            else
                folder.Contents.Views.Add(_key, places);
        }
        return places is null ? null : new ItemView(contents, places);
    }

    private int[]? Places(DateOrder contents)
    {
        IEnumerable<int> all = Enumerable.Range(0, contents.Count);
        if (_tests.Count > 0)
            all = all.Where(place =>
            {
                MailboxItem item = contents[place];
                return _tests.TrueForAll(test => test(item));
            }).ToArray();
        else if (contents.Count > MaxSorted)
            return null;
        if (_order.Date is not null)
            return _order.IsOldestFirst ? all.Reverse().ToArray() : all.ToArray();
        return all.Take(MaxSorted + 1).Count() > MaxSorted ? null : _order.Sort(contents, all);
    }

    private void ReadRestriction(XElement operation)
    {
        if (operation.Element(EwsXml.Messages + "Restriction") is not { } restriction)
            return;
        if (Restriction.NodesOf(restriction) > Restriction.MaxNodes)
            Error = TooLong;
        else
            _tests.Add(Restriction.Parse(restriction));
    }

    private void ReadQueryString(XElement operation, Func<DateTime> utcNow)
    {
        string? text = operation.Element(EwsXml.Messages + "QueryString")?.Value;
        if (string.IsNullOrWhiteSpace(text))
            return;
        if (AqsQuery.Parse(text!, utcNow()) is { } test)
            _tests.Add(test);
        else
            Error = TooLong;
    }

    private int ReadView(XElement operation)
    {
        XElement? calendar = operation.Element(EwsXml.Messages + "CalendarView");
        XElement? contacts = operation.Element(EwsXml.Messages + "ContactsView");
        XElement? view = calendar ?? contacts;
        if (view is null)
            return int.MaxValue;
        if (calendar is not null)
        {
            DateTime start = Time(calendar, "StartDate"), end = Time(calendar, "EndDate");
            if (end < start)
                Error = new ItemError(
                    "ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate");
            _tests.Add(source => source is MailboxItem item && item.Read("calendar:Start") is DateTime from
                && item.Read("calendar:End") is DateTime until && from < end && (until > start || from == start));
        }
        else
        {
            string first = (string?)view.Attribute("InitialName") ?? "";
            string last = (string?)view.Attribute("FinalName") ?? "";
            _tests.Add(source => source is MailboxItem item && item.Read("contacts:DisplayName") is string name
                && PropertyValue.Compare(name, first) >= 0
                && (last.Length == 0 || PropertyValue.Compare(name, last) <= 0));
        }
        return PageView.Maximum(view);
    }

    private static DateTime Time(XElement view, string name)
    {
        string text = (string?)view.Attribute(name) ?? throw SoapFaultException.Missing(view, name);
        return PropertyValue.Parse(PropertyType.DateTime, text) is DateTime time
            ? time
            : throw SoapFaultException.Schema($"The value '{text}' of '{name}' is no time.", view);
    }

    private static string ReadTraversal(XElement operation)
    {
        string value = (string?)operation.Attribute("Traversal")
            ?? throw SoapFaultException.Missing(operation, "Traversal");
        return value is "Shallow" or "SoftDeleted" or "Associated"
            ? value
            : throw SoapFaultException.Schema($"The value '{value}' is no Traversal of items.", operation);
    }
}
