using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>Reads what the answers of some operations hold beside items and folders.</summary>
internal static class BatchContent
{
    /// <summary>Reads an attachment.</summary>
    internal static async Task<EwsAttachment> ReadAttachmentAsync(SoapCursor cursor)
    {
        Dictionary<string, string> texts = [];
        string id = "";
        EwsItem? item = null;
        await cursor.ForEachChildAsync(async () =>
        {
            switch (cursor.LocalName)
            {
                case "AttachmentId":
                    id = cursor.Attribute("Id") ?? "";
                    await cursor.SkipAsync();
                    break;
                case "Name" or "ContentType" or "ContentId" or "Size" or "IsInline" or "Content":
                    texts[cursor.LocalName] = await cursor.TextAsync();
                    break;
                case "ContentLocation" or "LastModifiedTime" or "IsContactPhoto":
                    await cursor.SkipAsync();
                    break;
                default:
                    item = await SoapReader.ReadItemAsync(cursor);
                    break;
            }
        });
        string? Text(string name) => texts.TryGetValue(name, out string? text) ? text : null;
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
    internal static async Task<EwsResolution> ReadResolutionAsync(SoapCursor cursor)
    {
        Dictionary<string, string> mailbox = [];
        EwsItem? contact = null;
        await cursor.ForEachChildAsync(async () =>
        {
            if (cursor.LocalName == "Mailbox")
                await cursor.ForEachChildAsync(async () => mailbox[cursor.LocalName] = await cursor.TextAsync());
            else
                contact = await SoapReader.ReadItemAsync(cursor);
        });
        string? Text(string name) => mailbox.TryGetValue(name, out string? text) ? text : null;
        return new EwsResolution(
            Text("Name"), Text("EmailAddress"), Text("RoutingType"), Text("MailboxType"), contact);
    }
}
