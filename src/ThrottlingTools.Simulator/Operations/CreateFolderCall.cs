using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>CreateFolder: folders in a folder.</summary>
internal sealed class CreateFolderCall : FolderBatchCall
{
    private readonly XElement _operation;

    public CreateFolderCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.CreateFolder, operation, "Folders", access)
    {
        _operation = operation;
        Require(operation, "ParentFolderId");
    }

    protected override XElement Do(XElement part)
    {
        SyntheticFolder parent = Parent();
        string name = (string?)part.Element(EwsXml.Types + "DisplayName") ?? "";
        if (name.Length == 0)
            throw new ItemErrorException("ErrorFolderSaveFailed", "A folder needs a display name.");
        if (parent.HasChild(name))
            throw new ItemErrorException(ItemErrors.FolderExists);
        string folderClass = (string?)part.Element(EwsXml.Types + "FolderClass") ?? part.Name.LocalName switch
        {
            "CalendarFolder" => "IPF.Appointment",
            "ContactsFolder" => "IPF.Contact",
            "TasksFolder" => "IPF.Task",
            _ => "IPF.Note",
        };
        SyntheticFolder folder = Access.Own.CreateFolder(parent, name, folderClass);
        foreach (XElement extended in part.Elements(EwsXml.Types + "ExtendedProperty"))
            if (extended.Element(EwsXml.Types + "ExtendedFieldURI") is { } uri)
                folder.Extended[PropertyPath.ExtendedKey(uri)] = new XElement(extended);
        return FolderShape.IdOnly(folder);
    }

    private SyntheticFolder Parent()
    {
        XElement id = Require(_operation, "ParentFolderId").Elements().FirstOrDefault()
            ?? throw SoapFaultException.Missing(_operation, "FolderId");
        return Access.Folder(id, out ItemError? error) ?? throw new ItemErrorException(
            error == ItemErrors.FolderNotFound ? ItemErrors.ParentFolderNotFound : error!);
    }
}
