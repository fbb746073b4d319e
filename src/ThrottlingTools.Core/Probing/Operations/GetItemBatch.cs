using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>GetItem batches that go round through items.</summary>
public sealed class GetItemBatch : IBatchOperation
{
    private readonly EwsClient _client;
    private readonly ProbeItems _items;

    /// <summary>Makes the operation; nothing is sent yet.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="items">What to read.</param>
    public GetItemBatch(EwsClient client, ProbeItems items)
    {
        _client = client;
        _items = items;
    }

    /// <summary>How much of each item to fetch.</summary>
    public EwsBaseShape BaseShape { get; init; } = EwsBaseShape.Default;

    /// <inheritdoc/>
    public EwsOperation Operation => EwsOperation.GetItem;

    /// <inheritdoc/>
    public int ItemCount => _items.Count;

    /// <inheritdoc/>
    public bool Writes => false;

    /// <inheritdoc/>
    public bool NeedsPreparation => false;

    /// <inheritdoc/>
    public Task<BatchReply> PrepareAsync(int size, CancellationToken cancellationToken) =>
        Task.FromResult(BatchReply.Done(nameof(EwsOperation.GetItem), 0, default));

    /// <inheritdoc/>
    public async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProbeItem> batch = _items.Next(size);
        GetItemRequest request = new(batch.Select(item => item.ItemId)) { BaseShape = BaseShape };
        EwsReply<IReadOnlyList<EwsItemResult>> reply = await _client.GetItemAsync(request, cancellationToken);
        return BatchReply.Of(reply, size, result => result.Error, batch.Sum(item => item.Bytes));
    }
}
