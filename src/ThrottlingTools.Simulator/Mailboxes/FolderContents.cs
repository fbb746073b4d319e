using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Simulator.Queries;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// The items of a folder, newest first: those of the seed without the removed ones, and those that were written. It
/// takes memory for what was written only. Not safe for several threads.
/// </summary>
internal sealed class FolderContents
{
    private readonly SyntheticFolder _folder;
    private readonly List<int> _removed = []; // numbers of the seed, sorted
    private readonly Dictionary<long, MailboxItem> _changed = []; // over items of the seed
    private readonly Dictionary<long, MailboxItem> _written = [];
    private List<(MailboxItem Item, int Position)>? _placed;

    public FolderContents(SyntheticFolder folder) => _folder = folder;

    /// <summary>Views of it that were asked for.</summary>
    public ViewCache Views { get; } = new();

    public int Count => SeedsLeft + _written.Count;

    public int UnreadCount => !_folder.HasMessages
        ? _written.Values.Count(item => item.Read(MailboxItem.IsReadUri) is false)
        : SyntheticMessage.UnreadOf(_folder.SeededCount) - _removed.Count(SyntheticMessage.IsUnread)
            - _changed.Keys.Count(number => SyntheticMessage.IsUnread((int)number))
            + _changed.Values.Count(item => !item.IsRead) + _written.Values.Count(item => !item.IsRead);

    /// <summary>The items that clients made, oldest first.</summary>
    public IEnumerable<MailboxItem> Written => _written.Values.OrderBy(item => item.Id.Item);

    private int SeedsLeft => _folder.SeededCount - _removed.Count;

    /// <summary>The item at a place, 0 for the newest.</summary>
    public MailboxItem this[int position]
    {
        get
        {
            List<(MailboxItem Item, int Position)> placed = _placed ??= Place();
            int before = FirstAtOrAfter(placed, position);
            return before < placed.Count && placed[before].Position == position
                ? placed[before].Item
                : Seed(NumberOf(position - before));
        }
    }

    public MailboxItem? Find(long number)
    {
        if (_written.TryGetValue(number, out MailboxItem? item) || _changed.TryGetValue(number, out item))
            return item;
        return number >= 0 && number < _folder.SeededCount && _removed.BinarySearch((int)number) < 0
            ? Seed((int)number)
            : null;
    }

    /// <summary>Puts an item in, or in the place of what it was.</summary>
    public void Put(MailboxItem item)
    {
        Views.Clear();
        if (item.Id.Item < _folder.SeededCount)
        {
            _changed[item.Id.Item] = item;
            return;
        }
        _written[item.Id.Item] = item;
        _placed = null;
    }

    public void Remove(MailboxItem item)
    {
        _placed = null;
        Views.Clear();
        if (_written.Remove(item.Id.Item))
            return;
        _changed.Remove(item.Id.Item);
        int number = (int)item.Id.Item;
        int index = _removed.BinarySearch(number);
        if (index < 0)
            _removed.Insert(~index, number);
    }

    private MailboxItem Seed(int number) =>
        _changed.TryGetValue(number, out MailboxItem? item) ? item : _folder.Seeded(number);

    private List<(MailboxItem Item, int Position)> Place()
    {
        List<(MailboxItem Item, int Position)> placed = new(_written.Count);
        foreach (MailboxItem item in _written.Values
            .OrderByDescending(item => item.Received).ThenByDescending(item => item.Id.Item))
            placed.Add((item, placed.Count + SeedsNewerThan(item.Received)));
        return placed;
    }

    /// <summary>The number in the seed of the n-th item that is left of it.</summary>
    private int NumberOf(int index)
    {
        int low = 0, high = _removed.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_removed[middle] - middle <= index)
                low = middle + 1;
            else
                high = middle;
        }
        return index + low;
    }

    private int SeedsNewerThan(DateTime time)
    {
        int low = 0, high = SeedsLeft;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_folder.Mailbox.ReceivedOf(_folder, NumberOf(middle)) > time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static int FirstAtOrAfter(List<(MailboxItem Item, int Position)> placed, int position)
    {
        int low = 0, high = placed.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (placed[middle].Position < position)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
