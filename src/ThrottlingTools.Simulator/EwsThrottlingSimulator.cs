using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Identity;

namespace ThrottlingTools.Simulator;

/// <summary>
/// The endpoint behind HTTP, on loopback only, with Basic authentication. It runs from <see cref="Start"/> to
/// <see cref="Stop"/>.
/// </summary>
public sealed class EwsThrottlingSimulator : IDisposable
{
    private const string Path = "/EWS/Exchange.asmx";
    private const int PortAttempts = 20;
    private const int BufferSize = 81_920;
    private const int StreamBufferSize = 4096;

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SlowestBody = TimeSpan.FromMinutes(1);

    private readonly HttpListener _listener;
    private readonly EwsEndpoint _endpoint;
    private readonly Authentication _authentication;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _running = [];
    private Task _accepting = Task.CompletedTask;
    private int _isStopped;

    private EwsThrottlingSimulator(SimulatorOptions options, EwsEndpoint endpoint, HttpListener listener, int port)
    {
        _endpoint = endpoint;
        _authentication = new Authentication(options.Credential, options.Challenges);
        _listener = listener;
        Profile = options.Profile;
        Port = port;
        Uri = new Uri($"http://localhost:{port}{Path}");
        Started = DateTimeOffset.Now;
    }

    /// <summary>Where it answers.</summary>
    public Uri Uri { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The profile that is enforced.</summary>
    public Profiles.ThrottlingProfile Profile { get; }

    /// <summary>The mailbox of the caller.</summary>
    public string MailboxAddress => _endpoint.Mailbox.Address;

    /// <summary>Items in the Inbox.</summary>
    public int ItemCount => _endpoint.Mailbox.FindFolder("inbox")!.ItemCount;

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>EWS requests of callers who were let in, refused ones included.</summary>
    public int RequestCount => _endpoint.RequestCount;

    /// <summary>Requests whose answer held an error.</summary>
    public int ErrorCount => _endpoint.ErrorCount;

    /// <summary>Whether it answers.</summary>
    public bool IsRunning => Volatile.Read(ref _isStopped) == 0;

    /// <summary>Starts a simulator.</summary>
    /// <param name="options">What is simulated; the defaults if <c>null</c>.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>ProfileValueUnknown</c>: the profile lacks a limit. <c>PortUnavailable</c>: the port is taken or not allowed.
    /// </exception>
    public static EwsThrottlingSimulator Start(SimulatorOptions? options = null)
    {
        options ??= new SimulatorOptions();
        EwsEndpoint endpoint = new(options);
        (HttpListener listener, int port) = Listen(options.Port);
        EwsThrottlingSimulator simulator = new(options, endpoint, listener, port);
        simulator._accepting = Task.Run(simulator.AcceptAsync);
        return simulator;
    }

    /// <summary>
    /// Stops: running requests get a moment to end and are cut off then. The port is free afterwards.
    /// </summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
            return;
        WaitFor(Running());
        _stop.Cancel();
        WaitFor(Running());
        _listener.Close();
        WaitFor([.. Running(), _accepting]);
        _authentication.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    /// <summary>The address, and whether it answers.</summary>
    public override string ToString() => IsRunning ? Uri.ToString() : Uri + " (stopped)";

    private static (HttpListener Listener, int Port) Listen(int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            int candidate = port != 0 ? port : FindFreePort();
            HttpListener listener = new();
            listener.Prefixes.Add($"http://localhost:{candidate}/");
            try
            {
                listener.Start();
                return (listener, candidate);
            }
            catch (Exception exception) when (exception is HttpListenerException or SocketException)
            {
                listener.Close();
                if (port != 0 || attempt == PortAttempts)
                    throw Errors.PortUnavailable(candidate, exception);
            }
        }
    }

    private static int FindFreePort()
    {
        TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        try
        {
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        finally
        {
            probe.Stop();
        }
    }

    private static void WaitFor(Task[] tasks) => Task.WaitAny([Task.WhenAll(tasks)], Grace);

    private Task[] Running()
    {
        lock (_running)
            return _running.ToArray();
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync().ConfigureAwait(false);
                Track(Task.Run(() => ServeAsync(context)));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException
                or InvalidOperationException)
            {
                // A client that broke off must not end the loop; a closed listener does.
            }
        }
    }

    private void Track(Task task)
    {
        lock (_running)
            _running.Add(task);
        task.ContinueWith(
            ended =>
            {
                lock (_running)
                    _running.Remove(ended);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever one client does, the others are served.
        catch (Exception)
        {
            Fail(context.Response);
        }
#pragma warning restore CA1031
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        EwsCaller? caller = _authentication.Identify(request.Headers["Authorization"]);
        int refusal = !IsRunning ? 503
            : caller is null ? 401
            : !string.Equals(request.Url?.AbsolutePath, Path, StringComparison.OrdinalIgnoreCase) ? 404
            : request.HttpMethod != "POST" ? 405
            : request.ContentLength64 > _endpoint.MaxRequestSizeInBytes ? 413
            : 0;
        byte[]? body = refusal == 0 ? await ReadAsync(context).ConfigureAwait(false) : null;
        if (body is null)
        {
            Refuse(context.Response, refusal == 0 ? 413 : refusal);
            return;
        }
        EwsHttpRequest asked = new(body);
        foreach (string name in request.Headers.AllKeys.OfType<string>().Where(name => name != "Authorization"))
            asked.Headers[name] = request.Headers[name]!;
        try
        {
            using EwsHttpResponse answer = await _endpoint.HandleAsync(asked, caller!, _stop.Token).ConfigureAwait(false);
            await WriteAsync(context.Response, answer).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Refuse(context.Response, 503);
        }
    }

    /// <returns><c>null</c> for a body that is too large.</returns>
    private async Task<byte[]?> ReadAsync(HttpListenerContext context)
    {
        using CancellationTokenSource slow = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        slow.CancelAfter(SlowestBody);
        using CancellationTokenRegistration abort = slow.Token.Register(context.Response.Abort);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.InputStream.ReadAsync(buffer, 0, buffer.Length, slow.Token)
            .ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > _endpoint.MaxRequestSizeInBytes)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    private void Refuse(HttpListenerResponse response, int status)
    {
        response.StatusCode = status;
        foreach (string challenge in status == 401 ? _authentication.Challenges : [])
            response.AppendHeader("WWW-Authenticate", challenge);
        if (status == 413)
            response.KeepAlive = false;
        response.ContentLength64 = 0;
        response.Close();
    }

    private void Fail(HttpListenerResponse response)
    {
        try
        {
            Refuse(response, 500);
        }
#pragma warning disable CA1031 // The client is gone, or the answer has begun: nothing is left but to hang up.
        catch (Exception)
        {
            response.Abort();
        }
#pragma warning restore CA1031
    }

    private async Task WriteAsync(HttpListenerResponse response, EwsHttpResponse answer)
    {
        response.StatusCode = answer.StatusCode;
        foreach (KeyValuePair<string, string> header in answer.Headers)
            response.AddHeader(header.Key, header.Value);
        if (answer.Body.CanSeek)
        {
            response.ContentLength64 = answer.Body.Length;
            await answer.Body.CopyToAsync(response.OutputStream, BufferSize, _stop.Token).ConfigureAwait(false);
        }
        else
            await StreamAsync(response, answer.Body).ConfigureAwait(false);
        response.Close();
    }

    /// <summary>Sends each part when it comes, as a chunk.</summary>
    private async Task StreamAsync(HttpListenerResponse response, Stream body)
    {
        response.SendChunked = true;
        byte[] buffer = new byte[StreamBufferSize];
        int read;
        while ((read = await body.ReadAsync(buffer, 0, buffer.Length, _stop.Token).ConfigureAwait(false)) > 0)
        {
            await response.OutputStream.WriteAsync(buffer, 0, read, _stop.Token).ConfigureAwait(false);
            await response.OutputStream.FlushAsync(_stop.Token).ConfigureAwait(false);
        }
    }
}
