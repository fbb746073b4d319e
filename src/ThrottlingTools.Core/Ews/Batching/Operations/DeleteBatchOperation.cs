using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Deletes items. One that is gone after a lost answer is done.</summary>
/// <param name="deleteType">What becomes of them.</param>
public sealed class DeleteBatchOperation(EwsDisposalType deleteType) : RemovingBatchOperation
{
    /// <inheritdoc/>
    public override string Name => "DeleteItem";

    internal override string Arguments => deleteType.ToString();

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) =>
        new DeleteItemRequest(entries.Select(entry => new EwsItemId(entry.Item.Id))) { DeleteType = deleteType };

    internal override NextStep WhenGone(BatchEntry entry) => NextStep.Done;
}
