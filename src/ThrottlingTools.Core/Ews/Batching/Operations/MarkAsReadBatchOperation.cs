using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Marks items as read or unread. Doing it twice is the same as once, so that it is simply repeated.</summary>
/// <param name="isRead">Whether they were read.</param>
/// <param name="suppressReadReceipts">Whether no receipts are sent; from Exchange 2013 on.</param>
public sealed class MarkAsReadBatchOperation(bool isRead, bool suppressReadReceipts) : BatchOperation
{
    /// <inheritdoc/>
    public override string Name => isRead ? "MarkAsRead" : "MarkAsUnread";

    internal override string Arguments => suppressReadReceipts ? "suppress" : "";

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) => new UpdateItemRequest(
        entries.Select(entry => EwsItemUpdate.MarkAsRead(new EwsItemId(entry.Item.Id), isRead)))
    {
        ConflictResolution = EwsConflictResolution.AlwaysOverwrite,
        SuppressReadReceipts = suppressReadReceipts,
    };

    internal override NextStep AfterLoss(BatchEntry entry) => NextStep.Send;
}
