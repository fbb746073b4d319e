using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetItem: a batch of items by id.</summary>
internal sealed class GetItemCall : OperationCall
{
    private readonly MailboxAccess _access;
    private readonly ItemShape _shape;

    public GetItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.GetItem, operation, "ItemIds")
    {
        _access = access;
        _shape = new ItemShape(Require(operation, "ItemShape"), isFind: false);
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        SyntheticItem? item = _access.Item(Parts[unit], out ItemError? error);
        return item is null
            ? Fail(unit, error!)
            : Succeed(unit, new WorkDone(1, _shape.HasBody ? item.BodyLength : 0), writer => WriteItem(writer, item));
    }

    protected override void WriteErrorContent(XmlWriter writer) =>
        writer.WriteElementString("m", "Items", EwsXml.MessagesUri, "");

    private void WriteItem(XmlWriter writer, SyntheticItem item)
    {
        writer.WriteStartElement("m", "Items", EwsXml.MessagesUri);
        _shape.Write(writer, item);
        writer.WriteEndElement();
    }
}
