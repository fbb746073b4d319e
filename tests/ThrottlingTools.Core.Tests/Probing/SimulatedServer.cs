using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Probing;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Core.Tests.Probing;

/// <summary>
/// The simulator as the server of a case. Client, requests, answers and mailbox are real; only time is virtual. Every
/// fifth case fetches attachments, the others items without their bodies, which would take minutes to write and read.
/// </summary>
internal sealed class SimulatedServer
{
    private const int MessageCount = 4000; // a fifth of them with one attachment or two

    private readonly EwsEndpoint _endpoint;
    private readonly EwsOperation _operation;

    public SimulatedServer(BatchCase drawn, double jitter = BatchCase.Jitter)
    {
        _operation = drawn.Seed % 5 == 0 ? EwsOperation.GetAttachment : EwsOperation.GetItem;
        _endpoint = new EwsEndpoint(new SimulatorOptions
        {
            Profile = drawn.Profile,
            ItemCount = MessageCount,
            Seed = drawn.Seed,
            ServiceTimes = ServiceTimes.Default.With(_operation, drawn.Time),
        }, Clock);
        _endpoint.Conditions.CpuPercent = drawn.CpuPercent;
        _endpoint.Conditions.NetworkLatency = drawn.Network;
        _endpoint.Conditions.Jitter = jitter;
        Case = drawn;
    }

    /// <summary>The case, with the contents of this server once they are found.</summary>
    public BatchCase Case { get; private set; }

    public VirtualClock Clock { get; } = new();

    public int RequestCount => _endpoint.RequestCount;

    /// <summary>Reads of what is found, an hour later.</summary>
    public async Task<IBatchOperation> OperationAsync(CancellationToken cancellationToken)
    {
        EwsClient client = new(_endpoint.CreateTransport(), Clock);
        ProbeSource source = new(client, Clock) { MaxCount = BatchCase.ItemCount };
        ProbeItems items = await source.FindAsync(_operation, cancellationToken);
        bool hasContent = _operation == EwsOperation.GetAttachment;
        Case = new BatchCase(Case.Seed)
        {
            Bytes = [.. items.Next(items.Count).Select(item => hasContent ? item.Bytes : 0)],
        };
        Clock.Advance(TimeSpan.FromHours(1));
        return hasContent
            ? BatchOperations.Read(_operation, client, items)
            : new IdReadBatch(_operation, client, items,
                ids => new GetItemRequest(ids) { BaseShape = EwsBaseShape.IdOnly });
    }
}
