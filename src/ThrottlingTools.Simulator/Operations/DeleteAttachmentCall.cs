using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>DeleteAttachment: the item of each gets another change key.</summary>
internal sealed class DeleteAttachmentCall(XElement operation, MailboxAccess access)
    : MailboxCall(EwsOperation.DeleteAttachment, operation, "AttachmentIds", access)
{
    protected override WorkDone Work(int unit, ref int findCount)
    {
        (MailboxItem item, ItemAttachment attachment) = Access.Attachment(Parts[unit]);
        MailboxItem updated = Access.Own.Update(
            item, PropertyUpdate.WithSize(item, -attachment.Size),
            item.Attachments.Where(one => one.Number != attachment.Number).ToArray());
        return Succeed(unit, new WorkDone(1, 0), writer =>
        {
            writer.WriteStartElement("m", "RootItemId", EwsXml.MessagesUri);
            writer.WriteAttributeString("RootItemId", updated.Id.ToString());
            writer.WriteAttributeString("RootItemChangeKey", updated.ChangeKey);
            writer.WriteEndElement();
        });
    }
}
