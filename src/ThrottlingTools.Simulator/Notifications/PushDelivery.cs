using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Soap;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>
/// Sends the events of a push subscription to its client, or a StatusEvent when there were none for the
/// StatusFrequency. A notification that the client does not answer is sent again after 30 s, a minute, two minutes and
/// so on, for as long; then the subscription ends (public documentation: StatusFrequency, with these times and its
/// default of 30 minutes; PushSubscriptionRequest, SendNotificationResult).
/// </summary>
internal sealed class PushDelivery
{
    private const int MaxEvents = 50; // learn-getstreamingevents

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);

    private readonly Subscription _subscription;
    private readonly SubscriptionTable _table;
    private readonly IClock _clock;
    private readonly ExchangeRelease _release;
    private readonly HttpClient _client;
    private volatile TaskCompletionSource<bool> _changed = NewSignal();
    private long _sent;

    public PushDelivery(
        Subscription subscription, SubscriptionTable table, IClock clock, ExchangeRelease release, HttpClient client)
    {
        _subscription = subscription;
        _table = table;
        _clock = clock;
        _release = release;
        _client = client;
        _subscription.Changed += Wake;
    }

    /// <summary>Delivers until the subscription ends or the server stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!_subscription.IsEnded && await DeliverAsync(stop).ConfigureAwait(false))
                await WaitAsync(stop).ConfigureAwait(false);
            _table.Remove(_subscription);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server has stopped.
        }
        finally
        {
            _subscription.Changed -= Wake;
        }
    }

    private void Wake() => _changed.TrySetResult(true);

    // Whoever raises Changed may hold locks, and must not go on with the delivery.
    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for events, or until it is time for a StatusEvent.</summary>
    private async Task WaitAsync(CancellationToken stop)
    {
        TimeSpan statusAt = _clock.Now + _subscription.Request.StatusFrequency;
        while (_clock.Now < statusAt)
        {
            Task changed = (_changed = NewSignal()).Task;
            TimeSpan? nextMail = _table.Pump(_subscription.Request.Mailbox);
            if (_subscription.IsEnded || _subscription.ReadAfter(_sent, 1, out _).Length > 0)
                return;
            TimeSpan until = nextMail is { } next && next < statusAt ? next : statusAt;
            using CancellationTokenSource other = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(changed, _clock.Delay(until - _clock.Now, other.Token))
                .ConfigureAwait(false);
            other.Cancel();
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sends a notification until the client answers.</summary>
    /// <returns>Whether it wants to hear more.</returns>
    private async Task<bool> DeliverAsync(CancellationToken stop)
    {
        TimeSpan start = _clock.Now;
        Notice[] notices = _subscription.ReadAfter(_sent, MaxEvents, out bool hasMore);
        byte[] envelope = Envelope(notices, hasMore);
        for (TimeSpan retry = FirstRetry; !_subscription.IsEnded; retry += retry)
        {
            if (await PostAsync(envelope, stop).ConfigureAwait(false) is { } status)
            {
                _sent = notices.Length > 0 ? notices[notices.Length - 1].Sequence : _sent;
                return status == "OK";
            }
            if (retry > _subscription.Request.StatusFrequency)
                return false;
            await _clock.Delay(start + retry - _clock.Now, stop).ConfigureAwait(false);
        }
        return false;
    }

    /// <returns>The SubscriptionStatus of the answer; <c>null</c> if there is none.</returns>
    private async Task<string?> PostAsync(byte[] envelope, CancellationToken stop)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _subscription.Request.Url)
        {
            Content = new ByteArrayContent(envelope),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/xml; charset=utf-8");
        request.Headers.Add("SOAPAction", $"\"{EwsXml.MessagesUri}/SendNotification\"");
        try
        {
            using HttpResponseMessage answer = await _client.SendAsync(request, stop).ConfigureAwait(false);
            using MemoryStream body = new();
            await answer.Content.CopyToAsync(body).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? ReadStatus(body.ToArray()) : null;
        }
        catch (Exception exception) when (!stop.IsCancellationRequested
            && (exception is HttpRequestException or OperationCanceledException or IOException or XmlException))
        {
            return null;
        }
    }

    private static string? ReadStatus(byte[] body)
    {
        using XmlReader reader = SoapRequest.Open(body);
        string? status = XDocument.Load(reader).Descendants(EwsXml.Messages + "SendNotificationResult")
            .Elements(EwsXml.Messages + "SubscriptionStatus").FirstOrDefault()?.Value.Trim();
        return status is "OK" or "Unsubscribe" ? status : null;
    }

    private byte[] Envelope(Notice[] notices, bool hasMore) => SoapReply.Success(_release, writer =>
    {
        writer.WriteStartElement("m", "SendNotification", EwsXml.MessagesUri);
        writer.WriteAttributeString("xmlns", "t", null, EwsXml.TypesUri);
        writer.WriteStartElement("m", "ResponseMessages", EwsXml.MessagesUri);
        writer.WriteStartElement("m", "SendNotificationResponseMessage", EwsXml.MessagesUri);
        writer.WriteAttributeString("ResponseClass", "Success");
        writer.WriteElementString("m", "ResponseCode", EwsXml.MessagesUri, "NoError");
        writer.WriteStartElement("m", "Notification", EwsXml.MessagesUri);
        EventXml.Text(writer, "SubscriptionId", _subscription.Id);
        EventXml.Text(writer, "PreviousWatermark", Watermark.Of(_sent));
        EventXml.Text(writer, "MoreEvents", XmlConvert.ToString(hasMore));
        foreach (Notice notice in notices)
            EventXml.Write(writer, notice, hasWatermark: true);
        if (notices.Length == 0)
            EventXml.WriteStatus(writer, Watermark.Of(_sent));
        for (int i = 0; i < 4; i++)
            writer.WriteEndElement();
    });
}
