using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Core.Tests.Ews.Batching;

/// <summary>A client's end of the line: it loses patience, and it may die while the server goes on.</summary>
internal sealed class ShakyTransport(IEwsTransport inner, IClock clock, TimeSpan patience) : IEwsTransport
{
    private static readonly Uri Address = new("inprocess://simulator/");

    /// <summary>Called before each request with its number, from 1.</summary>
    public Action<int>? Sending { get; init; }

    public int Requests { get; private set; }

    public async Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
    {
        Task<EwsHttpResponse> answer = inner.SendAsync(request, CancellationToken.None);
        Sending?.Invoke(++Requests);
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = await Task.WhenAny(answer, clock.Delay(patience, timer.Token));
        cancellationToken.ThrowIfCancellationRequested();
        if (first != answer)
            throw Errors.EwsTimedOut(Address, patience, new TimeoutException());
        timer.Cancel();
        return await answer;
    }
}
