using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetFolder: name and counts of folders.</summary>
internal sealed class GetFolderCall : OperationCall
{
    private readonly MailboxAccess _access;
    private readonly string _shape;

    public GetFolderCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.GetFolder, operation, "FolderIds")
    {
        _access = access;
        _shape = ItemShape.ReadBase(Require(operation, "FolderShape"));
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        SyntheticFolder? folder = _access.Folder(Parts[unit], out ItemError? error);
        return folder is null
            ? Fail(unit, error!)
            : Succeed(unit, new WorkDone(1, 0), writer => WriteFolder(writer, folder));
    }

    protected override void WriteErrorContent(XmlWriter writer) =>
        writer.WriteElementString("m", "Folders", EwsXml.MessagesUri, "");

    private void WriteFolder(XmlWriter writer, SyntheticFolder folder)
    {
        writer.WriteStartElement("m", "Folders", EwsXml.MessagesUri);
        writer.WriteStartElement("t", ElementName(folder), EwsXml.TypesUri);
        ItemShape.WriteId(writer, "FolderId", folder.Id);
        if (_shape == "AllProperties")
        {
            ItemShape.WriteId(writer, "ParentFolderId", folder.Parent.Id);
            ItemShape.Text(writer, "FolderClass", folder.FolderClass);
        }
        if (_shape != "IdOnly")
        {
            ItemShape.Text(writer, "DisplayName", folder.DisplayName);
            ItemShape.Text(writer, "TotalCount", folder.ItemCount.ToString(CultureInfo.InvariantCulture));
            ItemShape.Text(writer, "ChildFolderCount", folder.ChildFolderCount.ToString(CultureInfo.InvariantCulture));
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static string ElementName(SyntheticFolder folder) => folder.FolderClass switch
    {
        "IPF.Appointment" => "CalendarFolder",
        "IPF.Contact" => "ContactsFolder",
        "IPF.Task" => "TasksFolder",
        _ => "Folder",
    };
}
