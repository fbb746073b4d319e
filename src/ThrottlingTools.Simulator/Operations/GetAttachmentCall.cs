using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetAttachment: attachments with their contents; of attached items, what the shape asks for.</summary>
internal sealed class GetAttachmentCall : MailboxCall
{
    private readonly bool _withMime;
    private readonly string? _bodyType;

    public GetAttachmentCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.GetAttachment, operation, "AttachmentIds", access)
    {
        XElement? shape = operation.Element(EwsXml.Messages + "AttachmentShape");
        _withMime = (string?)shape?.Element(EwsXml.Types + "IncludeMimeContent") is "true" or "1";
        _bodyType = (string?)shape?.Element(EwsXml.Types + "BodyType");
        if (_bodyType is not (null or "Best" or "HTML" or "Text"))
            throw SoapFaultException.Schema($"The value '{_bodyType}' is no BodyType.", shape);
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        (MailboxItem item, ItemAttachment attachment) = Access.Attachment(Parts[unit]);
        XElement shown = AttachmentXml.Element(item, attachment, withContent: true);
        if (attachment.Item is { } inner)
            shown.Element(inner.Name)!.ReplaceWith(Shape(inner, item.Folder));
        return Succeed(unit, new WorkDone(1, attachment.Size), writer =>
        {
            writer.WriteStartElement("m", "Attachments", EwsXml.MessagesUri);
            shown.WriteTo(writer);
            writer.WriteEndElement();
        });
    }

    protected override void WriteErrorContent(XmlWriter writer) =>
        writer.WriteElementString("m", "Attachments", EwsXml.MessagesUri, "");

    private XElement Shape(XElement inner, SyntheticFolder folder)
    {
        ItemDraft draft = ItemDraft.Read(inner, folder.Mailbox.UtcNow, isImport: true);
        MailboxItem item = new(folder, folder.SyntheticId, null, draft.Values, draft.Attachments, 0);
        XElement shaped = new(inner);
        if (DerivedProperties.Body(item, "Body", _bodyType) is { } body)
            shaped.Element(EwsXml.Types + "Body")?.ReplaceWith(body);
        if (_withMime && shaped.Element(EwsXml.Types + "MimeContent") is null)
            shaped.AddFirst(MimeText.Element(item));
        return shaped;
    }
}
