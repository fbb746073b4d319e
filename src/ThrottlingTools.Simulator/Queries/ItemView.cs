using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>Items of a folder in an order.</summary>
internal sealed class ItemView
{
    private readonly IReadOnlyList<MailboxItem> _contents;
    private readonly int[]? _places;
    private readonly bool _isReversed;

    public ItemView(IReadOnlyList<MailboxItem> contents, bool isReversed)
    {
        _contents = contents;
        _isReversed = isReversed;
    }

    public ItemView(IReadOnlyList<MailboxItem> contents, int[] places)
    {
        _contents = contents;
        _places = places;
    }

    public int Count => _places?.Length ?? _contents.Count;

    public MailboxItem[] Page(int first, int count) =>
        Enumerable.Range(first, count).Select(i => _contents[PlaceOf(i)]).ToArray();

    private int PlaceOf(int index) => _places is not null ? _places[index]
        : _isReversed ? _contents.Count - 1 - index
        : index;
}

/// <summary>
/// The last restricted views of a folder, as a server keeps them; forgotten when the folder changes.
/// </summary>
internal sealed class ViewCache
{
    private const int MaxViews = 4;
    private const int MaxPlaces = 1_000_000; // 4 MB a view

    private readonly List<(string Key, int[] Places)> _views = [];

    public int[]? Find(string key) => _views.Find(view => view.Key == key).Places;

    public void Add(string key, int[] places)
    {
        if (places.Length > MaxPlaces)
            return;
        if (_views.Count == MaxViews)
            _views.RemoveAt(0);
        _views.Add((key, places));
    }

    public void Clear() => _views.Clear();
}
