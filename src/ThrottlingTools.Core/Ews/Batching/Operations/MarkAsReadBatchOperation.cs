using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Marks items as read or unread. After a lost answer it is repeated for those that are not as they are to be; doing it
/// twice comes to the same as once.
/// </summary>
/// <param name="isRead">Whether they were read.</param>
/// <param name="suppressReadReceipts">Whether no receipts are sent; from Exchange 2013 on.</param>
public sealed class MarkAsReadBatchOperation(bool isRead, bool suppressReadReceipts) : BatchOperation
{
    private const string IsReadProperty = "IsRead";

    /// <inheritdoc/>
    public override string Name => isRead ? "MarkAsRead" : "MarkAsUnread";

    internal override string Arguments => suppressReadReceipts ? "suppress" : "";

    internal override IReadOnlyList<string> LookedAt => [IsReadProperty];

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) => new UpdateItemRequest(
        entries.Select(entry => EwsItemUpdate.MarkAsRead(new EwsItemId(entry.Item.Id), isRead)))
    {
        ConflictResolution = EwsConflictResolution.AlwaysOverwrite,
        SuppressReadReceipts = suppressReadReceipts,
    };

    internal override NextStep AfterLoss(BatchEntry entry) => NextStep.Look;

    internal override NextStep AfterLook(BatchEntry entry, EwsItemResult seen) =>
        seen.Item![IsReadProperty] is bool isSeenRead && isSeenRead == isRead ? NextStep.Done : NextStep.Send;
}
