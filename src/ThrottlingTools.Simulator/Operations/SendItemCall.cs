using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>SendItem: messages that were made before.</summary>
internal sealed class SendItemCall : MailboxCall
{
    private readonly XElement _operation;
    private readonly bool _isSaved;

    public SendItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.SendItem, operation, "ItemIds", access)
    {
        _operation = operation;
        _isSaved = (string?)operation.Attribute("SaveItemToFolder") switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw Soap.SoapFaultException.Missing(operation, "SaveItemToFolder"),
        };
        if (!_isSaved && operation.Element(Soap.EwsXml.Messages + "SavedItemFolderId") is not null)
            Refusal = new ItemError(
                "ErrorInvalidSendItemSaveSettings", "SavedItemFolderId is given, and SaveItemToFolder is false.");
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        MailboxItem item = Access.Item(Parts[unit]);
        string? changeKey = (string?)Parts[unit].Attribute("ChangeKey");
        if (string.IsNullOrEmpty(changeKey))
            throw new ItemErrorException(ItemErrors.ChangeKeyRequired);
        if (changeKey != item.ChangeKey)
            throw new ItemErrorException(ItemErrors.Conflict);
        if (item.ElementName != "Message")
            throw new ItemErrorException("ErrorInvalidItemForOperationSendItem", "The item cannot be sent.");
        if (!DerivedProperties.Mailboxes(item.Read("message:ToRecipients"))
            .Concat(DerivedProperties.Mailboxes(item.Read("message:CcRecipients")))
            .Concat(DerivedProperties.Mailboxes(item.Read("message:BccRecipients"))).Any())
            throw new ItemErrorException("ErrorMissingRecipients", "The item has no recipients.");
        SyntheticFolder? folder = !_isSaved
            ? null
            : Access.Target(_operation, "SavedItemFolderId") ?? Access.Own.FindFolder("sentitems");
        Access.Submit(item);
        if (folder is null)
            Access.Own.Delete(item);
        else
            Access.Own.Send(item, folder);
        return Succeed(unit, new WorkDone(1, item.Size), _ => { });
    }
}
