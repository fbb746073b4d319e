using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>Batches that read, going round through items.</summary>
internal sealed class ReadBatch(
    EwsOperation operation, EwsClient client, ProbeItems items, Func<IEnumerable<string>, EwsBatchRequest> request)
    : IBatchOperation
{
    public EwsOperation Operation => operation;

    public int ItemCount => items.Count;

    public bool Writes => false;

    public bool NeedsPreparation(int size) => false;

    public Task<BatchReply> PrepareAsync(int size, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Reading needs no preparation.");

    public async Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProbeItem> batch = items.Next(size);
        EwsReply<IReadOnlyList<EwsItemResult>> reply =
            await client.SendBatchAsync(request(batch.Select(item => item.ItemId)), cancellationToken);
        return BatchReply.Of(reply, size, result => result.Error, batch.Sum(item => item.Bytes));
    }
}
