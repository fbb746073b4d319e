namespace ThrottlingTools.Ews;

/// <summary>Names an item.</summary>
/// <param name="Id">The id.</param>
/// <param name="ChangeKey">The version that is meant; <c>null</c> for whatever is there.</param>
public sealed record EwsItemId(string Id, string? ChangeKey = null)
{
    /// <summary>Names an item that was read, in the version that was read.</summary>
    /// <param name="item">The item.</param>
    public static EwsItemId Of(EwsItem item) => new(item.ItemId, item.ChangeKey);

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
