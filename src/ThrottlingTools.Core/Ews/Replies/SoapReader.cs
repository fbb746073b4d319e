using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>Reads the answers of EWS while they arrive.</summary>
internal static class SoapReader
{
    /// <summary>Reads one envelope.</summary>
    /// <exception cref="System.Xml.XmlException">It is no SOAP envelope, breaks off, or breaks a limit.</exception>
    internal static async Task<SoapReply> ReadAsync(SoapCursor cursor)
    {
        SoapReply reply = new();
        await cursor.ToRootAsync("Envelope");
        await cursor.ForEachChildAsync(() => cursor.LocalName == "Body"
            ? cursor.ForEachChildAsync(() => ReadBodyAsync(cursor, reply))
            : cursor.SkipAsync());
        return reply;
    }

    private static async Task ReadBodyAsync(SoapCursor cursor, SoapReply reply)
    {
        if (cursor.LocalName == "Fault")
            reply.Fault = await ReadFaultAsync(cursor);
        else
            await cursor.ForEachChildAsync(() => cursor.LocalName == "ResponseMessages"
                ? cursor.ForEachChildAsync(async () => reply.Messages.Add(await ReadMessageAsync(cursor)))
                : cursor.SkipAsync());
    }

    private static async Task<SoapFailure> ReadFaultAsync(SoapCursor cursor)
    {
        SoapFailure fault = new();
        string? faultCode = null;
        string? faultText = null;
        await cursor.ForEachChildAsync(async () =>
        {
            switch (cursor.LocalName)
            {
                case "faultcode": faultCode = await cursor.TextAsync(); break;
                case "faultstring": faultText = await cursor.TextAsync(); break;
                case "detail": await cursor.ForEachChildAsync(() => ReadStatusAsync(cursor, fault)); break;
                default: await cursor.SkipAsync(); break;
            }
        });
        fault.ResponseCode ??= faultCode?.Substring(faultCode.IndexOf(':') + 1).Trim();
        fault.Message ??= faultText;
        return fault;
    }

    private static async Task<SoapMessage> ReadMessageAsync(SoapCursor cursor)
    {
        SoapMessage message = new() { ResponseClass = cursor.Attribute("ResponseClass") };
        await cursor.ForEachChildAsync(() => cursor.LocalName switch
        {
            "ItemId" => ReadItemIdAsync(cursor, message),
            "Data" => ReadDataAsync(cursor, message),
            "Attachments" => cursor.ForEachChildAsync(
                async () => message.Attachments.Add(await BatchContent.ReadAttachmentAsync(cursor))),
            "ResolutionSet" => ReadResolutionSetAsync(cursor, message),
            "RootFolder" => ReadRootFolderAsync(cursor, message),
            "Items" => ReadItemsAsync(cursor, message),
            "Folders" => ReadFoldersAsync(cursor, message),
            _ => ReadStatusAsync(cursor, message.Status),
        });
        return message;
    }

    private static async Task ReadStatusAsync(SoapCursor cursor, SoapFailure status)
    {
        switch (cursor.LocalName)
        {
            case "ResponseCode": status.ResponseCode = (await cursor.TextAsync()).Trim(); break;
            case "Message" or "MessageText": status.Message = await cursor.TextAsync(); break;
            case "MessageXml": await cursor.ForEachChildAsync(() => ReadValueAsync(cursor, status.Values)); break;
            default: await cursor.SkipAsync(); break;
        }
    }

    private static async Task ReadValueAsync(SoapCursor cursor, Dictionary<string, string> values)
    {
        string? name = cursor.Attribute("Name");
        string text = await cursor.TextAsync();
        if (name is not null)
            values[name] = text;
    }

    private static Task ReadRootFolderAsync(SoapCursor cursor, SoapMessage message)
    {
        message.TotalItemsInView = ToInt(cursor.Attribute("TotalItemsInView"));
        message.IndexedPagingOffset = ToInt(cursor.Attribute("IndexedPagingOffset"));
        message.IncludesLastItemInRange = ToBool(cursor.Attribute("IncludesLastItemInRange"));
        return cursor.ForEachChildAsync(() => cursor.LocalName switch
        {
            "Items" => ReadItemsAsync(cursor, message),
            "Folders" => ReadFoldersAsync(cursor, message),
            _ => cursor.SkipAsync(),
        });
    }

    private static Task ReadItemIdAsync(SoapCursor cursor, SoapMessage message)
    {
        message.ItemId = new EwsItemId(cursor.Attribute("Id") ?? "", cursor.Attribute("ChangeKey"));
        return cursor.SkipAsync();
    }

    private static async Task ReadDataAsync(SoapCursor cursor, SoapMessage message) =>
        message.Data = await cursor.TextAsync();

    private static Task ReadResolutionSetAsync(SoapCursor cursor, SoapMessage message)
    {
        message.IncludesLastItemInRange = ToBool(cursor.Attribute("IncludesLastItemInRange"));
        return cursor.ForEachChildAsync(
            async () => message.Resolutions.Add(await BatchContent.ReadResolutionAsync(cursor)));
    }

    private static Task ReadFoldersAsync(SoapCursor cursor, SoapMessage message) =>
        cursor.ForEachChildAsync(async () => message.Folders.Add(await ReadFolderAsync(cursor)));

    private static Task ReadItemsAsync(SoapCursor cursor, SoapMessage message) =>
        cursor.ForEachChildAsync(async () => message.Items.Add(await ReadItemAsync(cursor)));

    internal static async Task<EwsItem> ReadItemAsync(SoapCursor cursor)
    {
        string type = cursor.LocalName;
        string? id = null;
        string? changeKey = null;
        Dictionary<string, object> bag = new(StringComparer.OrdinalIgnoreCase);
        await cursor.ForEachChildAsync(() =>
        {
            if (cursor.LocalName != "ItemId")
                return cursor.FlattenAsync(cursor.LocalName, bag);
            id = cursor.Attribute("Id");
            changeKey = cursor.Attribute("ChangeKey");
            return cursor.SkipAsync();
        });
        return new EwsItem(type, id ?? "", changeKey, bag);
    }

    private static async Task<EwsFolder> ReadFolderAsync(SoapCursor cursor)
    {
        Dictionary<string, object> bag = new(StringComparer.OrdinalIgnoreCase);
        await cursor.ForEachChildAsync(() => cursor.FlattenAsync(cursor.LocalName, bag));
        return new EwsFolder(bag.TryGetValue("FolderId", out object? id) ? id as string ?? "" : "", bag);
    }

    private static int? ToInt(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;

    internal static bool? ToBool(string? text) => text switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };
}
