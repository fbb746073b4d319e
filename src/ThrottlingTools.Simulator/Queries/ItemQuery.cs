using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
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

    private const int MaxViewYears = 2; // ErrorCalendarViewRangeTooBig, public documentation

    private static readonly ItemError TooManyToSort = new(
        ThrottlingError.TimeoutExpired,
        "The request timed out: the folder is too large to be sorted by this property.");

    private readonly ItemOrder _order;
    private readonly string _traversal;
    private readonly List<Func<IPropertySource, bool>> _tests = [];
    private readonly string _key;

    public ItemQuery(XElement operation, Func<DateTime> utcNow)
    {
        _traversal = ReadTraversal(operation);
        _order = operation.Element(EwsXml.Messages + "CalendarView") is null
            ? ItemOrder.Read(operation)
            : ItemOrder.By("calendar:Start");
        Grouping = ItemGrouping.Read(operation);
        Error = _order.Paths.Concat(Grouping?.Paths ?? [])
            .Where(path => ItemSchema.Find(path.Key) is { IsCalculated: true })
            .Select(path => ItemErrors.CannotSortBy(path.Key)).FirstOrDefault();
        ReadRestriction(operation);
        ReadQueryString(operation, utcNow);
        HasRestriction = _tests.Count > 0;
        ViewLimit = ReadView(operation);
        _key = _traversal + string.Concat(operation.Elements()
            .Where(element => element.Name.LocalName
                is "Restriction" or "QueryString" or "SortOrder" or "CalendarView" or "ContactsView"
                or "GroupBy" or "DistinguishedGroupBy")
            .Select(element => element.ToString(SaveOptions.DisableFormatting)));
    }

    /// <summary>How its items are grouped; <c>null</c> where they are not.</summary>
    public ItemGrouping? Grouping { get; }

    /// <summary>Why it cannot be done at all.</summary>
    public ItemError? Error { get; private set; }

    /// <summary>Whether the stricter find count holds.</summary>
    public bool HasRestriction { get; }

    /// <summary>MaxEntriesReturned of a calendar or contacts view.</summary>
    public int ViewLimit { get; }

    /// <summary>The items. The mailbox's lock is held.</summary>
    public ItemView? View(SyntheticFolder folder, out ItemError? error)
    {
        error = null;
        IReadOnlyList<MailboxItem> contents = Contents(folder);
        if (_tests.Count == 0 && _order.Date is not null && Grouping is null)
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

    private IReadOnlyList<MailboxItem> Contents(SyntheticFolder folder)
    {
        string date = _order.Date ?? MailboxItem.ReceivedUri;
        return _traversal switch
        {
            "Shallow" => folder.Contents.By(date),
            "Associated" => folder.Contents.Associated
                .OrderByDescending(item => item.Read(date) as DateTime?).ThenBy(item => item.Id.Item).ToArray(),
            _ => [], // there are no soft-deleted items
        };
    }

    private int[]? Places(IReadOnlyList<MailboxItem> contents)
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
        if (_order.Date is null || Grouping is not null)
            return all.Take(MaxSorted + 1).Count() > MaxSorted ? null : Sort(contents, all);
        return _order.IsOldestFirst ? all.Reverse().ToArray() : all.ToArray();
    }

    private int[] Sort(IReadOnlyList<MailboxItem> contents, IEnumerable<int> places)
    {
        int[] sorted = _order.Sort(contents, places);
        return Grouping?.Sort(contents, sorted) ?? sorted;
    }

    private void ReadRestriction(XElement operation)
    {
        if (operation.Element(EwsXml.Messages + "Restriction") is not { } restriction)
            return;
        Error = Restriction.ErrorIn(restriction) ?? Error;
        if (Error is null)
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
            Error = Restriction.TooLong;
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
                Error = ItemErrors.EndsBeforeItStarts;
            else if (end > start.AddYears(Math.Min(MaxViewYears, DateTime.MaxValue.Year - start.Year)))
                Error = ItemErrors.ViewTooLong;
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
