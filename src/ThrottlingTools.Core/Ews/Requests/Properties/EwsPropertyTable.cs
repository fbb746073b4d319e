using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// The properties of the EWS schema (types.xsd and the reference of FieldURI, public documentation), each kind of item
/// in the order of the schema.
/// </summary>
public static partial class EwsPropertyTable
{
    private static readonly Dictionary<string, string[]> Enumerations = new()
    {
        ["Sensitivity"] = ["Normal", "Personal", "Private", "Confidential"],
        ["Importance"] = ["Low", "Normal", "High"],
        ["FreeBusy"] = ["Free", "Tentative", "Busy", "OOF", "NoData", "WorkingElsewhere"],
        ["ItemKind"] = ["Single", "Occurrence", "Exception", "RecurringMaster"],
        ["Response"] = ["Unknown", "Organizer", "Tentative", "Accept", "Decline", "NoResponseReceived"],
        ["Request"] =
        [
            "None", "FullUpdate", "InformationalUpdate", "NewMeetingRequest", "Outdated", "SilentUpdate",
            "PrincipalWantsCopy",
        ],
        ["FileAs"] =
        [
            "None", "LastCommaFirst", "FirstSpaceLast", "Company", "LastCommaFirstCompany", "CompanyLastFirst",
            "LastFirst", "LastFirstCompany", "CompanyLastCommaFirst", "LastFirstSuffix", "LastSpaceFirstCompany",
            "CompanyLastSpaceFirst", "LastSpaceFirst", "DisplayName", "FirstName", "LastFirstMiddleSuffix", "LastName",
            "Empty",
        ],
        ["ContactSource"] = ["ActiveDirectory", "Store"],
        ["Address"] = ["None", "Business", "Home", "Other"],
        ["Delegation"] = ["NoMatch", "OwnNew", "Owned", "Accepted", "Declined", "Max"],
        ["Status"] = ["NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred"],
    };

    private static readonly Dictionary<string, EwsProperty[]> Kinds = ReadKinds();

    /// <summary>The properties of items, those that most items have first.</summary>
    public static IReadOnlyList<EwsProperty> Items { get; } =
        [.. Kinds.Values.SelectMany(kind => kind).Distinct()];

    /// <summary>The properties of folders.</summary>
    public static IReadOnlyList<EwsProperty> Folders { get; } = Parse("folder", Folder);

    private static readonly Dictionary<string, EwsProperty> ByFieldUri =
        Items.Concat(Folders).ToDictionary(property => property.FieldUri, StringComparer.OrdinalIgnoreCase);

    private static readonly ILookup<string, EwsProperty> ItemsByName =
        Items.ToLookup(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly ILookup<string, EwsProperty> FoldersByName =
        Folders.ToLookup(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a property of items; <c>null</c> if the schema has none of that name.</summary>
    /// <param name="name">
    /// A FieldURI, or a plain name in any casing. Of several properties of one name that of the more usual kind is
    /// meant: messages before appointments, contacts and tasks.
    /// </param>
    public static EwsProperty? FindItemProperty(string name) => Find(name, ItemsByName);

    /// <summary>Finds a property of folders; <c>null</c> if the schema has none of that name.</summary>
    /// <param name="name">A FieldURI, or a plain name in any casing.</param>
    public static EwsProperty? FindFolderProperty(string name) => Find(name, FoldersByName);

    /// <summary>The properties of one kind of item, in the order of the schema.</summary>
    /// <param name="itemType">Its element: <c>Message</c>, <c>CalendarItem</c>, <c>Contact</c> and so on.</param>
    /// <exception cref="ThrottlingToolsException"><c>UnknownItemType</c>.</exception>
    public static IReadOnlyList<EwsProperty> Of(string itemType) =>
        Kinds.TryGetValue(itemType, out EwsProperty[]? properties)
            ? properties
            : throw Errors.UnknownItemType(itemType, Kinds.Keys);

    private static EwsProperty? Find(string name, ILookup<string, EwsProperty> byName) =>
        name.IndexOf(':') < 0 ? byName[name].FirstOrDefault()
        : ByFieldUri.TryGetValue(name, out EwsProperty? property) ? property : null;

    private static Dictionary<string, EwsProperty[]> ReadKinds()
    {
        EwsProperty[] item = Parse("item", Item);
        EwsProperty[] message = [.. item, .. Parse("message", Message)];
        EwsProperty[] meeting = [.. message, .. Parse("meeting", Meeting)];
        EwsProperty[] contact = Parse("contacts", Contact);
        EwsProperty[] Shared(EwsProperty[] from, params string[] names) =>
            Array.ConvertAll(names, name => Array.Find(from, property => property.Name == name)!);
        return new Dictionary<string, EwsProperty[]>(StringComparer.OrdinalIgnoreCase)
        {
            ["Item"] = item,
            ["Message"] = message,
            ["CalendarItem"] = [.. item, .. Parse("calendar", Calendar)],
            ["Contact"] = [.. item, .. contact],
            ["Task"] = [.. item, .. Parse("task", Task)],
            ["DistributionList"] =
            [
                .. item, .. Shared(contact, "DisplayName", "FileAs", "ContactSource"),
                .. Parse("distributionlist", "Members:complex-"),
            ],
            ["PostItem"] =
            [
                .. item, .. Shared(message, "ConversationIndex", "ConversationTopic", "From", "InternetMessageId",
                    "IsRead"),
                .. Parse("postitem", "PostedTime:date!"), .. Shared(message, "References", "Sender"),
            ],
            ["MeetingMessage"] = meeting,
            ["MeetingRequest"] = [.. meeting, .. Parse("meetingRequest", MeetingRequest)],
            ["MeetingResponse"] = meeting,
            ["MeetingCancellation"] = meeting,
        };
    }

    private static EwsProperty[] Parse(string prefix, string table) => table
        .Split([' '], StringSplitOptions.RemoveEmptyEntries)
        .Select(entry =>
        {
            int colon = entry.IndexOf(':');
            string type = entry.Substring(colon + 1).TrimEnd('!', '-');
            string marks = entry.Substring(colon + 1 + type.Length);
            return new EwsProperty(prefix, entry.Substring(0, colon), KindOf(type))
            {
                AllowedValues = Enumerations.TryGetValue(type, out string[]? values) ? values : [],
                IsInFind = marks.IndexOf('-') < 0,
                IsReadOnly = marks.IndexOf('!') >= 0,
            };
        })
        .ToArray();

    private static EwsValueKind KindOf(string type) => type switch
    {
        "string" => EwsValueKind.String,
        "bool" => EwsValueKind.Boolean,
        "int" => EwsValueKind.Integer,
        "long" => EwsValueKind.Long,
        "double" => EwsValueKind.Double,
        "date" => EwsValueKind.DateTime,
        "duration" => EwsValueKind.Duration,
        "binary" => EwsValueKind.Binary,
        "id" => EwsValueKind.Id,
        "strings" => EwsValueKind.Strings,
        "mailbox" => EwsValueKind.Mailbox,
        "mailboxes" => EwsValueKind.Mailboxes,
        "attendees" => EwsValueKind.Attendees,
        "body" => EwsValueKind.Body,
        "entries" => EwsValueKind.Entries,
        "complex" => EwsValueKind.Complex,
        _ => Enumerations.ContainsKey(type)
            ? EwsValueKind.Enumeration
            : throw new InvalidOperationException($"The type '{type}' of the property table is unknown."),
    };
}
