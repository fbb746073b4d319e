using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>A real HTTP server on this machine that handles every request by a given function.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public LoopbackServer(
        Func<HttpListenerContext, Task> handle, AuthenticationSchemes scheme = AuthenticationSchemes.Anonymous)
    {
        Uri = new Uri($"http://127.0.0.1:{FreePort()}/EWS/Exchange.asmx");
        _listener.Prefixes.Add(new Uri(Uri, "/").ToString());
        _listener.AuthenticationSchemes = scheme;
        _listener.Start();
        _ = ServeAsync(handle);
    }

    public Uri Uri { get; }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync(Func<HttpListenerContext, Task> handle)
    {
        try
        {
            while (_listener.IsListening)
                await handle(await _listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
