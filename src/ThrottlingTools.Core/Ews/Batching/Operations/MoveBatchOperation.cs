using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Moves items. The new id of one whose answer was lost stays unknown.</summary>
/// <param name="destination">Where to.</param>
public sealed class MoveBatchOperation(EwsFolderId destination) : RemovingBatchOperation
{
    /// <inheritdoc/>
    public override string Name => "MoveItem";

    internal override string Arguments => $"{destination.Mailbox}\n{destination.Value}";

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) =>
        new MoveItemRequest(entries.Select(entry => new EwsItemId(entry.Item.Id)), destination);
}
