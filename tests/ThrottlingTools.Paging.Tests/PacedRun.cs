using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

/// <summary>
/// A long folder behind a slow network, in virtual time, read by a paged find or by a sequential loop.
/// </summary>
internal sealed class PacedRun
{
    private readonly VirtualTime _time = new();
    private readonly EwsEndpoint _endpoint;
    private readonly IEwsTransport _transport;
    private readonly int _items;

    public PacedRun(
        ThrottlingProfile server, int items, int milliseconds, Conditions? conditions = null, int jitter = 0)
    {
        _items = items;
        _endpoint = new EwsEndpoint(
            new SimulatorOptions
            {
                ItemCount = items, Profile = server, Conditions = conditions ?? new Conditions(),
            },
            _time);
        _endpoint.Conditions.NetworkLatency = TimeSpan.FromMilliseconds(milliseconds);
        _transport = new JitteryTransport(_endpoint.CreateTransport(), _time, jitter, Look);
    }

    public PagingLedger Ledger { get; private set; } = new();

    /// <summary>Requests that the server refused, parts of them included.</summary>
    public int Refused => _endpoint.ErrorCount;

    /// <summary>What the budget of the caller had left after an answer, the least of all; below 0 it delays.</summary>
    public TimeSpan LowestBalance { get; private set; } = TimeSpan.MaxValue;

    public double ItemsPerSecond => _items / _time.Now.TotalSeconds;

    /// <summary>Reads the folder with a paged find; whoever takes the pages spends a while on each.</summary>
    public PacedRun Find(ThrottlingProfile? known, int? pageSize = null, TimeSpan onPage = default)
    {
        PagedFindOptions options = new() { Profile = known, PageSize = pageSize };
        PagedFind find = new(new EwsClient(_transport, _time), Request(), _time, options);
        _time.Run(async () =>
        {
            while (await find.NextPageAsync(CancellationToken.None) is not null)
                await _time.Delay(onPage, CancellationToken.None);
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

    private void Look()
    {
        TimeSpan? balance = _endpoint.Engine.Look(new BudgetOwner(_endpoint.Mailbox.Address)).Balance;
        LowestBalance = balance < LowestBalance ? balance.Value : LowestBalance;
    }

    private static FindItemRequest Request() =>
        new(EwsFolderId.Parse("inbox")) { BaseShape = EwsBaseShape.IdOnly };

    /// <summary>Requests and answers take up to so much longer on their way, and now and then far longer.</summary>
    private sealed class JitteryTransport(
        IEwsTransport inner, VirtualTime time, int milliseconds, Action onAnswer) : IEwsTransport
    {
        private const int Rarely = 50;
        private const int FarLonger = 20;

        private readonly Random _random = new(5);

        public async Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
        {
            await DelayAsync(cancellationToken);
            EwsHttpResponse response = await inner.SendAsync(request, cancellationToken);
            onAnswer();
            await DelayAsync(cancellationToken);
            return response;
        }

        private Task DelayAsync(CancellationToken cancellationToken) =>
            time.Delay(
                TimeSpan.FromMilliseconds(
                    milliseconds * _random.NextDouble() * (_random.Next(Rarely) == 0 ? FarLonger : 1)),
                cancellationToken);
    }
}
