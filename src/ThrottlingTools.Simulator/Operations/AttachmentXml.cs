using System;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Attachments as elements.</summary>
internal static class AttachmentXml
{
    /// <summary>Writes the list without contents, as GetItem shows it.</summary>
    public static void WriteList(XmlWriter writer, MailboxItem item)
    {
        if (item.Attachments.Count > 0)
            new XElement(
                EwsXml.Types + "Attachments", item.Attachments.Select(one => Element(item, one, withContent: false)))
                .WriteTo(writer);
    }

    /// <summary>Writes the ids alone, as CreateItem answers them.</summary>
    public static void WriteIds(XmlWriter writer, MailboxItem item)
    {
        XNamespace t = EwsXml.Types;
        if (item.Attachments.Count > 0)
            new XElement(t + "Attachments", item.Attachments.Select(one => new XElement(
                t + (one.Item is null ? "FileAttachment" : "ItemAttachment"),
                new XElement(t + "AttachmentId", new XAttribute("Id", Id(item, one)))))).WriteTo(writer);
    }

    public static XElement Element(MailboxItem item, ItemAttachment attachment, bool withContent)
    {
        XNamespace t = EwsXml.Types;
        XElement element = new(
            t + (attachment.Item is null ? "FileAttachment" : "ItemAttachment"),
            new XElement(t + "AttachmentId", new XAttribute("Id", Id(item, attachment))),
            new XElement(t + "Name", attachment.Name),
            new XElement(t + "ContentType", attachment.ContentType),
            attachment.ContentId is null ? null : new XElement(t + "ContentId", attachment.ContentId),
            attachment.ContentLocation is null ? null : new XElement(t + "ContentLocation", attachment.ContentLocation),
            new XElement(t + "Size", attachment.Size),
            new XElement(t + "LastModifiedTime", PropertyValue.Format(attachment.LastModified)),
            new XElement(t + "IsInline", attachment.IsInline));
        if (attachment.Item is null)
            element.Add(new XElement(t + "IsContactPhoto", false));
        if (withContent)
            element.Add(attachment.Item is { } inner
                ? new XElement(inner)
                : new XElement(t + "Content", Convert.ToBase64String(attachment.Content())));
        return element;
    }

    /// <summary>The id of an attachment with that of its item, as writes answer.</summary>
    public static XElement WrittenId(MailboxItem item, ItemAttachment attachment) => new(
        EwsXml.Types + (attachment.Item is null ? "FileAttachment" : "ItemAttachment"),
        new XElement(
            EwsXml.Types + "AttachmentId",
            new XAttribute("Id", Id(item, attachment)),
            new XAttribute("RootItemId", item.Id.ToString()),
            new XAttribute("RootItemChangeKey", item.ChangeKey)));

    /// <exception cref="SoapFaultException">It is no attachment.</exception>
    public static ItemAttachment Read(XElement element, int number, DateTime now)
    {
        XNamespace t = EwsXml.Types;
        bool isFile = element.Name == t + "FileAttachment";
        if (!isFile && element.Name != t + "ItemAttachment")
            throw SoapFaultException.Schema($"The element '{element.Name.LocalName}' is no attachment.", element);
        XElement? inner = isFile ? null : element.Elements().FirstOrDefault(e => ItemSchema.IsItem(e.Name.LocalName));
        byte[] content = isFile ? Content(element) : [];
        int size = inner is null ? content.Length : inner.Value.Length;
        string name = (string?)element.Element(t + "Name") ?? "";
        string type = (string?)element.Element(t + "ContentType") ?? "application/octet-stream";
        return new ItemAttachment(number, name, type, size, () => content)
        {
            Item = isFile ? null : new XElement(inner ?? throw SoapFaultException.Missing(element, "Item")),
            IsInline = (string?)element.Element(t + "IsInline") is "true" or "1",
            ContentId = (string?)element.Element(t + "ContentId"),
            ContentLocation = (string?)element.Element(t + "ContentLocation"),
            LastModified = now,
        };
    }

    private static string Id(MailboxItem item, ItemAttachment attachment) =>
        item.Id.WithAttachment(attachment.Number).ToString();

    private static byte[] Content(XElement element)
    {
        try
        {
            return Convert.FromBase64String((string?)element.Element(EwsXml.Types + "Content") ?? "");
        }
        catch (FormatException)
        {
            throw SoapFaultException.Schema("The content of the attachment is no base64.", element);
        }
    }
}
