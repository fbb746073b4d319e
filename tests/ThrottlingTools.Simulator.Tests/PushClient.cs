using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>The client of push subscriptions: a listener on loopback that answers what it is told to.</summary>
internal sealed class PushClient : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<XElement> _received = Channel.CreateUnbounded<XElement>();
    private readonly Func<XElement, string?> _answer;

    /// <param name="answer">The SubscriptionStatus of the answer; <c>null</c> for an HTTP error.</param>
    public PushClient(Func<XElement, string?> answer)
    {
        _answer = answer;
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        Url = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/push/";
        free.Stop();
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = RunAsync();
    }

    public string Url { get; }

    public async Task<XElement> NextAsync() =>
        await _received.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public int Waiting => _received.Reader.Count;

    public void Dispose() => _listener.Close();

    private async Task RunAsync()
    {
        try
        {
            while (true)
                Answer(await _listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        XElement notification = XElement.Load(context.Request.InputStream);
        string? status = _answer(notification);
        context.Response.StatusCode = status is null ? 500 : 200;
        byte[] body = Encoding.UTF8.GetBytes(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
            + $"<SendNotificationResult xmlns=\"{Soap.M}\"><SubscriptionStatus>{status}</SubscriptionStatus>"
            + "</SendNotificationResult></s:Body></s:Envelope>");
        context.Response.Close(body, willBlock: true);
        _received.Writer.TryWrite(notification);
    }
}
