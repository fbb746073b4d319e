using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>A property of items.</summary>
/// <param name="FieldUri">What asks for it.</param>
/// <param name="Name">Its element.</param>
/// <param name="Type">What it holds.</param>
/// <param name="IsDefault">Whether the shape Default has it.</param>
/// <param name="IsReadOnly">Whether only the server sets it.</param>
/// <param name="IsInFind">Whether finds return it.</param>
/// <param name="IsInAll">Whether the shape AllProperties has it.</param>
internal sealed record ItemProperty(
    string FieldUri, string Name, PropertyType Type, bool IsDefault, bool IsReadOnly, bool IsInFind, bool IsInAll)
{
    /// <summary>
    /// Whether the server makes it up when it is read, so that no find can sort by it or ask for it
    /// (ErrorUnsupportedPathForQuery, public documentation; which ones these are it does not say).
    /// </summary>
    public bool IsCalculated { get; } =
        IsReadOnly && !IsInFind && Type == PropertyType.Complex && Name != "InternetMessageHeaders";
}

/// <summary>The properties of each kind of item, in the order of the EWS schema (types.xsd, public).</summary>
internal static class ItemSchema
{
    public const string ExtendedProperty = "item:ExtendedProperty";
    public const string IdUri = "item:ItemId";

    // Name:type, then marks. Types: t text, i integer, b boolean, d date, x several parts. Marks: * in the shape
    // Default, ! set by the server only, - not returned by finds, ? only when asked for by name.
    private const string Item =
        "MimeContent:x-? ParentFolderId:x! ItemClass:t Subject:t* Sensitivity:t* Body:x*- Attachments:x!*- "
        + "DateTimeReceived:d!* Size:i!* Categories:x Importance:t InReplyTo:t IsSubmitted:b! IsDraft:b! IsFromMe:b! "
        + "IsResend:b! IsUnmodified:b! InternetMessageHeaders:x!- DateTimeSent:d!* DateTimeCreated:d!* "
        + "ResponseObjects:x!- ReminderDueBy:d ReminderIsSet:b ReminderMinutesBeforeStart:i DisplayCc:t! DisplayTo:t! "
        + "HasAttachments:b!* ExtendedProperty:x? Culture:t EffectiveRights:x! LastModifiedName:t! "
        + "LastModifiedTime:d! IsAssociated:b! WebClientReadFormQueryString:t! WebClientEditFormQueryString:t!? "
        + "ConversationId:x! UniqueBody:x!-? Flag:x StoreEntryId:t!? InstanceKey:t!? NormalizedBody:x!-? Preview:t!? "
        + "TextBody:x!-? ";

    private const string Message =
        "Sender:x ToRecipients:x*- CcRecipients:x*- BccRecipients:x- IsReadReceiptRequested:b "
        + "IsDeliveryReceiptRequested:b ConversationIndex:t! ConversationTopic:t! From:x* InternetMessageId:t "
        + "IsRead:b* IsResponseRequested:b References:t ReplyTo:x- ReceivedBy:x! ReceivedRepresenting:x! ";

    private const string Calendar =
        "UID:t RecurrenceId:d DateTimeStamp:d! Start:d* End:d* OriginalStart:d! IsAllDayEvent:b "
        + "LegacyFreeBusyStatus:t* Location:t* When:t IsMeeting:b! IsCancelled:b! IsRecurring:b! "
        + "MeetingRequestWasSent:b! IsResponseRequested:b! CalendarItemType:t!* MyResponseType:t! Organizer:x!* "
        + "RequiredAttendees:x- OptionalAttendees:x- Resources:x- ConflictingMeetingCount:i!? "
        + "AdjacentMeetingCount:i!? Duration:t! TimeZone:t! AppointmentReplyTime:d! AppointmentSequenceNumber:i! "
        + "AppointmentState:i! Recurrence:x- FirstOccurrence:x!- LastOccurrence:x!- ModifiedOccurrences:x!- "
        + "DeletedOccurrences:x!- MeetingTimeZone:x- StartTimeZone:x- EndTimeZone:x- ConferenceType:i "
        + "AllowNewTimeProposal:b IsOnlineMeeting:b! MeetingWorkspaceUrl:t NetShowUrl:t ";

    private const string Contact =
        "FileAs:t* FileAsMapping:t DisplayName:t* GivenName:t* Initials:t MiddleName:t Nickname:t CompleteName:x!* "
        + "CompanyName:t* EmailAddresses:x* PhysicalAddresses:x PhoneNumbers:x* AssistantName:t Birthday:d "
        + "BusinessHomePage:t Children:x Companies:x ContactSource:t! Department:t Generation:t ImAddresses:x "
        + "JobTitle:t* Manager:t Mileage:t OfficeLocation:t PostalAddressIndex:t Profession:t SpouseName:t Surname:t* "
        + "WeddingAnniversary:d HasPicture:b! ";

    private const string Task =
        "ActualWork:i AssignedTime:d! BillingInformation:t ChangeCount:i! Companies:x CompleteDate:d Contacts:x "
        + "DelegationState:t! Delegator:t! DueDate:d* IsAssignmentEditable:i! IsComplete:b!* IsRecurring:b! "
        + "IsTeamTask:b! Mileage:t Owner:t!* PercentComplete:i* Recurrence:x StartDate:d* Status:t* "
        + "StatusDescription:t! TotalWork:i ";

    // The values of texts that are enumerations (types.xsd, public).
    private static readonly Dictionary<string, string[]> Enumerations = new()
    {
        ["item:Importance"] = ["Low", "Normal", "High"],
        ["item:Sensitivity"] = ["Normal", "Personal", "Private", "Confidential"],
        ["calendar:LegacyFreeBusyStatus"] = ["Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData"],
        ["calendar:CalendarItemType"] = ["Single", "Occurrence", "Exception", "RecurringMaster"],
        ["task:Status"] = ["NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred"],
    };

    private static readonly ItemProperty[] OfItem = Parse("item", Item);
    private static readonly ItemProperty[] OfMessage = [.. OfItem, .. Parse("message", Message)];

    private static readonly Dictionary<string, ItemProperty[]> Kinds = new()
    {
        ["Item"] = OfItem,
        ["Message"] = OfMessage,
        ["CalendarItem"] = [.. OfItem, .. Parse("calendar", Calendar)],
        ["Contact"] = [.. OfItem, .. Parse("contacts", Contact)],
        ["DistributionList"] =
        [
            .. OfItem,
            .. Parse("contacts", "DisplayName:t* FileAs:t* ContactSource:t! "),
            .. Parse("distributionlist", "Members:x- "),
        ],
        ["Task"] = [.. OfItem, .. Parse("task", Task)],
        ["PostItem"] =
        [
            .. OfItem,
            .. Parse("message", "ConversationIndex:t! ConversationTopic:t! From:x InternetMessageId:t IsRead:b "),
            .. Parse("postitem", "PostedTime:d! "),
            .. Parse("message", "References:t Sender:x "),
        ],
        ["MeetingRequest"] = OfMessage,
        ["MeetingResponse"] = OfMessage,
        ["MeetingCancellation"] = OfMessage,
        ["MeetingMessage"] = OfMessage,
    };

    private static readonly ILookup<string, ItemProperty> ByFieldUri =
        Kinds.Values.SelectMany(kind => kind).Distinct().ToLookup(property => property.FieldUri);

    /// <summary>Whether an element of the types namespace is an item.</summary>
    public static bool IsItem(string elementName) => Kinds.ContainsKey(elementName);

    /// <summary>The properties of a kind of item, by its element.</summary>
    public static IReadOnlyList<ItemProperty> Of(string elementName) => Kinds[elementName];

    /// <summary>
    /// Whether items of a kind may have a property. What the schema here does not tell, such as the calendar properties
    /// of meeting messages, they may.
    /// </summary>
    public static bool IsOf(string elementName, string fieldUri) =>
        !ByFieldUri.Contains(fieldUri) || elementName.StartsWith("Meeting", StringComparison.Ordinal)
        || Kinds[elementName].Any(property => property.FieldUri == fieldUri);

    /// <summary>A property by its FieldURI; <c>null</c> for one that the simulator only stores.</summary>
    public static ItemProperty? Find(string fieldUri) => ByFieldUri[fieldUri].FirstOrDefault();

    /// <summary>What an enumeration may hold; <c>null</c> for a property that is none.</summary>
    public static IReadOnlyList<string>? ValuesOf(string fieldUri) =>
        Enumerations.TryGetValue(fieldUri, out string[]? values) ? values : null;

    /// <summary>The element that shows items of an item class.</summary>
    public static string ElementOf(string itemClass) =>
        Is(itemClass, "IPM.Appointment") ? "CalendarItem"
        : Is(itemClass, "IPM.Contact") ? "Contact"
        : Is(itemClass, "IPM.DistList") ? "DistributionList"
        : Is(itemClass, "IPM.Task") ? "Task"
        : Is(itemClass, "IPM.Post") ? "PostItem"
        : Is(itemClass, "IPM.Schedule.Meeting.Request") ? "MeetingRequest"
        : Is(itemClass, "IPM.Schedule.Meeting.Resp") ? "MeetingResponse"
        : Is(itemClass, "IPM.Schedule.Meeting.Canceled") ? "MeetingCancellation"
        : Is(itemClass, "IPM.Note") || Is(itemClass, "IPM.Configuration") ? "Message"
        : "Item";

    /// <summary>The item class of what is made as an element.</summary>
    public static string ClassOf(string elementName) => elementName switch
    {
        "CalendarItem" => "IPM.Appointment",
        "Contact" => "IPM.Contact",
        "DistributionList" => "IPM.DistList",
        "Task" => "IPM.Task",
        "PostItem" => "IPM.Post",
        "MeetingRequest" => "IPM.Schedule.Meeting.Request",
        "MeetingResponse" => "IPM.Schedule.Meeting.Resp.Pos",
        "MeetingCancellation" => "IPM.Schedule.Meeting.Canceled",
        _ => "IPM.Note",
    };

    private static bool Is(string itemClass, string expected) =>
        itemClass.StartsWith(expected, StringComparison.OrdinalIgnoreCase);

    private static ItemProperty[] Parse(string prefix, string table) => table
        .Split([' '], StringSplitOptions.RemoveEmptyEntries)
        .Select(entry =>
        {
            int colon = entry.IndexOf(':');
            string name = entry.Substring(0, colon);
            string marks = entry.Substring(colon + 2);
            return new ItemProperty(
                prefix + ":" + name, name, TypeOf(entry[colon + 1]), Has(marks, '*'), Has(marks, '!'),
                !Has(marks, '-'), !Has(marks, '?'));
        })
        .ToArray();

    private static bool Has(string marks, char mark) => marks.IndexOf(mark) >= 0;

    private static PropertyType TypeOf(char code) => code switch
    {
        't' => PropertyType.Text,
        'i' => PropertyType.Integer,
        'b' => PropertyType.Boolean,
        'd' => PropertyType.DateTime,
        _ => PropertyType.Complex,
    };
}
