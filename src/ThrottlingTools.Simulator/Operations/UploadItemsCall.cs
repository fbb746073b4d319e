using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>UploadItems: items out of the data of ExportItems.</summary>
internal sealed class UploadItemsCall(XElement operation, MailboxAccess access)
    : MailboxCall(EwsOperation.UploadItems, operation, "Items", access)
{
    protected override WorkDone Work(int unit, ref int findCount)
    {
        XElement part = Parts[unit];
        string action = (string?)part.Attribute("CreateAction")
            ?? throw SoapFaultException.Missing(part, "CreateAction");
        XElement parent = Child(part, "ParentFolderId");
        SyntheticFolder folder = Access.Folder(new XElement(EwsXml.Types + "FolderId", parent.Attributes()));
        ItemDraft draft = ItemExport.Read(Child(part, "Data").Value, Access.Own.UtcNow);
        draft.Complete(Access.Own, isDraft: false);
        MailboxItem item = action switch
        {
            "CreateNew" => Access.Own.Create(folder, draft.Values, draft.Attachments),
            "Update" => Access.Own.Update(Access.Item(Child(part, "ItemId")), draft.Values, draft.Attachments),
            "UpdateOrCreate" => part.Element(EwsXml.Types + "ItemId") is { } id && Access.Item(id, out _) is { } old
                ? Access.Own.Update(old, draft.Values, draft.Attachments)
                : Access.Own.Create(folder, draft.Values, draft.Attachments),
            _ => throw SoapFaultException.Schema($"The value '{action}' is no CreateAction.", part),
        };
        return Succeed(unit, new WorkDone(1, item.Size), writer => ExportItemsCall.WriteId(writer, item));
    }

    private static XElement Child(XElement part, string name) =>
        part.Element(EwsXml.Types + name) ?? throw SoapFaultException.Missing(part, name);
}
