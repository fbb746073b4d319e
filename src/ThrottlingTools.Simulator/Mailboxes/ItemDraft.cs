using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>An item as a client gives it.</summary>
internal sealed class ItemDraft
{
    private const int Overhead = 512;
    private const int MaxYears = 5; // ErrorCalendarDurationIsTooLong, public documentation

    private readonly string _elementName;

    private ItemDraft(string elementName) => _elementName = elementName;

    /// <summary>By FieldURI or key of the extended property.</summary>
    public Dictionary<string, object?> Values { get; } = [];

    public List<ItemAttachment> Attachments { get; } = [];

    public bool IsMessage => _elementName == "Message";

    public bool IsAppointment => _elementName == "CalendarItem";

    public bool HasRecipients => new[] { "message:ToRecipients", "message:CcRecipients", "message:BccRecipients" }
        .Any(uri => Values.TryGetValue(uri, out object? list) && DerivedProperties.Mailboxes(list).Any());

    /// <summary>The folder in which it is made if none is named.</summary>
    public string DefaultFolder => _elementName switch
    {
        "CalendarItem" => "calendar",
        "Contact" or "DistributionList" => "contacts",
        "Task" => "tasks",
        "Message" => "drafts",
        _ => "inbox",
    };

    /// <summary>Why it cannot last from its start to its end; <c>null</c> if it can.</summary>
    public ItemError? ErrorOfDuration =>
        !Values.TryGetValue("calendar:Start", out object? start) || start is not DateTime from
        || !Values.TryGetValue("calendar:End", out object? end) || end is not DateTime until ? null
        : until < from ? ItemErrors.EndsBeforeItStarts
        : until.AddYears(-Math.Min(MaxYears, until.Year - 1)) > from ? ItemErrors.LastsTooLong
        : null;

    /// <summary>Why it cannot be made.</summary>
    public ItemError? Error { get; private set; }

    /// <summary>A draft of which nothing comes.</summary>
    public static ItemDraft Failed(ItemError error) => new("Message") { Error = error };

    /// <summary>A draft of what a folder holds.</summary>
    public static ItemDraft New(SyntheticFolder folder, string subject) => new(folder.ElementName switch
    {
        "CalendarFolder" => "CalendarItem",
        "ContactsFolder" => "Contact",
        "TasksFolder" => "Task",
        _ => "Message",
    })
    {
        Values = { ["item:Subject"] = subject },
    };

    /// <exception cref="SoapFaultException">It is no item of the schema.</exception>
    public static ItemDraft Read(XElement element, DateTime now, bool isImport = false)
    {
        string name = element.Name.LocalName;
        if (element.Name.Namespace != EwsXml.Types || !ItemSchema.IsItem(name))
            throw SoapFaultException.Schema($"The element '{name}' is no item.", element);
        ItemDraft draft = new(name);
        Dictionary<string, (ItemProperty Property, int Place)> properties = ItemSchema.Of(name)
            .Select((property, place) => (property, place)).ToDictionary(pair => pair.property.Name);
        int last = -1;
        foreach (XElement child in element.Elements())
        {
            if (child.Name.LocalName is "ItemId" or "ParentFolderId")
                continue;
            if (child.Name.Namespace != EwsXml.Types
                || !properties.TryGetValue(child.Name.LocalName, out (ItemProperty Property, int Place) found))
                throw SoapFaultException.Schema($"The element '{child.Name.LocalName}' is no property.", child);
            if (found.Place < last)
                throw RequestSchema.NotHere(child);
            last = found.Place;
            draft.Take(found.Property, child, now, isImport);
        }
        return draft;
    }

    /// <summary>Adds what the server sets.</summary>
    public void Complete(SyntheticMailbox mailbox, bool isDraft)
    {
        DateTime now = mailbox.UtcNow;
        Default("item:ItemClass", ItemSchema.ClassOf(_elementName));
        Default("item:Sensitivity", "Normal");
        Default("item:Importance", "Normal");
        Default(MailboxItem.ReceivedUri, now);
        Default("item:DateTimeSent", now);
        Default("item:DateTimeCreated", now);
        Default("item:LastModifiedTime", now);
        Default("item:Culture", "en-US");
        Default("item:IsDraft", isDraft && _elementName == "Message");
        if (_elementName == "Message")
            CompleteMessage(mailbox);
        if (_elementName == "CalendarItem")
            CompleteAppointment(mailbox, now);
        if (_elementName == "Contact")
            CompleteContact();
        if (_elementName == "Task")
            CompleteTask(mailbox);
        Values["item:Size"] = SizeOf(Values, Attachments);
    }

    /// <summary>About what the store would need, in bytes.</summary>
    public static int SizeOf(IReadOnlyDictionary<string, object?> values, IEnumerable<ItemAttachment> attachments) =>
        Overhead + values.Values.Sum(value => value switch
        {
            XElement element => element.Value.Length,
            string text => text.Length,
            _ => sizeof(long),
        })
        + attachments.Sum(attachment => attachment.Size);

    /// <summary>A value as it is kept: mailboxes with name and routing type, as servers show them.</summary>
    public static object Normalize(ItemProperty property, XElement element)
    {
        object value = PropertyValue.Parse(property.Type, element);
        if (value is string text && ItemSchema.ValuesOf(property.FieldUri)?.Contains(text) == false)
            throw SoapFaultException.Schema($"The value '{text}' of '{property.Name}' is not accepted.", element);
        if (property.Name == "Body" && (string?)element.Attribute("BodyType") is not ("HTML" or "Text"))
            throw SoapFaultException.Schema("The element 'Body' lacks the BodyType HTML or Text.", element);
        foreach (XElement mailbox in DerivedProperties.Mailboxes(value).ToList())
        {
            string? address = (string?)mailbox.Element(EwsXml.Types + "EmailAddress");
            if (address is null)
                continue;
            if (mailbox.Element(EwsXml.Types + "Name") is null)
                mailbox.AddFirst(new XElement(EwsXml.Types + "Name", address));
            if (mailbox.Element(EwsXml.Types + "RoutingType") is null)
                mailbox.Element(EwsXml.Types + "EmailAddress")!.AddAfterSelf(
                    new XElement(EwsXml.Types + "RoutingType", "SMTP"));
        }
        return value;
    }

    private void Take(ItemProperty property, XElement child, DateTime now, bool isImport)
    {
        if (property.FieldUri == ItemSchema.ExtendedProperty)
            MapiProperties.Put(Values, child);
        else if (property.FieldUri == "item:Attachments")
            foreach (XElement attachment in child.Elements())
                Attachments.Add(AttachmentXml.Read(attachment, Attachments.Count + 1, now));
        else if (property.FieldUri == "item:MimeContent")
            TakeMime(child);
        else if (property.IsReadOnly && !isImport)
            Error = ItemErrors.CannotSet(property.FieldUri);
        else
            Values[property.FieldUri] = Normalize(property, child);
    }

    private void TakeMime(XElement mimeContent)
    {
        try
        {
            foreach (KeyValuePair<string, object?> pair in MimeReader.Read(mimeContent))
                Default(pair.Key, pair.Value);
        }
        catch (FormatException)
        {
            Error = new ItemError("ErrorMimeContentInvalidBase64String", "The MIME content is no base64.");
        }
    }

    private void CompleteMessage(SyntheticMailbox mailbox)
    {
        Default("message:From", Owner(mailbox, "From"));
        Default("message:Sender", Owner(mailbox, "Sender"));
        Default(MailboxItem.IsReadUri, true);
        Default("message:IsReadReceiptRequested", false);
        Default("message:IsDeliveryReceiptRequested", false);
        Default("message:IsResponseRequested", false);
        Default("message:InternetMessageId", $"<{Guid.NewGuid():n}@simulator.example.com>");
    }

    private void CompleteAppointment(SyntheticMailbox mailbox, DateTime now)
    {
        Default("calendar:Start", now);
        Default("calendar:End", ((DateTime)Values["calendar:Start"]!).AddMinutes(30));
        Default("calendar:UID", Guid.NewGuid().ToString("n"));
        Default("calendar:DateTimeStamp", now);
        Default("calendar:IsAllDayEvent", false);
        Default("calendar:LegacyFreeBusyStatus", "Busy");
        Default("calendar:IsMeeting", Values.ContainsKey("calendar:RequiredAttendees"));
        Default("calendar:IsCancelled", false);
        Default("calendar:IsRecurring", Values.ContainsKey("calendar:Recurrence"));
        Default("calendar:MeetingRequestWasSent", false);
        Default("calendar:IsResponseRequested", false);
        Default("calendar:CalendarItemType", Values.ContainsKey("calendar:Recurrence") ? "RecurringMaster" : "Single");
        Default("calendar:MyResponseType", "Organizer");
        Default("calendar:Organizer", Owner(mailbox, "Organizer"));
        Default("calendar:AppointmentSequenceNumber", 0);
        Default("calendar:AppointmentState", 0);
    }

    private void CompleteContact()
    {
        string name = string.Join(" ", new[] { "contacts:GivenName", "contacts:Surname" }
            .Select(uri => Values.TryGetValue(uri, out object? value) ? value as string : null)
            .Where(part => !string.IsNullOrEmpty(part)));
        Default("contacts:DisplayName", name);
        Default("contacts:FileAs", name);
        Default("item:Subject", Values["contacts:DisplayName"]);
        Default("contacts:HasPicture", false);
    }

    private void CompleteTask(SyntheticMailbox mailbox)
    {
        Default("task:Status", "NotStarted");
        Default("task:PercentComplete", 0);
        Default("task:IsComplete", Values["task:Status"] is "Completed");
        Default("task:IsRecurring", false);
        Default("task:IsTeamTask", false);
        Default("task:ChangeCount", 1);
        Default("task:Owner", mailbox.Address);
    }

    private static XElement Owner(SyntheticMailbox mailbox, string name) => new(
        EwsXml.Types + name,
        new XElement(
            EwsXml.Types + "Mailbox",
            new XElement(EwsXml.Types + "Name", mailbox.Address),
            new XElement(EwsXml.Types + "EmailAddress", mailbox.Address),
            new XElement(EwsXml.Types + "RoutingType", "SMTP")));

    private void Default(string key, object? value)
    {
        if (!Values.ContainsKey(key))
            Values[key] = value;
    }
}
