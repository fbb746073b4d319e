using System;
using System.Collections.Generic;
using System.Globalization;

namespace ThrottlingTools.Ews;

/// <summary>Reads what the answers of some operations hold beside items and folders.</summary>
internal static class BatchContent
{
    /// <summary>Reads an attachment.</summary>
    internal static EwsAttachment ReadAttachment(SoapCursor cursor, Func<EwsItem> readItem)
    {
        Dictionary<string, string> texts = [];
        string id = "";
        EwsItem? item = null;
        for (int depth = cursor.Depth; cursor.NextChild(depth);)
        {
            switch (cursor.LocalName)
            {
                case "AttachmentId": id = cursor.Attribute("Id") ?? ""; break;
                case "ContentLocation" or "LastModifiedTime" or "IsContactPhoto": break;
                case "Name" or "ContentType" or "ContentId" or "Size" or "IsInline" or "Content":
                    string name = cursor.LocalName;
                    texts[name] = cursor.ReadText();
                    break;
                default: item = readItem(); break;
            }
        }
        string? Text(string key) => texts.TryGetValue(key, out string? text) ? text : null;
        return new EwsAttachment(id)
        {
            Name = Text("Name"),
            ContentType = Text("ContentType"),
            ContentId = Text("ContentId"),
            Size = long.TryParse(Text("Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? size : null,
            IsInline = SoapReader.ToBool(Text("IsInline")),
            Content = Text("Content"),
            Item = item,
        };
    }

    /// <summary>Reads one whom a name means.</summary>
    internal static EwsResolution ReadResolution(SoapCursor cursor, Func<EwsItem> readItem)
    {
        Dictionary<string, string> mailbox = [];
        EwsItem? contact = null;
        for (int depth = cursor.Depth; cursor.NextChild(depth);)
        {
            if (cursor.LocalName != "Mailbox")
            {
                contact = readItem();
                continue;
            }
            for (int inner = cursor.Depth; cursor.NextChild(inner);)
            {
                string name = cursor.LocalName;
                mailbox[name] = cursor.ReadText();
            }
        }
        string? Text(string key) => mailbox.TryGetValue(key, out string? text) ? text : null;
        return new EwsResolution(
            Text("Name"), Text("EmailAddress"), Text("RoutingType"), Text("MailboxType"), contact);
    }
}
