using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>EmptyFolder: deletes the items of folders, and their subfolders where asked for.</summary>
internal sealed class EmptyFolderCall : MailboxCall
{
    private readonly Disposal _disposal;
    private readonly bool _withSubfolders;

    public EmptyFolderCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.EmptyFolder, operation, "FolderIds", access)
    {
        _disposal = new Disposal(operation, access.Own);
        _withSubfolders = (string?)operation.Attribute("DeleteSubFolders") switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw SoapFaultException.Missing(operation, "DeleteSubFolders"),
        };
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        SyntheticFolder folder = Access.Folder(Parts[unit]);
        int count = folder.Contents.Count;
        if (count > FolderContents.MostChanged)
            throw new ItemErrorException("ErrorCannotEmptyFolder", "The folder holds too many items to be emptied.");
        foreach (MailboxItem item in Enumerable.Range(0, count).Select(place => folder.Contents[place]).ToList())
            _disposal.Of(item);
        if (_withSubfolders)
            foreach (SyntheticFolder child in folder.Children.Where(child => child.DistinguishedName is null).ToList())
                _disposal.Of(child);
        return Succeed(unit, new WorkDone(count, 0), _ => { });
    }
}
