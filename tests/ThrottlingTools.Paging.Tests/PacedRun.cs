using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

/// <summary>A long folder behind a slow network, in virtual time, read by a paged find or by a sequential loop.</summary>
internal sealed class PacedRun
{
    private readonly VirtualTime _time = new();
    private readonly EwsEndpoint _endpoint;
    private readonly IEwsTransport _transport;
    private readonly int _items;

    public PacedRun(ThrottlingProfile server, int items, int milliseconds, Conditions? conditions = null, int jitter = 0)
    {
        _items = items;
        _endpoint = new EwsEndpoint(
            new SimulatorOptions { ItemCount = items, Profile = server, Conditions = conditions ?? new Conditions() },
            _time);
        _endpoint.Conditions.NetworkLatency = TimeSpan.FromMilliseconds(milliseconds);
        _transport = new JitteryTransport(_endpoint.CreateTransport(), _time, TimeSpan.FromMilliseconds(jitter));
    }

    public PagingLedger Ledger { get; private set; } = new();

    /// <summary>Requests that the server refused.</summary>
    public int Refused => _endpoint.ErrorCount;

    public double ItemsPerSecond => _items / _time.Now.TotalSeconds;

    /// <summary>Reads the folder with a paged find.</summary>
    public PacedRun Find(ThrottlingProfile? known, int? pageSize = null)
    {
        PagedFindOptions options = new() { Profile = known, PageSize = pageSize };
        PagedFind find = new(new EwsClient(_transport, _time), Request(), _time, options);
        _time.Run(async () =>
        {
            while (await find.NextPageAsync(CancellationToken.None) is not null)
            {
            }
        });
        Ledger = find.Ledger;
        Assert.Equal(_items, Ledger.Returned);
        return this;
    }

    /// <summary>Reads the folder page by page; what is refused is asked for again when the server wants it.</summary>
    public PacedRun Loop(int pageSize)
    {
        EwsClient client = new(_transport, _time);
        _time.Run(async () =>
        {
            for (int read = 0; read < _items;)
            {
                EwsReply<FindItemPage> reply =
                    await client.FindItemAsync(Request().Page(read, pageSize), CancellationToken.None);
                read += reply.Value?.Items.Count ?? 0;
                if (reply.Error is { } error)
                    await _time.Delay(error.BackOff ?? TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        });
        return this;
    }

    private static FindItemRequest Request() =>
        new(EwsFolderId.Parse("inbox")) { BaseShape = EwsBaseShape.IdOnly };

    /// <summary>Requests and answers take longer on their way now and then.</summary>
    private sealed class JitteryTransport(IEwsTransport inner, VirtualTime time, TimeSpan most) : IEwsTransport
    {
        private readonly Random _random = new(5);

        public async Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
        {
            await time.Delay(most * _random.NextDouble(), cancellationToken);
            EwsHttpResponse response = await inner.SendAsync(request, cancellationToken);
            await time.Delay(most * _random.NextDouble(), cancellationToken);
            return response;
        }
    }
}
