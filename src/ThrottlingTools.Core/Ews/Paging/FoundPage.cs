using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>The next entries of a find, in order, none of which was returned before.</summary>
/// <typeparam name="T">What is found.</typeparam>
public sealed class FoundPage<T>
    where T : class
{
    internal FoundPage(FindCursor<T> cursor, IReadOnlyList<T> items, int place)
    {
        Cursor = cursor;
        Items = items;
        Place = place;
    }

    /// <summary>Where they were found.</summary>
    public FindTarget<T> Target => Cursor.Target;

    /// <summary>The entries, at least one.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>The place of the first in the view, from 0, when the page was fetched.</summary>
    public int Place { get; }

    /// <summary>What has been done in this mailbox so far; it goes on counting.</summary>
    public PagingLedger Ledger => Cursor.Ledger;

    internal FindCursor<T> Cursor { get; }
}
