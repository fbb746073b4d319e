using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>SyncFolderItems: what changed in a folder since a sync state, or all that is in it.</summary>
internal sealed class SyncFolderItemsCall : MailboxCall
{
    private const int MostChanges = 512; // MaxChangesReturned, public documentation

    private readonly ItemShape _shape;
    private readonly int _limit;
    private readonly string _state;
    private readonly HashSet<string> _ignored;

    public SyncFolderItemsCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.SyncFolderItems, [operation], access)
    {
        _shape = new ItemShape(Require(operation, "ItemShape"), isFind: true);
        Require(operation, "SyncFolderId");
        _state = (string?)operation.Element(EwsXml.Messages + "SyncState") ?? "";
        _ignored = new HashSet<string>(
            (operation.Element(EwsXml.Messages + "Ignore")?.Elements() ?? [])
            .Select(id => (string?)id.Attribute("Id") ?? ""));
        XElement limit = Require(operation, "MaxChangesReturned");
        _limit = int.TryParse(limit.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is >= 1 and <= MostChanges
            ? number
            : throw SoapFaultException.Schema(
                $"The value '{limit.Value}' of 'MaxChangesReturned' is not 1 to {MostChanges}.", limit);
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        SyntheticFolder folder = Access.Target(Parts[unit], "SyncFolderId")!;
        ulong scope = Mix.Of(Access.Own.Key, (ulong)folder.Index);
        SyncState state = _state.Length == 0
            ? new SyncState(scope, 0, Access.Own.NextWritten, Access.Own.Changes.Count)
            : SyncState.Parse(_state, scope) ?? throw new ItemErrorException(
                "ErrorInvalidSyncStateData", "The synchronization state is invalid.");
        ItemChanges changes = new(folder, state, _limit);
        List<ItemChange> wanted = changes.Found
            .Where(change => !_ignored.Contains(change.Id.ToString())).ToList();
        return Succeed(unit, new WorkDone(wanted.Count, 0), writer =>
        {
            writer.WriteElementString("m", "SyncState", EwsXml.MessagesUri, changes.State.ToString());
            writer.WriteElementString(
                "m", "IncludesLastItemInRange", EwsXml.MessagesUri, XmlConvert.ToString(changes.IsComplete));
            writer.WriteStartElement("m", "Changes", EwsXml.MessagesUri);
            foreach (ItemChange change in wanted)
                Write(writer, change);
            writer.WriteEndElement();
        });
    }

    /// <summary>As ews-rs shows it.</summary>
    protected override void WriteErrorContent(XmlWriter writer)
    {
        writer.WriteElementString("m", "SyncState", EwsXml.MessagesUri, "");
        writer.WriteElementString("m", "IncludesLastItemInRange", EwsXml.MessagesUri, "true");
    }

    private void Write(XmlWriter writer, ItemChange change)
    {
        writer.WriteStartElement("t", change.Kind.ToString(), EwsXml.TypesUri);
        if (change.Item is not null && change.Kind != ItemChangeKind.ReadFlagChange)
            _shape.Write(writer, change.Item);
        else
        {
            writer.WriteStartElement("t", "ItemId", EwsXml.TypesUri);
            writer.WriteAttributeString("Id", change.Id.ToString());
            if (change.Item is not null)
                writer.WriteAttributeString("ChangeKey", change.Item.ChangeKey);
            writer.WriteEndElement();
            if (change.Item is not null)
                writer.WriteElementString("t", "IsRead", EwsXml.TypesUri, XmlConvert.ToString(change.Item.IsRead));
        }
        writer.WriteEndElement();
    }
}
