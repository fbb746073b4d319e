using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>The operations that can be measured.</summary>
public static class BatchOperations
{
    private static readonly EwsOperation[] Reading =
    [
        EwsOperation.GetItem, EwsOperation.ExportItems, EwsOperation.GetAttachment, EwsOperation.ResolveNames,
    ];

    private static readonly EwsOperation[] Writing =
    [
        EwsOperation.CreateItem, EwsOperation.UpdateItem, EwsOperation.DeleteItem, EwsOperation.MoveItem,
        EwsOperation.CopyItem, EwsOperation.UploadItems,
    ];

    /// <summary>Whether an operation changes the mailbox.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="ThrottlingToolsException"><c>OperationNotMeasured</c>.</exception>
    public static bool Writes(EwsOperation operation) => Writing.Contains(operation)
        || (Reading.Contains(operation) ? false : throw NotMeasured(operation));

    /// <summary>
    /// Whether it is done to what a <see cref="ProbeSource"/> finds, or for UploadItems is a copy of that.
    /// </summary>
    /// <param name="operation">The operation.</param>
    public static bool NeedsItems(EwsOperation operation) =>
        !Writes(operation) || operation is EwsOperation.CopyItem or EwsOperation.UploadItems;

    /// <summary>Whether requests that make items go before its batches.</summary>
    /// <param name="operation">The operation.</param>
    public static bool NeedsPreparation(EwsOperation operation) =>
        operation is EwsOperation.UpdateItem or EwsOperation.DeleteItem or EwsOperation.MoveItem;

    /// <summary>An operation that reads; nothing is sent yet.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="client">What sends the requests.</param>
    /// <param name="items">What it asks for, as a <see cref="ProbeSource"/> finds it.</param>
    /// <exception cref="ThrottlingToolsException"><c>OperationNotMeasured</c>.</exception>
    public static IBatchOperation Read(EwsOperation operation, EwsClient client, ProbeItems items) => operation switch
    {
        EwsOperation.GetItem => new IdReadBatch(operation, client, items, ids => new GetItemRequest(ids)),
        EwsOperation.ExportItems => new IdReadBatch(
            operation, client, items, ids => new ExportItemsRequest(ids.Select(id => new EwsItemId(id)))),
        EwsOperation.GetAttachment => new IdReadBatch(operation, client, items, ids => new GetAttachmentRequest(ids)),
        EwsOperation.ResolveNames => new ResolveNamesBatch(client, items),
        _ => throw NotMeasured(operation),
    };

    /// <summary>An operation that writes, in a folder of its own; UploadItems exports an item first.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="items">What CopyItem copies and UploadItems exports; <c>null</c> for the others.</param>
    /// <param name="itemCount">The largest batch of the others.</param>
    /// <param name="itemSizeInBytes">How large the items are that are made.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>OperationNotMeasured</c>; <c>NoItemsToProbe</c>; the server does not export the item.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public static async Task<IBatchOperation> WriteAsync(
        EwsOperation operation, ProbeFolder folder, ProbeItems? items, int itemCount, long itemSizeInBytes,
        CancellationToken cancellationToken) => operation switch
    {
        EwsOperation.CreateItem => new CreateItemBatch(folder, itemCount) { ItemSizeInBytes = itemSizeInBytes },
        EwsOperation.UpdateItem => new UpdateItemBatch(folder, itemCount) { ItemSizeInBytes = itemSizeInBytes },
        EwsOperation.DeleteItem => new DeleteItemBatch(folder, itemCount) { ItemSizeInBytes = itemSizeInBytes },
        EwsOperation.MoveItem => new MoveItemBatch(folder, itemCount) { ItemSizeInBytes = itemSizeInBytes },
        EwsOperation.CopyItem => new CopyItemBatch(folder, items ?? throw Errors.NoItemsToProbe()),
        EwsOperation.UploadItems => await UploadAsync(
            folder, items ?? throw Errors.NoItemsToProbe(), itemCount, cancellationToken),
        _ => throw NotMeasured(operation),
    };

    private static async Task<IBatchOperation> UploadAsync(
        ProbeFolder folder, ProbeItems items, int itemCount, CancellationToken cancellationToken)
    {
        ExportItemsRequest export = new([new EwsItemId(items.Next(1)[0].ItemId)]);
        EwsItemResult result = (await folder.Client.SendBatchAsync(export, cancellationToken)).GetValueOrThrow()[0];
        string data = result.Data ?? throw result.Error!.ToException(export.Operation);
        return new UploadItemsBatch(folder, data, itemCount) { ItemSizeInBytes = 3 * (data.Length / 4) };
    }

    private static ThrottlingToolsException NotMeasured(EwsOperation operation) =>
        Errors.OperationNotMeasured(operation.ToString(), Reading.Concat(Writing).Select(known => known.ToString()));
}
