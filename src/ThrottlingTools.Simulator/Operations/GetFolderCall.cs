using System.Xml.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetFolder: properties of folders.</summary>
internal sealed class GetFolderCall : FolderBatchCall
{
    private readonly FolderShape _shape;

    public GetFolderCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.GetFolder, operation, "FolderIds", access) =>
        _shape = new FolderShape(Require(operation, "FolderShape"));

    protected override XElement Do(XElement part) => _shape.Element(Access.Folder(part));
}
