using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>CreateAttachment: attachments to an item, which gets another change key.</summary>
internal sealed class CreateAttachmentCall : MailboxCall
{
    private readonly XElement _parent;
    private readonly ItemAttachment[] _attachments;

    public CreateAttachmentCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.CreateAttachment, operation, "Attachments", access)
    {
        _parent = Require(operation, "ParentItemId");
        _attachments = Parts.Select(part => AttachmentXml.Read(part, 0, access.Own.UtcNow)).ToArray();
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        if (Parts[unit].Element(EwsXml.Types + "Name") is null)
            throw new ItemErrorException("ErrorRequiredPropertyMissing", "An attachment needs a Name.");
        XElement id = new(EwsXml.Types + "ItemId", _parent.Attribute("Id"));
        MailboxItem item = Access.Item(id);
        int number = item.Attachments.Select(one => one.Number).DefaultIfEmpty(0).Max() + 1;
        ItemAttachment attachment = _attachments[unit] with { Number = number };
        MailboxItem updated = Access.Own.Update(
            item, PropertyUpdate.WithSize(item, attachment.Size), [.. item.Attachments, attachment]);
        return Succeed(unit, new WorkDone(1, attachment.Size), writer =>
        {
            writer.WriteStartElement("m", "Attachments", EwsXml.MessagesUri);
            AttachmentXml.WrittenId(updated, attachment).WriteTo(writer);
            writer.WriteEndElement();
        });
    }

    protected override void WriteErrorContent(XmlWriter writer) =>
        writer.WriteElementString("m", "Attachments", EwsXml.MessagesUri, "");
}
