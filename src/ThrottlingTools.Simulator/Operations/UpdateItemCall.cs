using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>UpdateItem: changes of properties, one item after the other.</summary>
internal sealed class UpdateItemCall : ItemBatchCall
{
    private readonly string _resolution;
    private readonly string? _disposition;
    private readonly string? _invitations;
    private readonly XElement? _savedTo;

    public UpdateItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.UpdateItem, operation, "ItemChanges", access)
    {
        _resolution = ReadChoice(operation, "ConflictResolution", "NeverOverwrite", "AutoResolve", "AlwaysOverwrite")
            ?? throw SoapFaultException.Missing(operation, "ConflictResolution");
        _disposition = ReadChoice(operation, "MessageDisposition", "SaveOnly", "SendOnly", "SendAndSaveCopy");
        _invitations = (string?)operation.Attribute("SendMeetingInvitationsOrCancellations");
        _savedTo = operation;
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        XElement change = Parts[unit];
        XElement id = change.Element(EwsXml.Types + "ItemId") ?? throw SoapFaultException.Missing(change, "ItemId");
        XElement updates = change.Element(EwsXml.Types + "Updates")
            ?? throw SoapFaultException.Missing(change, "Updates");
        MailboxItem item = Access.Item(id);
        Check(item, (string?)id.Attribute("ChangeKey"));
        Dictionary<string, object?> values = item.Values.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (XElement update in updates.Elements())
            PropertyUpdate.Apply(update, item, values);
        if (PropertyUpdate.IsMoreThanReadFlag(values, item))
            values["item:Size"] = item.Size - Text(item) + ItemDraft.SizeOf(values, []);
        if (PropertyUpdate.Current(item, values, "calendar:Start") is DateTime start
            && PropertyUpdate.Current(item, values, "calendar:End") is DateTime end && end < start)
            throw new ItemErrorException(ItemErrors.EndsBeforeItStarts);
        MailboxItem updated = Access.Own.Update(item, values);
        if (_disposition is "SendOnly" or "SendAndSaveCopy" && updated.ElementName == "Message")
            Send(updated);
        return AnswerId(unit, updated);
    }

    protected override void WriteMore(XmlWriter writer)
    {
        writer.WriteStartElement("m", "ConflictResults", EwsXml.MessagesUri);
        writer.WriteElementString("t", "Count", EwsXml.TypesUri, "0");
        writer.WriteEndElement();
    }

    private static int Text(MailboxItem item) => ItemDraft.SizeOf(item.Values, []);

    private void Check(MailboxItem item, string? changeKey)
    {
        if (item.ElementName == "CalendarItem" && _invitations is null)
            throw new ItemErrorException(
                "ErrorSendMeetingInvitationsOrCancellationsRequired",
                "SendMeetingInvitationsOrCancellations attribute is required.");
        if (_resolution == "AlwaysOverwrite")
            return;
        if (string.IsNullOrEmpty(changeKey))
            throw new ItemErrorException(ItemErrors.ChangeKeyRequired);
        if (_resolution == "NeverOverwrite" && changeKey != item.ChangeKey)
            throw new ItemErrorException(ItemErrors.Conflict);
    }

    private void Send(MailboxItem item)
    {
        Access.Submit(item);
        if (_disposition == "SendOnly")
            Access.Own.Delete(item);
        else if ((Access.Target(_savedTo!, "SavedItemFolderId") ?? Access.Own.FindFolder("sentitems")) is { } folder)
            Access.Own.Move(item, folder);
    }
}
