namespace ThrottlingTools.Ews;

/// <summary>How far an item had come that an earlier run accepted.</summary>
/// <param name="Item">The item.</param>
/// <param name="Order">Its place among those accepted.</param>
internal sealed record RecordedItem(BatchItem Item, long Order)
{
    /// <summary>Whether it was sent, and no answer told what came of it.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>What the item shares with its copies, as far as it was looked up.</summary>
    public string? SearchKey { get; init; }

    /// <summary>What came of it; <c>null</c> if it is not concluded.</summary>
    public BatchItemResult? Result { get; init; }
}
