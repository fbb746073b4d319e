using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// What the simulator is compared with: HttpListener, which reads each request and answers the same bytes, without
/// authentication, parsing or accounting.
/// </summary>
internal sealed class FixedAnswerServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _answer;

    public FixedAnswerServer(byte[] answer)
    {
        _answer = answer;
        Uri = new Uri($"http://localhost:{FreePort()}/EWS/Exchange.asmx");
        _listener.Prefixes.Add($"http://localhost:{Uri.Port}/");
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public Uri Uri { get; }

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        await context.Request.InputStream.CopyToAsync(Stream.Null);
        context.Response.ContentType = "text/xml; charset=utf-8";
        context.Response.ContentLength64 = _answer.Length;
        await context.Response.OutputStream.WriteAsync(_answer);
        context.Response.Close();
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
