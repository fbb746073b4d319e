using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetAttachment: attachments with their contents.</summary>
internal sealed class GetAttachmentCall(XElement operation, MailboxAccess access)
    : MailboxCall(EwsOperation.GetAttachment, operation, "AttachmentIds", access)
{
    protected override WorkDone Work(int unit, ref int findCount)
    {
        (MailboxItem item, ItemAttachment attachment) = Access.Attachment(Parts[unit]);
        return Succeed(unit, new WorkDone(1, attachment.Size), writer =>
        {
            writer.WriteStartElement("m", "Attachments", EwsXml.MessagesUri);
            AttachmentXml.Element(item, attachment, withContent: true).WriteTo(writer);
            writer.WriteEndElement();
        });
    }

    protected override void WriteErrorContent(XmlWriter writer) =>
        writer.WriteElementString("m", "Attachments", EwsXml.MessagesUri, "");
}
