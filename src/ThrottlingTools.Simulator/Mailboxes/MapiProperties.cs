using System;
using System.Collections.Generic;
using System.Globalization;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// MAPI properties that mirror those of EWS (MS-OXPROPS, public), and the one that seeded items have of their own.
/// </summary>
internal static class MapiProperties
{
    /// <summary>PublicStrings / CaseNumber, an integer, on the items of the seed.</summary>
    public static readonly string CaseNumber = "NAMED:PUBLICSTRINGS:CASENUMBER:INTEGER";

    private const string Flags = "tag:0e07:Integer"; // PidTagMessageFlags
    private const int ReadFlag = 0x01;
    private const int UnsentFlag = 0x08;
    private const int HasAttachFlag = 0x10;

    private static readonly Dictionary<string, string> OfItems = new()
    {
        ["tag:001a:String"] = "item:ItemClass",
        ["tag:0037:String"] = "item:Subject",
        ["tag:0e1d:String"] = "item:Subject",
        ["tag:0e06:SystemTime"] = "item:DateTimeReceived",
        ["tag:0039:SystemTime"] = "item:DateTimeSent",
        ["tag:3007:SystemTime"] = "item:DateTimeCreated",
        ["tag:3008:SystemTime"] = "item:LastModifiedTime",
        ["tag:0e08:Integer"] = "item:Size",
        ["tag:0e1b:Boolean"] = "item:HasAttachments",
        ["tag:0e69:Boolean"] = "message:IsRead",
        ["tag:1035:String"] = "message:InternetMessageId",
        ["tag:0e04:String"] = "item:DisplayTo",
        ["tag:0e03:String"] = "item:DisplayCc",
        ["tag:3a06:String"] = "contacts:GivenName",
        ["tag:3a11:String"] = "contacts:Surname",
    };

    private static readonly Dictionary<string, string> OfFolders = new()
    {
        ["tag:3001:String"] = "folder:DisplayName",
        ["tag:3613:String"] = "folder:FolderClass",
        ["tag:3602:Integer"] = "folder:TotalCount",
        ["tag:3603:Integer"] = "folder:UnreadCount",
        ["tag:10f4:Boolean"] = "folder:IsHidden",
    };

    public static object? Read(MailboxItem item, PropertyPath path)
    {
        if (Own(item, path.Key) is { } own)
            return Element(path.Extended!, own);
        if (path.Key == CaseNumber)
            return item.Seed?.CaseNumber is { } number ? Element(path.Extended!, number) : null;
        return OfItems.TryGetValue(path.Key, out string? uri) && item.Read(uri) is { } value
            ? Element(path.Extended!, value)
            : null;
    }

    /// <summary>Takes a property of a new item, as the property of EWS that it mirrors if there is one.</summary>
    /// <exception cref="SoapFaultException">It has no path.</exception>
    public static void Put(IDictionary<string, object?> values, XElement property)
    {
        XElement uri = property.Element(EwsXml.Types + "ExtendedFieldURI")
            ?? throw SoapFaultException.Missing(property, "ExtendedFieldURI");
        string key = PropertyPath.ExtendedKey(uri);
        object? value = ValueOf(property);
        if (key == Flags && value is int flags)
        {
            values[MailboxItem.IsReadUri] = (flags & ReadFlag) != 0;
            values["item:IsDraft"] = (flags & UnsentFlag) != 0;
        }
        else if (OfItems.TryGetValue(key, out string? mirrored) && value is not null)
            values[mirrored] = value;
        else
            values[key] = value is DateTime ? Element(uri, value) : new XElement(property);
    }

    /// <summary>Those that no property of EWS mirrors; gateways to IMAP live on them.</summary>
    private static object? Own(MailboxItem item, string key) => key switch
    {
        Flags => (item.IsRead ? ReadFlag : 0) | (item.Read("item:IsDraft") is true ? UnsentFlag : 0)
            | (item.Attachments.Count > 0 ? HasAttachFlag : 0),
        "tag:0e23:Integer" => ArticleNumber(item),
        "tag:0ff9:Binary" => item.Id.ToString(),
        "tag:300b:Binary" => item.SearchKey,
        _ => null,
    };

    /// <summary>
    /// PidTagInternetArticleNumber: counts the items of a folder up as they come; IMAP takes it for UID.
    /// </summary>
    private static int ArticleNumber(MailboxItem item)
    {
        int seeded = item.Folder.SeededCount;
        long number = item.Id.Item < seeded
            ? seeded - item.Id.Item
            : seeded + 1 + (item.Id.Item - SyntheticMailbox.FirstWritten);
        return (int)Math.Min(number, int.MaxValue);
    }

    public static object? Read(SyntheticFolder folder, PropertyPath path) =>
        OfFolders.TryGetValue(path.Key, out string? uri) && folder.Read(new PropertyPath(uri)) is { } value
            ? Element(path.Extended!, value)
            : null;

    /// <summary>The text in an ExtendedProperty, without its path.</summary>
    public static string TextOf(XElement property) =>
        (property.Element(EwsXml.Types + "Value") ?? property.Element(EwsXml.Types + "Values"))?.Value ?? "";

    /// <summary>The value of an ExtendedProperty, of the type that its path tells, for comparisons.</summary>
    public static object? ValueOf(XElement property)
    {
        XElement? uri = property.Element(EwsXml.Types + "ExtendedFieldURI");
        PropertyType type = (string?)uri?.Attribute("PropertyType") switch
        {
            "Integer" or "Long" or "Short" => PropertyType.Integer,
            "Boolean" => PropertyType.Boolean,
            "SystemTime" => PropertyType.DateTime,
            _ => PropertyType.Text,
        };
        return PropertyValue.Parse(type, TextOf(property));
    }

    private static XElement Element(XElement uri, object value) => new(
        EwsXml.Types + "ExtendedProperty",
        new XElement(uri),
        new XElement(EwsXml.Types + "Value", value is int number
            ? number.ToString(CultureInfo.InvariantCulture)
            : PropertyValue.Format(value)));
}
