using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Uploads what was exported. Nothing tells an item that was made out of the data from others like it, so that it stays
/// unknown what became of a new one whose answer was lost; replacing one is repeated.
/// </summary>
/// <param name="folder">Where to, by its id.</param>
/// <param name="createAction">What it makes.</param>
public sealed class UploadBatchOperation(EwsFolderId folder, EwsCreateAction createAction) : BatchOperation
{
    /// <inheritdoc/>
    public override string Name => "UploadItems";

    internal override string Arguments => $"{folder.Value}\n{createAction}";

    internal override bool CanLook => false;

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) => new UploadItemsRequest(
        entries.Select(entry => new EwsUpload(folder, entry.Item.Data ?? "")
        {
            CreateAction = createAction,
            ItemId = createAction == EwsCreateAction.CreateNew ? null : new EwsItemId(entry.Item.Id),
        }));

    internal override NextStep AfterLoss(BatchEntry entry) =>
        createAction == EwsCreateAction.Update ? NextStep.Send : NextStep.Unknown;
}
