using System;

namespace ThrottlingTools.Ews;

/// <summary>The answer for one target of a batch: what came of it, or why nothing did.</summary>
public sealed class EwsItemResult
{
    internal EwsItemResult(string itemId, EwsItem? item, EwsError? error)
    {
        ItemId = itemId;
        Item = item;
        Error = error;
    }

    /// <summary>The target: the id that was asked for, or the place in the batch of what had no id.</summary>
    public string ItemId { get; }

    /// <summary>The item; <c>null</c> if it failed, or the operation returns none.</summary>
    public EwsItem? Item { get; }

    /// <summary>Why it failed; <c>null</c> if it did not.</summary>
    public EwsError? Error { get; }

    /// <summary>
    /// The id and version of the item as it is now: of what was made, changed, moved or copied; <c>null</c> where the
    /// server returns none.
    /// </summary>
    public EwsItemId? NewItemId { get; internal init; }

    /// <summary>The data of an exported item, base64, as UploadItems takes it.</summary>
    public string? Data { get; internal init; }

    /// <summary>The attachment that was asked for.</summary>
    public EwsAttachment? Attachment { get; internal init; }

    /// <summary>The bytes of <see cref="Data"/>; <c>null</c> where there is none.</summary>
    public byte[]? GetData() => Data is null ? null : Convert.FromBase64String(Data);
}
