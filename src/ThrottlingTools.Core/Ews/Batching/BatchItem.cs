namespace ThrottlingTools.Ews;

/// <summary>An item with which something is to be done.</summary>
/// <param name="Id">
/// The id of the item, or of the attachment; empty for data that is uploaded and belongs to no item.
/// </param>
/// <param name="ChangeKey">The version that was read; <c>null</c> if it is not known.</param>
/// <param name="Data">What is uploaded, base64; <c>null</c> for other operations.</param>
public sealed record BatchItem(string Id, string? ChangeKey = null, string? Data = null)
{
    /// <summary>What it is known by: its id, or that of its data.</summary>
    internal string Key => Id.Length > 0 ? Id : $"data {IdPrint.Of(Data ?? "")}";

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
