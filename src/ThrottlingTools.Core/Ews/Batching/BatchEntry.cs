using System;

namespace ThrottlingTools.Ews;

/// <summary>An item on its way through a run.</summary>
internal sealed class BatchEntry(BatchItem item)
{
    public BatchItem Item { get; } = item;

    /// <summary>The version that is written over next.</summary>
    public string? ChangeKey { get; set; } = item.ChangeKey;

    public int Attempts { get; set; }

    /// <summary>It was sent, and no answer tells that it is not done.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>An answer was lost at any time.</summary>
    public bool WasLost { get; set; }

    /// <summary>Before this time it is not looked at.</summary>
    public TimeSpan LookFrom { get; set; }

    /// <summary>Before this time a lost request may still be under way.</summary>
    public TimeSpan OverAt { get; set; }

    /// <summary>
    /// What says that repeating does not help, if looking finds that it is not done; <c>null</c> for nothing.
    /// </summary>
    public EwsError? Refusal { get; set; }

    /// <summary>The largest batch that it may be a part of.</summary>
    public int LargestBatch { get; set; } = int.MaxValue;

    /// <summary>How often it failed alone while others succeeded.</summary>
    public int Failures { get; set; }

    /// <summary>How many items were done when it failed.</summary>
    public long DoneAtFailure { get; set; } = -1;

    public EwsError? LastError { get; set; }

    /// <summary>What was seen can be read in more than one way.</summary>
    public bool IsAmbiguous { get; set; }

    /// <summary>What the item shares with its copies; <c>null</c> before it was looked up.</summary>
    public string? SearchKey { get; set; }

    public EwsItemId ItemId => new(Item.Id, ChangeKey);
}
