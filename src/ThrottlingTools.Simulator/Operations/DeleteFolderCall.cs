using System.Xml.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>DeleteFolder: folders with all that is in them.</summary>
internal sealed class DeleteFolderCall(XElement operation, MailboxAccess access)
    : MailboxCall(EwsOperation.DeleteFolder, operation, "FolderIds", access)
{
    private readonly Disposal _disposal = new(operation, access.Own);

    protected override WorkDone Work(int unit, ref int findCount)
    {
        _disposal.Of(Access.Folder(Parts[unit]));
        return Succeed(unit, new WorkDone(1, 0), _ => { });
    }
}
