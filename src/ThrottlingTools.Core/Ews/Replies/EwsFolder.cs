namespace ThrottlingTools.Ews;

/// <summary>A folder with its counts.</summary>
public sealed class EwsFolder : EwsEntity
{
    internal EwsFolder(in ReadValues read)
        : base(read)
    {
    }

    /// <summary>
    /// The element that held it: <c>Folder</c>, <c>CalendarFolder</c>, <c>ContactsFolder</c> and so on.
    /// </summary>
    public string FolderType => Type;

    /// <summary>The id.</summary>
    public string FolderId => Id;

    /// <summary>The id of the folder that holds it.</summary>
    public string? ParentFolderId => Text("ParentFolderId");

    /// <summary>The class of its items, such as <c>IPF.Note</c>.</summary>
    public string? FolderClass => Text("FolderClass");

    /// <summary>The name that users see.</summary>
    public string? DisplayName => Text("DisplayName");

    /// <summary>How many items it holds.</summary>
    public int? TotalCount => Number("TotalCount");

    /// <summary>How many folders it holds, those within them not counted.</summary>
    public int? ChildFolderCount => Number("ChildFolderCount");

    /// <summary>How many of its items were not read.</summary>
    public int? UnreadCount => Number("UnreadCount");

    /// <summary>The display name, or the id where there is none.</summary>
    public override string ToString() => DisplayName ?? FolderId;
}
