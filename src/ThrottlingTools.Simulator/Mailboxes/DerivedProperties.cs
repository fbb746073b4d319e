using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>Properties that the server works out of others.</summary>
internal static class DerivedProperties
{
    private const int PreviewLength = 255;

    public static object? Read(MailboxItem item, string fieldUri) => fieldUri switch
    {
        "item:ParentFolderId" => Id("ParentFolderId", item.Folder.Id, item.Folder.ChangeKey),
        "item:HasAttachments" => item.Attachments.Count > 0,
        "item:DisplayTo" => Display(item, "message:ToRecipients"),
        "item:DisplayCc" => Display(item, "message:CcRecipients"),
        "item:IsAssociated" => item.Id.IsAssociated,
        "item:IsResend" or "item:IsFromMe" => false,
        "item:IsDraft" or "item:IsSubmitted" or "item:IsUnmodified" or "item:ReminderIsSet" =>
            item.Seed is null ? false : null,
        "item:ReminderMinutesBeforeStart" => item.Seed is null ? 0 : null,
        "item:EffectiveRights" => Rights(),
        "item:LastModifiedName" => item.Folder.Mailbox.Address,
        "item:InstanceKey" => Convert.ToBase64String(BitConverter.GetBytes(item.Id.Item)),
        "item:StoreEntryId" => item.Id.ToString(),
        "item:ConversationId" => Id("ConversationId", Conversation(item), null),
        "item:TextBody" => Body(item, "TextBody", "Text"),
        "item:UniqueBody" => Body(item, "UniqueBody", null),
        "item:NormalizedBody" => Body(item, "NormalizedBody", null),
        "item:Preview" => Preview(item),
        "item:WebClientReadFormQueryString" => "?ae=Item&a=Open&t=" + item.ItemClass,
        "message:ConversationTopic" => item.Read("item:Subject"),
        "calendar:Duration" => Duration(item),
        _ => null,
    };

    /// <summary>The body in a type: as it is stored for <c>null</c> or Best.</summary>
    public static XElement? Body(MailboxItem item, string name, string? type)
    {
        if (item.Read("item:Body") is not XElement body)
            return null;
        string stored = (string?)body.Attribute("BodyType") ?? "Text";
        string wanted = type is null or "Best" ? stored : type;
        string text = stored == wanted ? body.Value : wanted == "HTML" ? ToHtml(body.Value) : ToText(body.Value);
        return new XElement(EwsXml.Types + name, new XAttribute("BodyType", wanted), text);
    }

    /// <summary>An element with an id.</summary>
    public static XElement Id(string name, string id, string? changeKey) => new(
        EwsXml.Types + name,
        new XAttribute("Id", id),
        changeKey is null ? null : new XAttribute("ChangeKey", changeKey));

    public static XElement Rights() => new(
        EwsXml.Types + "EffectiveRights",
        new[] { "CreateAssociated", "CreateContents", "CreateHierarchy", "Delete", "Modify", "Read" }
            .Select(right => new XElement(EwsXml.Types + right, "true")));

    /// <summary>The mailboxes in a list of recipients or attendees.</summary>
    public static IEnumerable<XElement> Mailboxes(object? list) =>
        (list as XElement)?.DescendantsAndSelf(EwsXml.Types + "Mailbox") ?? [];

    private static string? Display(MailboxItem item, string fieldUri) =>
        item.Read(fieldUri) is XElement list
            ? string.Join("; ", Mailboxes(list).Select(mailbox =>
                (string?)mailbox.Element(EwsXml.Types + "Name")
                ?? (string?)mailbox.Element(EwsXml.Types + "EmailAddress") ?? ""))
            : null;

    private static string Conversation(MailboxItem item)
    {
        string topic = item.Read("item:Subject") as string ?? "";
        ulong hash = Mix.Of(Regex.Replace(topic, "^((re|fw|fwd|aw|wg): *)+", "", RegexOptions.IgnoreCase));
        return Convert.ToBase64String([0x00, 0x01, .. BitConverter.GetBytes(hash), .. BitConverter.GetBytes(~hash)]);
    }

    private static string? Preview(MailboxItem item) =>
        Body(item, "Body", "Text")?.Value is { } text
            ? text.Length > PreviewLength ? text.Substring(0, PreviewLength) : text
            : null;

    private static string? Duration(MailboxItem item) =>
        item.Read("calendar:Start") is DateTime start && item.Read("calendar:End") is DateTime end
            ? System.Xml.XmlConvert.ToString(end - start)
            : null;

    private static string ToHtml(string text) =>
        "<html><body><div>" + System.Net.WebUtility.HtmlEncode(text).Replace("\n", "<br>\n") + "</div></body></html>";

    private static string ToText(string html) => System.Net.WebUtility.HtmlDecode(
        Regex.Replace(Regex.Replace(html, "(?is)<(head|style|script)[^>]*>.*?</\\1>", ""), "<[^>]*>", "")).Trim();
}
