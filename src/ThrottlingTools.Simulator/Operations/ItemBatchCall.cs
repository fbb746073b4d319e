using System;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>A call that answers at most one item for each of its parts.</summary>
internal abstract class ItemBatchCall : MailboxCall
{
    protected ItemBatchCall(EwsOperation operation, XElement request, string listName, MailboxAccess access)
        : base(operation, request, listName, access)
    {
    }

    /// <summary>Answers an item.</summary>
    protected WorkDone Answer(int unit, WorkDone work, Action<XmlWriter>? writeItem) => Succeed(unit, work, writer =>
    {
        writer.WriteStartElement("m", "Items", EwsXml.MessagesUri);
        writeItem?.Invoke(writer);
        writer.WriteEndElement();
        WriteMore(writer);
    });

    /// <summary>Answers the id of an item that was written.</summary>
    protected WorkDone AnswerId(int unit, MailboxItem item) =>
        Answer(unit, new WorkDone(1, item.Size), writer => ItemShape.WriteIdOnly(writer, item));

    protected override void WriteErrorContent(XmlWriter writer) =>
        writer.WriteElementString("m", "Items", EwsXml.MessagesUri, "");

    /// <summary>What follows the items.</summary>
    protected virtual void WriteMore(XmlWriter writer)
    {
    }
}
