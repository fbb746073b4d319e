using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// A mailbox whose folders and items are computed when asked for, so that ten million items take no memory; what is
/// written lies over them. The same address and seed always give the same mailbox. Items are numbered from the newest.
/// </summary>
public sealed class SyntheticMailbox
{
    internal const long FirstWritten = 1L << 40; // above every number of the seed

    private static readonly DateTime Newest = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(7);

    private readonly List<SyntheticFolder> _folders;
    private readonly List<MailboxChange> _changes = [];
    private readonly IClock _clock;
    private long _writtenCount;

    /// <summary>Makes a mailbox.</summary>
    /// <param name="address">Its SMTP address.</param>
    /// <param name="itemCount">
    /// Items in the Inbox; other folders hold shares of that: Sent Items a quarter, Deleted Items and Calendar a tenth.
    /// </param>
    /// <param name="seed">What the contents are computed from.</param>
    public SyntheticMailbox(string address, int itemCount, int seed)
        : this(address, itemCount, seed, new SystemClock())
    {
    }

    internal SyntheticMailbox(string address, int itemCount, int seed, IClock clock)
    {
        Address = address;
        Key = Mix.Of(Mix.Of(address), (ulong)seed);
        _clock = clock;
        _folders = FolderTree.Make(this, itemCount);
    }

    /// <summary>The SMTP address.</summary>
    public string Address { get; }

    /// <summary>The folders.</summary>
    public IReadOnlyList<SyntheticFolder> Folders => _folders.Where(folder => !folder.IsDeleted).ToList();

    internal ulong Key { get; }

    /// <summary>Who reads or writes holds this lock.</summary>
    internal object Gate { get; } = new();

    /// <summary>What was written, in order.</summary>
    internal IReadOnlyList<MailboxChange> Changes => _changes;

    /// <summary>Every change as it comes about, under the lock.</summary>
    internal event Action<MailboxChange>? Changed;

    /// <summary>The number that the next written item gets.</summary>
    internal long NextWritten => FirstWritten + _writtenCount;

    /// <summary>To whole seconds, as clients see times.</summary>
    internal DateTime UtcNow => ToSeconds(_clock.UtcNow.UtcDateTime);

    /// <summary>A folder by the name that EWS knows it by.</summary>
    /// <param name="distinguishedName">The name: <c>inbox</c>.</param>
    /// <returns><c>null</c> if there is none.</returns>
    public SyntheticFolder? FindFolder(string distinguishedName) =>
        _folders.FirstOrDefault(folder => folder.DistinguishedName == distinguishedName && !folder.IsDeleted);

    /// <summary>Lets items arrive in a folder, of the kind that it holds, while clients read it.</summary>
    /// <param name="folder">The folder, of this mailbox.</param>
    /// <param name="count">How many.</param>
    /// <returns>Their ids, oldest first.</returns>
    public IReadOnlyList<string> AddItems(SyntheticFolder folder, int count)
    {
        List<string> ids = [];
        lock (Gate)
            for (int i = 0; i < count; i++)
            {
                ItemDraft draft = ItemDraft.New(folder, FormattableString.Invariant($"Arrival {_writtenCount + 1}"));
                draft.Complete(this, isDraft: false);
                ids.Add(Create(folder, draft.Values, draft.Attachments).Id.ToString());
            }
        return ids;
    }

    /// <summary>Deletes an item for good, while clients read its folder.</summary>
    /// <param name="id">Its EWS id, as <see cref="SyntheticFolder.ItemIdAt"/> tells it.</param>
    /// <returns>Whether it was there.</returns>
    public bool RemoveItem(string id)
    {
        lock (Gate)
        {
            MailboxItem? item = FindItem(id);
            if (item is not null)
                Delete(item);
            return item is not null;
        }
    }

    /// <summary>Moves an item into another folder, while clients read both.</summary>
    /// <param name="id">Its EWS id.</param>
    /// <param name="folder">The folder, of this mailbox.</param>
    /// <returns>The id that it has there; <c>null</c> if it was not there.</returns>
    public string? MoveItem(string id, SyntheticFolder folder)
    {
        lock (Gate)
            return FindItem(id) is { } item ? Move(item, folder).Id.ToString() : null;
    }

    /// <summary>Changes an item's importance, and with it its change key and the time of its last change.</summary>
    /// <param name="id">Its EWS id.</param>
    /// <returns>Whether it was there.</returns>
    public bool TouchItem(string id)
    {
        lock (Gate)
        {
            if (FindItem(id) is not { } item)
                return false;
            Dictionary<string, object?> values = item.Values.ToDictionary(pair => pair.Key, pair => pair.Value);
            values["item:Importance"] = item.Read("item:Importance") is "High" ? "Normal" : "High";
            Update(item, values);
            return true;
        }
    }

    internal SyntheticFolder? FindFolder(SyntheticId id) =>
        id.Mailbox == Key && id.Folder >= 0 && id.Folder < _folders.Count && !_folders[id.Folder].IsDeleted
            ? _folders[id.Folder]
            : null;

    internal MailboxItem? FindItem(string id) =>
        SyntheticId.TryParse(id, out SyntheticId parsed) && parsed.IsItem ? FindItem(parsed) : null;

    internal MailboxItem? FindItem(SyntheticId id) => FindFolder(id)?.Contents.Find(id.Item);

    internal ulong StampOf(SyntheticFolder folder, int number) => Mix.Of(Key, (ulong)folder.Index, (ulong)number);

    internal DateTime ReceivedOf(SyntheticFolder folder, int number)
    {
        ulong step = (ulong)Interval.Ticks;
        return ToSeconds(Newest - TimeSpan.FromTicks((long)((ulong)number * step + StampOf(folder, number) % step)));
    }

    /// <summary>Puts a new item into a folder.</summary>
    internal MailboxItem Create(
        SyntheticFolder folder, IReadOnlyDictionary<string, object?> values, IReadOnlyList<ItemAttachment> attachments,
        MailboxChangeKind kind = MailboxChangeKind.Created)
    {
        MailboxItem item = Place(folder, null, values, attachments);
        Log(kind, item.Id, folder);
        return item;
    }

    /// <summary>Lets a message arrive in the Inbox.</summary>
    internal void Deliver(MailboxItem message)
    {
        Dictionary<string, object?> values = message.Values.ToDictionary(pair => pair.Key, pair => pair.Value);
        values.Remove("message:BccRecipients");
        values[MailboxItem.ReceivedUri] = values["item:DateTimeCreated"] = UtcNow;
        values["item:DateTimeSent"] = values["item:LastModifiedTime"] = UtcNow;
        values["item:IsDraft"] = values[MailboxItem.IsReadUri] = false;
        if (FindFolder("inbox") is not { } inbox)
            return;
        MailboxItem item = Place(inbox, message.Seed, values, message.Attachments);
        Log(MailboxChangeKind.NewMail, item.Id, inbox);
    }

    /// <summary>Puts other values in the place of an item's.</summary>
    internal MailboxItem Update(
        MailboxItem item, IReadOnlyDictionary<string, object?> values,
        IReadOnlyList<ItemAttachment>? attachments = null)
    {
        bool isReadFlagOnly = attachments is null && values.Count == item.Values.Count + 1 - (
            item.Values.ContainsKey(MailboxItem.IsReadUri) ? 1 : 0)
            && values.All(pair => pair.Key == MailboxItem.IsReadUri
                || (item.Values.TryGetValue(pair.Key, out object? old) && Equals(old, pair.Value)));
        Dictionary<string, object?> written = values.ToDictionary(pair => pair.Key, pair => pair.Value);
        written["item:LastModifiedTime"] = UtcNow;
        MailboxItem updated = new(
            item.Folder, item.Id, item.Seed, written, attachments ?? item.Attachments, NextStamp())
        {
            Origin = item.Origin,
        };
        item.Folder.Contents.Put(updated);
        Log(MailboxChangeKind.Modified, item.Id, item.Folder, isReadFlagOnly: isReadFlagOnly);
        return updated;
    }

    internal void Delete(MailboxItem item)
    {
        item.Folder.Contents.Remove(item);
        Log(MailboxChangeKind.Deleted, item.Id, item.Folder);
    }

    /// <summary>Moves an item, which gets another id.</summary>
    internal MailboxItem Move(MailboxItem item, SyntheticFolder folder)
    {
        MailboxItem moved = Place(folder, item.Seed, item.Values, item.Attachments, item.Origin);
        item.Folder.Contents.Remove(item);
        Log(MailboxChangeKind.Moved, moved.Id, folder, item.Id, item.Folder);
        return moved;
    }

    /// <summary>Moves a draft to where sent messages are kept.</summary>
    internal void Send(MailboxItem item, SyntheticFolder folder)
    {
        Dictionary<string, object?> values = item.Values.ToDictionary(pair => pair.Key, pair => pair.Value);
        values["item:IsDraft"] = false;
        values["item:DateTimeSent"] = UtcNow;
        MailboxItem sent = Place(folder, item.Seed, values, item.Attachments, item.Origin);
        item.Folder.Contents.Remove(item);
        Log(MailboxChangeKind.Moved, sent.Id, folder, item.Id, item.Folder);
    }

    internal MailboxItem Copy(MailboxItem item, SyntheticFolder folder)
    {
        MailboxItem copy = Place(folder, item.Seed, item.Values, item.Attachments, item.Origin);
        Log(MailboxChangeKind.Copied, copy.Id, folder, item.Id, item.Folder);
        return copy;
    }

    internal SyntheticFolder CreateFolder(SyntheticFolder parent, string name, string folderClass)
    {
        SyntheticFolder folder = new(this, _folders.Count, null, folderClass, 0)
        {
            DisplayName = name, Parent = parent,
        };
        _folders.Add(folder);
        Log(MailboxChangeKind.Created, folder.SyntheticId, parent);
        return folder;
    }

    internal void UpdateFolder(SyntheticFolder folder)
    {
        folder.Touch();
        Log(MailboxChangeKind.Modified, folder.SyntheticId, folder.Parent!);
    }

    internal void MoveFolder(SyntheticFolder folder, SyntheticFolder parent)
    {
        SyntheticFolder old = folder.Parent!;
        folder.Parent = parent;
        folder.Touch();
        Log(MailboxChangeKind.Moved, folder.SyntheticId, parent, folder.SyntheticId, old);
    }

    /// <summary>Copies a folder with its items and the folders below it.</summary>
    internal SyntheticFolder CopyFolder(SyntheticFolder folder, SyntheticFolder parent)
    {
        SyntheticFolder copy = CreateFolder(parent, folder.DisplayName, folder.FolderClass);
        for (int place = folder.Contents.Count - 1; place >= 0; place--)
            Copy(folder.Contents[place], copy);
        foreach (SyntheticFolder child in folder.Children.ToList())
            CopyFolder(child, copy);
        return copy;
    }

    internal void DeleteFolder(SyntheticFolder folder)
    {
        foreach (SyntheticFolder one in folder.Descendants.Reverse().Append(folder).ToList())
        {
            one.IsDeleted = true;
            Log(MailboxChangeKind.Deleted, one.SyntheticId, one.Parent!);
        }
    }

    private MailboxItem Place(
        SyntheticFolder folder, SyntheticItem? seed, IReadOnlyDictionary<string, object?> values,
        IReadOnlyList<ItemAttachment> attachments, ulong origin = 0)
    {
        long number = seed is SyntheticConfiguration ? SyntheticId.FirstAssociated + NextWritten : NextWritten;
        SyntheticId id = SyntheticId.OfItem(Key, folder.Index, number);
        _writtenCount++;
        MailboxItem item = new(folder, id, seed, values, attachments, NextStamp()) { Origin = origin };
        folder.Contents.Put(item);
        return item;
    }

    // Another key than that of seeds, so that no change gives an item the version it had as a seed.
    private ulong NextStamp() => Mix.Of(~Key, (ulong)_changes.Count, (ulong)_writtenCount);

    private void Log(
        MailboxChangeKind kind, SyntheticId id, SyntheticFolder parent, SyntheticId? oldId = null,
        SyntheticFolder? oldParent = null, bool isReadFlagOnly = false)
    {
        MailboxChange change = new(_changes.Count, kind, id, parent, oldId, oldParent, UtcNow, isReadFlagOnly);
        _changes.Add(change);
        Changed?.Invoke(change);
    }

    private static DateTime ToSeconds(DateTime time) =>
        new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
}
