using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>One page of a find of folders.</summary>
public sealed class FindFolderPage
{
    internal FindFolderPage(
        IReadOnlyList<EwsFolder> folders, int? totalItemsInView, int? indexedPagingOffset,
        bool? includesLastItemInRange)
    {
        Folders = folders;
        TotalItemsInView = totalItemsInView;
        IndexedPagingOffset = indexedPagingOffset;
        IncludesLastItemInRange = includesLastItemInRange;
    }

    /// <summary>The folders; fewer than asked for is normal, and no sign of the end.</summary>
    public IReadOnlyList<EwsFolder> Folders { get; }

    /// <summary>How many folders the whole view has.</summary>
    public int? TotalItemsInView { get; }

    /// <summary>The offset of the next page.</summary>
    public int? IndexedPagingOffset { get; }

    /// <summary>Whether this page reaches the end of the view.</summary>
    public bool? IncludesLastItemInRange { get; }
}
