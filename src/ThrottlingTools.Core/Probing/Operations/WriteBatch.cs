using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>Batches that write, in a folder that is the probe's own.</summary>
internal abstract class WriteBatch(EwsOperation operation, ProbeFolder folder, int itemCount) : IBatchOperation
{
    private static readonly TimeSpan LongPreparation = TimeSpan.FromSeconds(5);

    private int _chunk = 1;

    public EwsOperation Operation => operation;

    public int ItemCount => itemCount;

    public bool Writes => true;

    /// <summary>How large the items are that it makes, in bytes.</summary>
    public long ItemSizeInBytes { get; init; }

    /// <summary>The probe's folder.</summary>
    protected ProbeFolder Folder => folder;

    /// <summary>Items in the folder that the operation can be done to.</summary>
    protected Queue<EwsItemId> Stock { get; } = new();

    /// <summary>Whether the operation takes items of the stock.</summary>
    protected virtual bool NeedsStock => true;

    public virtual bool NeedsPreparation(int size) => NeedsStock && Stock.Count < size;

    /// <summary>Makes items, each time at most twice as many while that takes no time to speak of.</summary>
    public async Task<BatchReply> PrepareAsync(int size, CancellationToken cancellationToken)
    {
        int count = Math.Min(_chunk, size - Stock.Count);
        (BatchReply reply, IReadOnlyList<EwsItemId> made) = await SendAsync(MakeItems(count), cancellationToken);
        foreach (EwsItemId id in made)
            Stock.Enqueue(id);
        _chunk = reply.Elapsed < LongPreparation ? 2 * count : Math.Max(1, count / 2);
        return reply;
    }

    public abstract Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken);

    /// <summary>A request that makes items in the folder.</summary>
    protected CreateItemRequest MakeItems(int count)
    {
        EwsBody body = new(new string('x', (int)Math.Min(int.MaxValue / 4, ItemSizeInBytes)));
        return new CreateItemRequest(Enumerable.Range(0, count)
            .Select(_ => new EwsItemDraft().Set("Subject", folder.Name).Set("Body", body)))
        {
            SavedItemFolder = folder.Id,
        };
    }

    /// <summary>Takes items off the stock, or another one.</summary>
    protected static EwsItemId[] Take(Queue<EwsItemId> stock, int count) =>
        Enumerable.Range(0, count).Select(_ => stock.Dequeue()).ToArray();

    /// <summary>Sends a request, and tells the ids that its items have now.</summary>
    protected async Task<(BatchReply Reply, IReadOnlyList<EwsItemId> Ids)> SendAsync(
        EwsBatchRequest request, CancellationToken cancellationToken)
    {
        EwsReply<IReadOnlyList<EwsItemResult>> reply = await folder.Client.SendBatchAsync(request, cancellationToken);
        int count = request.Targets.Count;
        EwsItemId[] ids = (reply.Value ?? []).Select(result => result.NewItemId).OfType<EwsItemId>().ToArray();
        return (BatchReply.Of(reply, count, result => result.Error, count * ItemSizeInBytes), ids);
    }
}

/// <summary>Makes items.</summary>
internal sealed class CreateItemBatch(ProbeFolder folder, int itemCount)
    : WriteBatch(EwsOperation.CreateItem, folder, itemCount)
{
    protected override bool NeedsStock => false;

    public override async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken) =>
        (await SendAsync(MakeItems(size), cancellationToken)).Reply;
}

/// <summary>Changes the subject of items, which stay in the stock.</summary>
internal sealed class UpdateItemBatch(ProbeFolder folder, int itemCount)
    : WriteBatch(EwsOperation.UpdateItem, folder, itemCount)
{
    private int _count;

    public override async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken)
    {
        EwsItemId[] items = Take(Stock, size);
        string subject = $"{Folder.Name} {++_count}";
        UpdateItemRequest request = new(items.Select(item => new EwsItemUpdate(item).Set("Subject", subject)))
        {
            ConflictResolution = EwsConflictResolution.AlwaysOverwrite,
        };
        (BatchReply reply, _) = await SendAsync(request, cancellationToken);
        foreach (EwsItemId item in items)
            Stock.Enqueue(item);
        return reply;
    }
}

/// <summary>Deletes items.</summary>
internal sealed class DeleteItemBatch(ProbeFolder folder, int itemCount)
    : WriteBatch(EwsOperation.DeleteItem, folder, itemCount)
{
    public override async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken)
    {
        DeleteItemRequest request = new(Take(Stock, size)) { DeleteType = EwsDisposalType.HardDelete };
        return (await SendAsync(request, cancellationToken)).Reply;
    }
}

/// <summary>Moves items from one of the probe's two folders to the other, and back.</summary>
internal sealed class MoveItemBatch(ProbeFolder folder, int itemCount)
    : WriteBatch(EwsOperation.MoveItem, folder, itemCount)
{
    private readonly Queue<EwsItemId> _inner = new();

    public override bool NeedsPreparation(int size) => base.NeedsPreparation(size) && _inner.Count < size;

    public override async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken)
    {
        bool isInward = Stock.Count >= size;
        MoveItemRequest request = new(
            Take(isInward ? Stock : _inner, size), isInward ? Folder.Inner : Folder.Id);
        (BatchReply reply, IReadOnlyList<EwsItemId> moved) = await SendAsync(request, cancellationToken);
        foreach (EwsItemId item in moved)
            (isInward ? _inner : Stock).Enqueue(item);
        return reply;
    }
}

/// <summary>Copies the items at hand into the folder.</summary>
internal sealed class CopyItemBatch(ProbeFolder folder, ProbeItems items)
    : WriteBatch(EwsOperation.CopyItem, folder, items.Count)
{
    protected override bool NeedsStock => false;

    public override async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken) =>
        (await SendAsync(
            new CopyItemRequest(items.Next(size).Select(item => new EwsItemId(item.ItemId)), Folder.Id),
            cancellationToken)).Reply;
}

/// <summary>Uploads an exported item into the folder, again and again.</summary>
internal sealed class UploadItemsBatch(ProbeFolder folder, string data, int itemCount)
    : WriteBatch(EwsOperation.UploadItems, folder, itemCount)
{
    protected override bool NeedsStock => false;

    public override async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken) =>
        (await SendAsync(
            new UploadItemsRequest(Enumerable.Repeat(new EwsUpload(Folder.Id, data), size)),
            cancellationToken)).Reply;
}
