using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Simulator.Http;

/// <summary>A client's connection: one request after the other until either side has enough.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int MaxLingeredReads = 1024;

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Receipt = TimeSpan.FromMilliseconds(50);
    private static readonly byte[] Continue = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private long _deadline;
    private long _bodyStart;
    private long _bodyBytes;
    private int _isBusy;

    public HttpConnection(Socket socket, HttpLimits limits, MemoryLimit bodies)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Limits = limits;
        Bodies = bodies;
        Reader = new HttpReader(_stream, limits);
        Client = socket.RemoteEndPoint as IPEndPoint;
        Expect(limits.FirstHead);
    }

    public IPEndPoint? Client { get; }

    public HttpLimits Limits { get; }

    public MemoryLimit Bodies { get; }

    public HttpReader Reader { get; }

    /// <summary>Whether a request is being answered.</summary>
    public bool IsBusy => Volatile.Read(ref _isBusy) != 0;

    /// <summary>Whether the client has let its time pass.</summary>
    public bool IsOverdue => Stopwatch.GetTimestamp() > Volatile.Read(ref _deadline);

    /// <summary>The client has to act within a time.</summary>
    public void Expect(TimeSpan time) =>
        Volatile.Write(ref _deadline, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));

    /// <summary>The client has to send a body, in time and at a rate.</summary>
    public void ExpectBody()
    {
        _bodyStart = Stopwatch.GetTimestamp();
        _bodyBytes = 0;
        HasSent(0);
    }

    /// <summary>The client has sent some of the body.</summary>
    public void HasSent(int bytes)
    {
        _bodyBytes += bytes;
        double seconds = Math.Min(
            Limits.Body.TotalSeconds,
            Limits.BodyGrace.TotalSeconds + (double)_bodyBytes / Limits.MinBodyBytesPerSecond);
        Volatile.Write(ref _deadline, _bodyStart + (long)(seconds * Stopwatch.Frequency));
    }

    public void ExpectNothing() => Volatile.Write(ref _deadline, long.MaxValue);

    /// <summary>Serves the client to the end. Never throws.</summary>
    public async Task RunAsync(Func<HttpExchange, CancellationToken, Task> answer, CancellationToken cancellationToken)
    {
        try
        {
            for (bool isOpen = true; isOpen && !cancellationToken.IsCancellationRequested;)
                isOpen = Reader.TryReadHead() is { } head
                    ? await ServeAsync(head, answer, cancellationToken).ConfigureAwait(false)
                    : await Reader.FillAsync().ConfigureAwait(false);
            await LingerAsync().ConfigureAwait(false);
            _stream.Dispose();
        }
        catch (BadRequestException refusal)
        {
            await RefuseAsync(refusal.StatusCode).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever one client does, the others are served.
        catch (Exception)
        {
            Reset();
        }
#pragma warning restore CA1031
    }

    /// <summary>Answers without looking at the request, and closes. Never throws.</summary>
    public async Task RefuseAsync(int statusCode)
    {
        try
        {
            await SendAsync(HttpWriter.Bare(statusCode)).ConfigureAwait(false);
            await LingerAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The client is gone: nothing is left but to hang up.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
        _stream.Dispose();
    }

    public Task SendContinueAsync() => SendAsync(new ArraySegment<byte>(Continue));

    public async Task SendAsync(ArraySegment<byte> bytes)
    {
        Expect(Limits.Send);
        await _stream.WriteAsync(bytes.Array!, bytes.Offset, bytes.Count).ConfigureAwait(false);
        ExpectNothing();
    }

    /// <summary>Resets the connection: the client's next read or write fails.</summary>
    public void Reset()
    {
        // Disposing the stream would shut down first, and the client would see a proper end.
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close(0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
        _stream.Dispose();
    }

    /// <summary>Resets the connection when the client has had a moment to take what was sent.</summary>
    public async Task ResetAfterReceiptAsync()
    {
        await Task.WhenAny(Reader.SkipAsync(), Task.Delay(Receipt)).ConfigureAwait(false);
        Reset();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private async Task<bool> ServeAsync(
        HttpHead head, Func<HttpExchange, CancellationToken, Task> answer, CancellationToken cancellationToken)
    {
        ExpectNothing();
        HttpExchange exchange = new(this, head);
        Volatile.Write(ref _isBusy, 1);
        try
        {
            await answer(exchange, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!exchange.HasBegun
            && exception is not (BadRequestException or ConnectionCutException or IOException))
        {
            throw new BadRequestException(500);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
            await exchange.EndAsync().ConfigureAwait(false);
        }
        Expect(Limits.Idle);
        return exchange.KeepsAlive;
    }

    /// <summary>
    /// Closing while the client still sends would reset the connection, and the client might lose the answer: the rest
    /// is read for a moment, and thrown away.
    /// </summary>
    private async Task LingerAsync()
    {
        Expect(Linger);
        _socket.Shutdown(SocketShutdown.Send);
        for (int i = 0; i < MaxLingeredReads && await Reader.SkipAsync().ConfigureAwait(false); i++)
            continue;
    }
}
