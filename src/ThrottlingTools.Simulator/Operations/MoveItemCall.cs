using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>MoveItem: items into another folder; they get other ids.</summary>
internal sealed class MoveItemCall(XElement operation, MailboxAccess access)
    : TransferItemCall(EwsOperation.MoveItem, operation, access)
{
    protected override MailboxItem Transfer(MailboxItem item, SyntheticFolder folder) => Access.Own.Move(item, folder);
}
