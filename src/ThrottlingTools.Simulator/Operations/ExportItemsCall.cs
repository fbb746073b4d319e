using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>ExportItems: items as data that UploadItems takes.</summary>
internal sealed class ExportItemsCall(XElement operation, MailboxAccess access)
    : MailboxCall(EwsOperation.ExportItems, operation, "ItemIds", access)
{
    protected override WorkDone Work(int unit, ref int findCount)
    {
        MailboxItem item = Access.Item(Parts[unit]);
        return Succeed(unit, new WorkDone(1, item.Size), writer =>
        {
            WriteId(writer, item);
            writer.WriteElementString("m", "Data", EwsXml.MessagesUri, ItemExport.Write(item));
        });
    }

    internal static void WriteId(XmlWriter writer, MailboxItem item)
    {
        writer.WriteStartElement("m", "ItemId", EwsXml.MessagesUri);
        writer.WriteAttributeString("Id", item.Id.ToString());
        writer.WriteAttributeString("ChangeKey", item.ChangeKey);
        writer.WriteEndElement();
    }
}
