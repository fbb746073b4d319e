using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Probing;

/// <summary>Batches that read.</summary>
internal abstract class ReadBatch(EwsOperation operation, EwsClient client, ProbeItems items) : IBatchOperation
{
    public EwsOperation Operation => operation;

    public int ItemCount => Math.Min(items.Count, BatchModel.LargestBatch(operation));

    public bool Writes => false;

    protected EwsClient Client => client;

    public bool NeedsPreparation(int size) => false;

    public Task<BatchReply> PrepareAsync(int size, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Reading needs no preparation.");

    public Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken) =>
        SendAsync(items.Next(size), cancellationToken);

    protected abstract Task<BatchReply> SendAsync(IReadOnlyList<ProbeItem> batch, CancellationToken cancellationToken);
}

/// <summary>Reads items, or attachments, by their ids.</summary>
internal sealed class IdReadBatch(
    EwsOperation operation, EwsClient client, ProbeItems items, Func<IEnumerable<string>, EwsBatchRequest> request)
    : ReadBatch(operation, client, items)
{
    protected override async Task<BatchReply> SendAsync(
        IReadOnlyList<ProbeItem> batch, CancellationToken cancellationToken)
    {
        EwsReply<IReadOnlyList<EwsItemResult>> reply =
            await Client.SendBatchAsync(request(batch.Select(item => item.ItemId)), cancellationToken);
        return BatchReply.Of(reply, batch.Count, result => result.Error, batch.Sum(item => item.Bytes));
    }
}

/// <summary>Looks a name up: a request holds no more than one.</summary>
internal sealed class ResolveNamesBatch(EwsClient client, ProbeItems names)
    : ReadBatch(EwsOperation.ResolveNames, client, names)
{
    protected override async Task<BatchReply> SendAsync(
        IReadOnlyList<ProbeItem> batch, CancellationToken cancellationToken)
    {
        ResolveNamesRequest request = new(batch.Single().ItemId);
        EwsReply<EwsResolutionSet> reply = await Client.ResolveNamesAsync(request, cancellationToken);
        return reply.Error is { } error
            ? BatchReply.Refused(reply.Operation, batch.Count, reply.Elapsed, error)
            : BatchReply.Done(reply.Operation, batch.Count, reply.Elapsed);
    }
}
