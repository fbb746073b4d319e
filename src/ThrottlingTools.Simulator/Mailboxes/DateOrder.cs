using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// A folder's items by one of their dates, newest first. The seed gives items in this order, so that only what was
/// written has to be found its place. Not safe for several threads.
/// </summary>
internal sealed class DateOrder : IReadOnlyList<MailboxItem>
{
    /// <summary>The dates that fall from item to item of every seed.</summary>
    public static readonly IReadOnlyList<string> Uris =
        [MailboxItem.ReceivedUri, "item:DateTimeCreated", "item:DateTimeSent"];

    private readonly string _fieldUri;
    private readonly FolderContents _contents;
    private List<(MailboxItem Item, int Position)>? _placed;

    public DateOrder(FolderContents contents, string fieldUri)
    {
        _contents = contents;
        _fieldUri = fieldUri;
    }

    public int Count => _contents.Count;

    /// <summary>The item at a place, 0 for the newest.</summary>
    public MailboxItem this[int position]
    {
        get
        {
            List<(MailboxItem Item, int Position)> placed = _placed ??= Place();
            int before = FirstAtOrAfter(placed, position);
            return before < placed.Count && placed[before].Position == position
                ? placed[before].Item
                : _contents.SeedLeft(position - before);
        }
    }

    public IEnumerator<MailboxItem> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Forgets where written items stand.</summary>
    public void Clear() => _placed = null;

    private List<(MailboxItem Item, int Position)> Place()
    {
        List<(MailboxItem Item, int Position)> placed = [];
        foreach ((MailboxItem item, DateTime date) in _contents.Written
            .Select(item => (item, Date: DateOf(item)))
            .OrderByDescending(pair => pair.Date).ThenByDescending(pair => pair.item.Id.Item))
            placed.Add((item, placed.Count + SeedsNewerThan(date)));
        return placed;
    }

    private int SeedsNewerThan(DateTime date)
    {
        int low = 0, high = _contents.SeedsLeft;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (DateOf(_contents.SeedLeft(middle)) > date)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private DateTime DateOf(MailboxItem item) => item.Read(_fieldUri) is DateTime date ? date : default;

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
