using System;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>The terms of AQS: what <c>property:value</c> means.</summary>
internal sealed class AqsTerms
{
    private static readonly string[] Everywhere =
    [
        "item:Subject", "message:From", "message:ToRecipients", "item:Body", "contacts:DisplayName",
        "contacts:EmailAddresses", "contacts:CompanyName", "calendar:Location",
    ];

    private static readonly DateTimeFormatInfo Names = CultureInfo.InvariantCulture.DateTimeFormat;

    private readonly DateTime _now;

    public AqsTerms(DateTime now) => _now = now;

    /// <param name="name">The property in lower case; empty for a word anywhere.</param>
    /// <param name="sign">A comparison, or empty.</param>
    /// <param name="value">What is sought.</param>
    public Func<IPropertySource, bool> Term(string name, string sign, string value) => name switch
    {
        "subject" or "title" => Text(value, "item:Subject"),
        "body" or "content" => Text(value, "item:Body"),
        "from" => Text(value, "message:From"),
        "to" => Text(value, "message:ToRecipients"),
        "cc" => Text(value, "message:CcRecipients"),
        "bcc" => Text(value, "message:BccRecipients"),
        "participants" or "recipients" =>
            Text(value, "message:From", "message:ToRecipients", "message:CcRecipients", "message:BccRecipients"),
        "attachment" or "attachmentnames" => source => source is MailboxItem item
            && item.Attachments.Any(attachment => TextMatch.HasPrefixOfWord(attachment.Name, value)),
        "category" => Text(value, "item:Categories"),
        "importance" => Text(value, "item:Importance"),
        "location" => Text(value, "calendar:Location"),
        "has" or "hasattachment" or "hasattachments" => Flag("item:HasAttachments", value),
        "isread" or "read" => Flag(MailboxItem.IsReadUri, value),
        "is" => value.Equals("read", StringComparison.OrdinalIgnoreCase)
            ? Flag(MailboxItem.IsReadUri, "true")
            : Flag(MailboxItem.IsReadUri, "false"),
        "kind" => Kind(value),
        "received" => Date("item:DateTimeReceived", sign, value),
        "sent" => Date("item:DateTimeSent", sign, value),
        "start" => Date("calendar:Start", sign, value),
        "due" => Date("task:DueDate", sign, value),
        "size" => Size(sign, value),
        _ => Text(name.Length == 0 ? value : name + ":" + value, Everywhere),
    };

    private static Func<IPropertySource, bool> Text(string value, params string[] fieldUris)
    {
        string sought = value.TrimEnd('*');
        PropertyPath[] paths = fieldUris.Select(uri => new PropertyPath(uri)).ToArray();
        return source => paths.Any(path => source.Read(path) is { } property
            && PropertyValue.Texts(property).Any(text => TextMatch.HasPrefixOfWord(text, sought)));
    }

    private static Func<IPropertySource, bool> Flag(string fieldUri, string value)
    {
        PropertyPath path = new(fieldUri);
        bool wanted = !(value.Equals("false", StringComparison.OrdinalIgnoreCase)
            || value.Equals("no", StringComparison.OrdinalIgnoreCase) || value == "0");
        return source => source.Read(path) is bool flag ? flag == wanted : !wanted;
    }

    private static Func<IPropertySource, bool> Kind(string value)
    {
        string element = value.ToLowerInvariant() switch
        {
            "email" or "message" => "Message",
            "meetings" or "meeting" or "calendar" => "CalendarItem",
            "contacts" or "contact" => "Contact",
            "tasks" or "task" => "Task",
            "posts" or "post" => "PostItem",
            _ => "",
        };
        return source => source is MailboxItem item && item.ElementName == element;
    }

    private Func<IPropertySource, bool> Date(string fieldUri, string sign, string value)
    {
        PropertyPath path = new(fieldUri);
        if (Period(value) is not var (from, until))
            return _ => false;
        return source => source.Read(path) is DateTime time && sign switch
        {
            ">" => time >= until,
            ">=" => time >= from,
            "<" => time < from,
            "<=" => time < until,
            _ => time >= from && time < until,
        };
    }

    /// <summary>A day, a year, a named time or a range, from its beginning until what follows it.</summary>
    private (DateTime From, DateTime Until)? Period(string value)
    {
        int dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots >= 0)
            return Period(value.Substring(0, dots)) is { } first && Period(value.Substring(dots + 2)) is { } last
                ? (first.From, last.Until)
                : null;
        if (Named(value.ToLowerInvariant()) is { } named)
            return named;
        if (value.Length == 4 && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            && year is > 0 and < 9999)
            return (new DateTime(year, 1, 1), new DateTime(year + 1, 1, 1));
        if (PropertyValue.Parse(PropertyType.DateTime, value) is not DateTime time || time.Year > 9998)
            return null;
        return time.TimeOfDay == TimeSpan.Zero ? (time, time.AddDays(1)) : (time, time.AddSeconds(1));
    }

    /// <summary>
    /// The relative dates of the documentation of QueryString; a day is one of this week, a month one of this year.
    /// </summary>
    private (DateTime From, DateTime Until)? Named(string value)
    {
        DateTime today = _now.Date, week = today.AddDays(-(int)today.DayOfWeek);
        DateTime month = today.AddDays(1 - today.Day), year = new(today.Year, 1, 1);
        string[] words = value.Split(' ');
        int by = words[0] is "last" or "past" ? -1 : words[0] is "next" or "coming" ? 1 : 0;
        int weekday = Array.FindIndex(Names.DayNames, name => Is(name, value));
        int ofYear = Array.FindIndex(Names.MonthGenitiveNames, name => Is(name, value));
        return value switch
        {
            "today" => (today, today.AddDays(1)),
            "yesterday" => (today.AddDays(-1), today),
            "tomorrow" => (today.AddDays(1), today.AddDays(2)),
            _ when weekday >= 0 => (week.AddDays(weekday), week.AddDays(weekday + 1)),
            _ when ofYear is >= 0 and < 12 => (year.AddMonths(ofYear), year.AddMonths(ofYear + 1)),
            _ when words.Length != 2 || (by == 0 && words[0] != "this") => null,
            _ => words[1] switch
            {
                "week" => (week.AddDays(7 * by), week.AddDays(7 * (by + 1))),
                "month" => (month.AddMonths(by), month.AddMonths(by + 1)),
                "year" => (year.AddYears(by), year.AddYears(by + 1)),
                _ => null,
            },
        };
    }

    private static bool Is(string name, string value) => name.Equals(value, StringComparison.OrdinalIgnoreCase);

    private static Func<IPropertySource, bool> Size(string sign, string value)
    {
        int dots = value.IndexOf("..", StringComparison.Ordinal);
        long? from = Bytes(dots >= 0 ? value.Substring(0, dots) : value);
        long? until = dots >= 0 ? Bytes(value.Substring(dots + 2)) : from;
        return source => source is MailboxItem item && sign switch
        {
            ">" => item.Size > from,
            ">=" => item.Size >= from,
            "<" => item.Size < from,
            "<=" => item.Size <= from,
            _ => item.Size >= from && item.Size <= until,
        };
    }

    private static long? Bytes(string value)
    {
        string text = value.Trim().ToUpperInvariant();
        long unit = text.EndsWith("KB", StringComparison.Ordinal) ? 1024
            : text.EndsWith("MB", StringComparison.Ordinal) ? 1024 * 1024
            : 1;
        string digits = unit > 1 ? text.Substring(0, text.Length - 2) : text;
        return decimal.TryParse(
            digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number < int.MaxValue
            ? (long)(number * unit)
            : null;
    }
}
