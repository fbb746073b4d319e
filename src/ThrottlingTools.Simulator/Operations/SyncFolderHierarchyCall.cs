using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>SyncFolderHierarchy: which folders changed since a sync state, or all that are below a folder.</summary>
internal sealed class SyncFolderHierarchyCall : MailboxCall
{
    private readonly FolderShape _shape;
    private readonly string _state;

    public SyncFolderHierarchyCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.SyncFolderHierarchy, [operation], access)
    {
        _shape = new FolderShape(Require(operation, "FolderShape"));
        _state = (string?)operation.Element(EwsXml.Messages + "SyncState") ?? "";
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        SyntheticMailbox mailbox = Access.Own;
        SyntheticFolder root = Access.Target(Parts[unit], "SyncFolderId") ?? mailbox.FindFolder("msgfolderroot")!;
        ulong scope = ~Mix.Of(mailbox.Key, (ulong)root.Index);
        XElement[] changes;
        if (_state.Length == 0)
            changes = root.Descendants.Select(folder => Change("Create", _shape.Element(folder))).ToArray();
        else if (SyncState.Parse(_state, scope) is { } state)
            changes = Since(mailbox, root, state.Change).ToArray();
        else
            throw new ItemErrorException("ErrorInvalidSyncStateData", "The synchronization state is invalid.");
        string next = new SyncState(scope, 0, 0, mailbox.Changes.Count).ToString();
        return Succeed(unit, new WorkDone(changes.Length, 0), writer =>
        {
            writer.WriteElementString("m", "SyncState", EwsXml.MessagesUri, next);
            writer.WriteElementString("m", "IncludesLastFolderInRange", EwsXml.MessagesUri, "true");
            writer.WriteStartElement("m", "Changes", EwsXml.MessagesUri);
            foreach (XElement change in changes)
                change.WriteTo(writer);
            writer.WriteEndElement();
        });
    }

    protected override void WriteErrorContent(XmlWriter writer)
    {
        writer.WriteElementString("m", "SyncState", EwsXml.MessagesUri, "");
        writer.WriteElementString("m", "IncludesLastFolderInRange", EwsXml.MessagesUri, "true");
    }

    private IEnumerable<XElement> Since(SyntheticMailbox mailbox, SyntheticFolder root, int first) => mailbox.Changes
        .Skip(first).Where(change => change.IsFolder).GroupBy(change => change.Id)
        .Select(changes =>
        {
            bool isNew = changes.First().Kind == MailboxChangeKind.Created;
            SyntheticFolder? folder = mailbox.FindFolder(changes.Key);
            if (folder is not null && folder != root && folder.IsIn(root))
                return Change(isNew ? "Create" : "Update", _shape.Element(folder));
            return isNew ? null : Change("Delete", DerivedProperties.Id("FolderId", changes.Key.ToString(), null));
        })
        .OfType<XElement>();

    private static XElement Change(string kind, XElement content) => new(EwsXml.Types + kind, content);
}
