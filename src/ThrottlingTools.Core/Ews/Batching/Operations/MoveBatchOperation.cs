using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Moves items. One that is gone after a lost answer is done if it is in the destination.</summary>
/// <param name="destination">Where to.</param>
public sealed class MoveBatchOperation(EwsFolderId destination) : RemovingBatchOperation
{
    /// <inheritdoc/>
    public override string Name => "MoveItem";

    internal override string Arguments => $"{destination.Mailbox}\n{destination.Value}";

    private protected override EwsFolderId? Target => destination;

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) =>
        new MoveItemRequest(entries.Select(entry => new EwsItemId(entry.Item.Id)), destination);
}
