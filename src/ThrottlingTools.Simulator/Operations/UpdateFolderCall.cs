using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>UpdateFolder: names, classes and extended properties of folders.</summary>
internal sealed class UpdateFolderCall(XElement operation, MailboxAccess access)
    : FolderBatchCall(EwsOperation.UpdateFolder, operation, "FolderChanges", access)
{
    protected override XElement Do(XElement part)
    {
        SyntheticFolder folder = Access.Folder(
            part.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(part, "FolderId"));
        XElement updates = part.Element(EwsXml.Types + "Updates") ?? throw SoapFaultException.Missing(part, "Updates");
        foreach (XElement update in updates.Elements())
            Apply(folder, update);
        Access.Own.UpdateFolder(folder);
        return FolderShape.IdOnly(folder);
    }

    private static void Apply(SyntheticFolder folder, XElement update)
    {
        PropertyPath path = PropertyPath.Parse(
            update.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(update, "FieldURI"));
        XElement? value = update.Elements().Skip(1).FirstOrDefault()?.Elements().FirstOrDefault();
        bool isDelete = update.Name == EwsXml.Types + "DeleteFolderField";
        if (!isDelete && value is null)
            throw SoapFaultException.Missing(update, path.Key);
        if (path.Extended is not null && isDelete)
            folder.Extended.Remove(path.Key);
        else if (path.Extended is not null)
            folder.Extended[path.Key] = new XElement(value!);
        else if (path.Key == "folder:DisplayName" && value is not null)
            Rename(folder, value.Value);
        else if (path.Key == "folder:FolderClass" && value is not null)
            folder.FolderClass = value.Value;
        else if (path.Key != "folder:PermissionSet")
            throw new ItemErrorException(ItemErrors.CannotSet(path.Key));
    }

    private static void Rename(SyntheticFolder folder, string name)
    {
        if (folder.DistinguishedName is not null)
            throw new ItemErrorException("ErrorFolderSaveFailed", "Distinguished folders cannot be renamed.");
        if (folder.DisplayName != name && folder.Parent!.HasChild(name))
            throw new ItemErrorException(ItemErrors.FolderExists);
        folder.DisplayName = name;
    }
}
