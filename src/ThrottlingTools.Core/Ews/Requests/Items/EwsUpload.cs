namespace ThrottlingTools.Ews;

/// <summary>An item that is uploaded.</summary>
/// <param name="Folder">The folder, by its id.</param>
/// <param name="Data">What ExportItems returned, base64.</param>
public sealed record EwsUpload(EwsFolderId Folder, string Data)
{
    /// <summary>What it makes. Default: a new item.</summary>
    public EwsCreateAction CreateAction { get; init; }

    /// <summary>The item that is replaced; <c>null</c> for a new one.</summary>
    public EwsItemId? ItemId { get; init; }
}
