namespace ThrottlingTools.Ews;

/// <summary>How an item fared.</summary>
public enum BatchItemStatus
{
    /// <summary>It is done.</summary>
    Done,
    /// <summary>It is not done, and repeating it does not help.</summary>
    Failed,
    /// <summary>It is not done: the run ended before.</summary>
    NotSent,
    /// <summary>It may be done: the answer was lost, and looking did not tell.</summary>
    Unknown,
}

/// <summary>What became of one item of a batch run.</summary>
public sealed class BatchItemResult
{
    internal BatchItemResult(BatchItem source, string operation, BatchItemStatus status)
    {
        Source = source;
        Operation = operation;
        Status = status;
    }

    /// <summary>The item.</summary>
    public string ItemId => Source.Id;

    /// <summary>What was to be done.</summary>
    public string Operation { get; }

    /// <summary>How it fared.</summary>
    public BatchItemStatus Status { get; }

    /// <summary>
    /// The id after the operation: of the copy, of what was uploaded, of the item where it was moved to; <c>null</c> if
    /// there is none or it is not known.
    /// </summary>
    public string? NewItemId { get; internal init; }

    /// <summary>The version after the operation; <c>null</c> if there is none or it is not known.</summary>
    public string? NewChangeKey { get; internal init; }

    /// <summary>Why it is not done, or not known to be; <c>null</c> if it is done.</summary>
    public EwsError? Error { get; internal init; }

    /// <summary>
    /// Whether that is the last word. Of an item that is left open because the run ended, a run that goes on from the
    /// checkpoint tells more.
    /// </summary>
    public bool IsFinal { get; internal init; }

    /// <summary>How often it was sent in this run.</summary>
    public int Attempts { get; internal init; }

    /// <summary>Whether an answer was lost, so that the status was found by looking.</summary>
    public bool IsFoundByLooking { get; internal init; }

    /// <summary>What GetItem returned.</summary>
    public EwsItem? Item { get; internal init; }

    /// <summary>What ExportItems returned, base64, as UploadItems takes it.</summary>
    public string? Data { get; internal init; }

    /// <summary>What GetAttachment returned.</summary>
    public EwsAttachment? Attachment { get; internal init; }

    /// <summary>The end of the id, which is where ids differ, for tables.</summary>
    public string ShortId => ItemId.Length <= 24 ? ItemId : "…" + ItemId.Substring(ItemId.Length - 23);

    internal BatchItem Source { get; }


    /// <summary>The status and the id.</summary>
    public override string ToString() => $"{Status}: {ItemId}";
}
