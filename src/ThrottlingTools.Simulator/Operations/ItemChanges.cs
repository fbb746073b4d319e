using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>What SyncFolderItems tells of an item; the names are those of its elements.</summary>
internal enum ItemChangeKind { Create, Update, Delete, ReadFlagChange }

/// <summary>A change of a folder's item. A deleted one is no longer there.</summary>
internal readonly record struct ItemChange(ItemChangeKind Kind, SyntheticId Id, MailboxItem? Item);

/// <summary>The changes of a folder since a state, up to a limit.</summary>
internal sealed class ItemChanges
{
    private readonly SyntheticFolder _folder;
    private readonly int _limit;
    private readonly List<ItemChange> _found = [];

    public ItemChanges(SyntheticFolder folder, SyncState state, int limit)
    {
        _folder = folder;
        _limit = limit;
        State = ReadLog(ListWritten(ListSeeded(state)));
    }

    public IReadOnlyList<ItemChange> Found => _found;

    /// <summary>With which to go on.</summary>
    public SyncState State { get; }

    /// <summary>Whether nothing is left.</summary>
    public bool IsComplete => State.Next >= State.Bound && State.Change >= _folder.Mailbox.Changes.Count;

    private SyncState ListSeeded(SyncState state)
    {
        long next = state.Next;
        for (; next < _folder.SeededCount && _found.Count < _limit; next++)
            Add(_folder.Contents.Find(next));
        return state with { Next = next };
    }

    private SyncState ListWritten(SyncState state)
    {
        if (state.Next < _folder.SeededCount || state.Next >= state.Bound)
            return state;
        long next = state.Next;
        foreach (MailboxItem item in _folder.Contents.Written
            .Where(item => item.Id.Item >= state.Next && item.Id.Item < state.Bound))
        {
            if (_found.Count == _limit)
                return state with { Next = item.Id.Item };
            Add(item);
        }
        return state with { Next = state.Bound };
    }

    private void Add(MailboxItem? item)
    {
        if (item is not null)
            _found.Add(new ItemChange(ItemChangeKind.Create, item.Id, item));
    }

    private SyncState ReadLog(SyncState state)
    {
        if (state.Next < state.Bound)
            return state;
        Dictionary<SyntheticId, List<MailboxChange>> changed = [];
        List<SyntheticId> order = [];
        IReadOnlyList<MailboxChange> log = _folder.Mailbox.Changes;
        int next = state.Change;
        for (; next < log.Count; next++)
        {
            SyntheticId? id = IdIn(log[next]);
            if (id is not { } known)
                continue;
            if (!changed.TryGetValue(known, out List<MailboxChange>? changes))
            {
                if (_found.Count + order.Count == _limit)
                    break;
                changed.Add(known, changes = []);
                order.Add(known);
            }
            changes.Add(log[next]);
        }
        foreach (SyntheticId id in order)
            Summarize(id, changed[id]);
        return state with { Change = next };
    }

    /// <summary>Which item of the folder a change is about; <c>null</c> if none.</summary>
    private SyntheticId? IdIn(MailboxChange change) =>
        change.IsFolder || change.Id.IsAssociated ? null
        : change.Parent == _folder ? change.Id
        : change.Kind == MailboxChangeKind.Moved && change.OldParent == _folder ? change.OldId
        : null;

    private void Summarize(SyntheticId id, List<MailboxChange> changes)
    {
        MailboxItem? item = _folder.Contents.Find(id.Item);
        bool isNew = changes[0].Id == id
            && changes[0].Kind is not (MailboxChangeKind.Modified or MailboxChangeKind.Deleted);
        if (item is null)
        {
            if (!isNew)
                _found.Add(new ItemChange(ItemChangeKind.Delete, id, null));
        }
        else if (isNew)
            _found.Add(new ItemChange(ItemChangeKind.Create, id, item));
        else
            _found.Add(new ItemChange(
                changes.TrueForAll(change => change.IsReadFlagOnly)
                    ? ItemChangeKind.ReadFlagChange
                    : ItemChangeKind.Update,
                id, item));
    }
}
