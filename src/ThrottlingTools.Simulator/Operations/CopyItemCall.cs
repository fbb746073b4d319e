using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>CopyItem: copies of items in another folder.</summary>
internal sealed class CopyItemCall(XElement operation, MailboxAccess access)
    : TransferItemCall(EwsOperation.CopyItem, operation, access)
{
    protected override MailboxItem Transfer(MailboxItem item, SyntheticFolder folder) => Access.Own.Copy(item, folder);
}
