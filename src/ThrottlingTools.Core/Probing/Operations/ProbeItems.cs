using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Probing;

/// <summary>An item to probe with, an attachment, or somebody's name.</summary>
/// <param name="ItemId">Its id, or the name.</param>
/// <param name="Bytes">Its size in bytes; 0 if unknown.</param>
public readonly record struct ProbeItem(string ItemId, long Bytes = 0);

/// <summary>The items that batches are taken from, round and round, so that all of them are asked for alike.</summary>
public sealed class ProbeItems
{
    private readonly ProbeItem[] _items;
    private int _next;

    /// <summary>Makes the supply.</summary>
    /// <param name="items">The items.</param>
    /// <exception cref="ThrottlingToolsException"><c>NoItemsToProbe</c>.</exception>
    public ProbeItems(IEnumerable<ProbeItem> items)
    {
        _items = items.ToArray();
        if (_items.Length == 0)
            throw Errors.NoItemsToProbe();
    }

    /// <summary>How many there are.</summary>
    public int Count => _items.Length;

    /// <summary>The next of them.</summary>
    /// <param name="size">How many, up to <see cref="Count"/>: no item is twice in a batch.</param>
    public IReadOnlyList<ProbeItem> Next(int size)
    {
        ProbeItem[] batch = Enumerable.Range(_next, size).Select(i => _items[i % _items.Length]).ToArray();
        _next = (_next + size) % _items.Length;
        return batch;
    }
}
