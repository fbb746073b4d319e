using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetItem: a batch of items by id.</summary>
internal sealed class GetItemCall : ItemBatchCall
{
    private readonly ItemShape _shape;

    public GetItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.GetItem, operation, "ItemIds", access) =>
        _shape = new ItemShape(Require(operation, "ItemShape"), isFind: false);

    protected override WorkDone Work(int unit, ref int findCount)
    {
        MailboxItem item = Access.Item(Parts[unit]);
        return Answer(
            unit, new WorkDone(1, _shape.HasBody ? item.BodyLength : 0), writer => _shape.Write(writer, item));
    }
}
