using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>MoveFolder: folders into another one.</summary>
internal sealed class MoveFolderCall : FolderBatchCall
{
    private readonly XElement _operation;

    public MoveFolderCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.MoveFolder, operation, "FolderIds", access)
    {
        _operation = operation;
        Require(operation, "ToFolderId");
    }

    protected override XElement Do(XElement part)
    {
        SyntheticFolder target = Access.Target(_operation, "ToFolderId")!;
        SyntheticFolder folder = Access.Folder(part);
        if (folder.DistinguishedName is not null)
            throw new ItemErrorException(
                "ErrorMoveDistinguishedFolder", "Distinguished folders cannot be moved.");
        if (target.IsIn(folder))
            throw new ItemErrorException("ErrorMoveCopyFailed", "A folder cannot be moved into itself.");
        if (target.HasChild(folder.DisplayName))
            throw new ItemErrorException(ItemErrors.FolderExists);
        Access.Own.MoveFolder(folder, target);
        return FolderShape.IdOnly(folder);
    }
}
