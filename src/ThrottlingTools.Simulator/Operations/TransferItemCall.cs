using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>A call that puts items into another folder.</summary>
internal abstract class TransferItemCall : ItemBatchCall
{
    private readonly XElement _operation;
    private readonly bool _returnsIds;

    protected TransferItemCall(EwsOperation kind, XElement operation, MailboxAccess access)
        : base(kind, operation, "ItemIds", access)
    {
        _operation = operation;
        Require(operation, "ToFolderId");
        _returnsIds = (string?)operation.Element(EwsXml.Messages + "ReturnNewItemIds") is not ("false" or "0");
    }

    protected abstract MailboxItem Transfer(MailboxItem item, SyntheticFolder folder);

    protected sealed override WorkDone Work(int unit, ref int findCount)
    {
        SyntheticFolder folder = Access.Target(_operation, "ToFolderId")!;
        MailboxItem item = Access.Item(Parts[unit]);
        if (item.Id.IsAssociated)
            throw new ItemErrorException(ItemErrors.NotForAssociated);
        MailboxItem transferred = Transfer(item, folder);
        return _returnsIds
            ? AnswerId(unit, transferred)
            : Answer(unit, new WorkDone(1, transferred.Size), null);
    }
}
