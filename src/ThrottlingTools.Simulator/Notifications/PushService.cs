using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Profiles;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>Calls the clients of push subscriptions back, from their Subscribe until they end.</summary>
internal sealed class PushService : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly SubscriptionTable _table;
    private readonly IClock _clock;
    private readonly ExchangeRelease _release;
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, UseProxy = false };
    private readonly HttpClient _client;

    public PushService(SubscriptionTable table, IClock clock, ExchangeRelease release)
    {
        _table = table;
        _clock = clock;
        _release = release;
        _client = new HttpClient(_handler)
        {
            Timeout = AnswerTimeout, MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _table.Added += Begin;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _table.Added -= Begin;
        _stop.Cancel();
        _client.Dispose();
        _handler.Dispose();
        _stop.Dispose();
    }

    private void Begin(Subscription subscription)
    {
        if (subscription.Request.Kind != SubscriptionKind.Push)
            return;
        PushDelivery delivery = new(subscription, _table, _clock, _release, _client);
        CancellationToken stop = _stop.Token;
        _ = Task.Run(() => delivery.RunAsync(stop), CancellationToken.None);
    }
}
