namespace ThrottlingTools.Ews;

/// <summary>The answer for one item of a batch: the item, or why not.</summary>
public sealed class EwsItemResult
{
    internal EwsItemResult(string itemId, EwsItem? item, EwsError? error)
    {
        ItemId = itemId;
        Item = item;
        Error = error;
    }

    /// <summary>The id that was asked for.</summary>
    public string ItemId { get; }

    /// <summary>The item; <c>null</c> if it failed.</summary>
    public EwsItem? Item { get; }

    /// <summary>Why there is no item; <c>null</c> if there is one.</summary>
    public EwsError? Error { get; }
}
