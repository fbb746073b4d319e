using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>The next entries of a find, in order, none of which was returned before.</summary>
/// <typeparam name="T">What is found.</typeparam>
public sealed class FoundPage<T>
    where T : class
{
    private readonly T[] _items;

    internal FoundPage(FindCursor<T> cursor, FindEntry<T>[] entries, int count, int place)
    {
        Cursor = cursor;
        Entries = entries;
        _items = new T[count];
        for (int i = 0; i < count; i++)
            _items[i] = entries[i].Value;
        Place = place;
    }

    /// <summary>Where they were found.</summary>
    public FindTarget<T> Target => Cursor.Target;

    /// <summary>The entries, at least one.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <summary>The place of the first in the view, from 0, when the page was fetched.</summary>
    public int Place { get; }

    /// <summary>What has been done in this mailbox so far; it goes on counting.</summary>
    public PagingLedger Ledger => Cursor.Ledger;

    internal FindCursor<T> Cursor { get; }

    /// <summary>The entries with what they are known by, of which there may be more.</summary>
    internal FindEntry<T>[] Entries { get; }
}
