using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>One page of a find.</summary>
public sealed class FindItemPage
{
    internal FindItemPage(
        IReadOnlyList<EwsItem> items, int? totalItemsInView, int? indexedPagingOffset, bool? includesLastItemInRange)
    {
        Items = items;
        TotalItemsInView = totalItemsInView;
        IndexedPagingOffset = indexedPagingOffset;
        IncludesLastItemInRange = includesLastItemInRange;
    }

    /// <summary>The items; fewer than asked for is normal, and no sign of the end.</summary>
    public IReadOnlyList<EwsItem> Items { get; }

    /// <summary>How many items the whole view has.</summary>
    public int? TotalItemsInView { get; }

    /// <summary>The offset of the next page.</summary>
    public int? IndexedPagingOffset { get; }

    /// <summary>Whether this page reaches the end of the view.</summary>
    public bool? IncludesLastItemInRange { get; }
}
