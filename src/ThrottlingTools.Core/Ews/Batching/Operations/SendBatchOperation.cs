using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Sends messages that were made before. What is sent leaves its folder; one that is gone after a lost answer is done
/// if its copy is where copies are kept, and without one nobody can tell. What is still there in the same version once
/// the request is over was not sent.
/// </summary>
/// <param name="saveItemToFolder">Whether a copy is kept.</param>
/// <param name="savedItemFolder">Where it is kept; <c>null</c> for Sent Items.</param>
public sealed class SendBatchOperation(bool saveItemToFolder, EwsFolderId? savedItemFolder) : RemovingBatchOperation
{
    /// <inheritdoc/>
    public override string Name => "SendItem";

    internal override string Arguments => $"{saveItemToFolder}\n{savedItemFolder?.Mailbox}\n{savedItemFolder?.Value}";

    internal override bool MustBeOver => true;

    private protected override EwsFolderId? Target =>
        !saveItemToFolder ? null : savedItemFolder ?? EwsFolderId.Parse("sentitems");

    internal override bool LooksFirst(BatchEntry entry) => entry.ChangeKey is null || base.LooksFirst(entry);

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) =>
        new SendItemRequest(entries.Select(entry => entry.ItemId))
        {
            SaveItemToFolder = saveItemToFolder,
            SavedItemFolder = savedItemFolder,
        };

    internal override NextStep AfterLook(BatchEntry entry, EwsItemResult seen) =>
        entry.IsInDoubt && seen.Item is { } item && entry.ChangeKey != item.ChangeKey
            ? NextStep.Unknown
            : base.AfterLook(entry, seen);
}
