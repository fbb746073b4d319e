using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>CopyFolder: folders, their items and all that is below them into another one. It costs as a move.</summary>
internal sealed class CopyFolderCall : FolderBatchCall
{
    private readonly XElement _operation;

    public CopyFolderCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.MoveFolder, operation, "FolderIds", access)
    {
        _operation = operation;
        Require(operation, "ToFolderId");
    }

    public override string Name => "CopyFolder";

    protected override XElement Do(XElement part)
    {
        SyntheticFolder target = Access.Target(_operation, "ToFolderId")!;
        SyntheticFolder folder = Access.Folder(part);
        if (target.IsIn(folder))
            throw new ItemErrorException("ErrorMoveCopyFailed", "A folder cannot be copied into itself.");
        if (target.HasChild(folder.DisplayName))
            throw new ItemErrorException(ItemErrors.FolderExists);
        if (folder.Descendants.Append(folder).Sum(one => (long)one.ItemCount) > FolderContents.MostChanged)
            throw new ItemErrorException(
                ThrottlingError.TimeoutExpired, "The folder holds too many items to be copied.");
        return FolderShape.IdOnly(Access.Own.CopyFolder(folder, target));
    }
}
