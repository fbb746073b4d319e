using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Simulator.Http;

/// <summary>
/// A small HTTP/1.1 listener. Unlike <see cref="HttpListener"/> it can break the protocol on purpose, bounds what a
/// client can take, and needs no URL reservation for addresses of the network.
/// </summary>
internal sealed class HttpServer : IDisposable
{
    private const int PortAttempts = 20;
    private const int Backlog = 4096;

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseWithoutHandles = TimeSpan.FromMilliseconds(50);

    private readonly List<TcpListener> _listeners;
    private readonly HttpLimits _limits;
    private readonly MemoryLimit _bodies;
    private readonly Func<HttpExchange, CancellationToken, Task> _answer;
    private readonly ConcurrentDictionary<HttpConnection, Task> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _sweep;
    private readonly RefusalQueue _refusals = new();
    private int _connectionCount;
    private int _isStopped;

    private HttpServer(
        List<TcpListener> listeners, HttpLimits limits, Func<HttpExchange, CancellationToken, Task> answer)
    {
        _listeners = listeners;
        _limits = limits;
        _bodies = new MemoryLimit(limits.MaxBodyBytesInMemory);
        _answer = answer;
        Port = ((IPEndPoint)listeners[0].LocalEndpoint).Port;
        _sweep = new Timer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    public int Port { get; }

    /// <summary>Connections that are open.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Bytes of request bodies in memory.</summary>
    public long BodyBytesInMemory => _bodies.Taken;

    /// <summary>Requests that are being answered.</summary>
    public int BusyCount => _connections.Keys.Count(connection => connection.IsBusy);

    /// <param name="isRemoteAllowed">Whether other machines may connect.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="limits">What clients may take.</param>
    /// <param name="answer">Answers requests, several at a time.</param>
    /// <exception cref="ThrottlingToolsException"><c>PortUnavailable</c>.</exception>
    public static HttpServer Start(
        bool isRemoteAllowed, int port, HttpLimits limits, Func<HttpExchange, CancellationToken, Task> answer)
    {
        HttpServer server = new(Listen(isRemoteAllowed, port), limits, answer);
        foreach (TcpListener listener in server._listeners)
            _ = Task.Run(() => server.AcceptAsync(listener));
        return server;
    }

    /// <summary>
    /// Stops: requests get a moment to end, are cancelled then, and cut off at last. The port is free afterwards.
    /// </summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
            return;
        foreach (TcpListener listener in _listeners)
            listener.Stop();
        _sweep.Dispose();
        SpinWait.SpinUntil(() => BusyCount == 0, Grace);
        _stop.Cancel();
        SpinWait.SpinUntil(() => BusyCount == 0, Grace);
        foreach (HttpConnection connection in _connections.Keys)
            connection.Reset();
        _refusals.Clear();
        Task.WaitAll([.. _connections.Values], Grace);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private static List<TcpListener> Listen(bool isRemoteAllowed, int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            List<TcpListener> listeners = [];
            try
            {
                listeners.Add(Listen(isRemoteAllowed ? IPAddress.Any : IPAddress.Loopback, port));
                int taken = ((IPEndPoint)listeners[0].LocalEndpoint).Port;
                if (Socket.OSSupportsIPv6)
                    listeners.Add(Listen(isRemoteAllowed ? IPAddress.IPv6Any : IPAddress.IPv6Loopback, taken));
                return listeners;
            }
            catch (SocketException exception) when (listeners.Count == 1 && exception.SocketErrorCode is
                SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                return listeners;
            }
            catch (SocketException exception)
            {
                listeners.ForEach(listener => listener.Stop());
                if (port != 0 || attempt == PortAttempts)
                    throw Errors.PortUnavailable(port, exception);
            }
        }
    }

    private static TcpListener Listen(IPAddress address, int port)
    {
        TcpListener listener = new(address, port);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            listener.Server.DualMode = false;
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
            listener.ExclusiveAddressUse = true;
        listener.Start(Backlog);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (Volatile.Read(ref _isStopped) == 0)
        {
            try
            {
                Take(await listener.AcceptSocketAsync().ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException
                or InvalidOperationException)
            {
                // A client that broke off, or too many open handles, must not end the loop; a closed listener does.
                if (exception is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets })
                    _refusals.Clear();
                await Task.Delay(PauseWithoutHandles).ConfigureAwait(false);
            }
        }
    }

    private void Take(Socket socket)
    {
        HttpConnection connection;
        try
        {
            connection = new HttpConnection(socket, _limits, _bodies);
        }
        catch (Exception exception) when (exception is SocketException or System.IO.IOException)
        {
            socket.Dispose();
            return;
        }
        if (ConnectionCount < _limits.MaxConnections)
            Track(connection);
        else
            _refusals.Add(connection);
    }

    private void Track(HttpConnection connection)
    {
        TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _connectionCount);
        _connections[connection] = ended.Task;
        if (Volatile.Read(ref _isStopped) != 0)
            connection.Reset();
        _ = Task.Run(async () =>
        {
            await connection.RunAsync(_answer, _stop.Token).ConfigureAwait(false);
            _connections.TryRemove(connection, out _);
            Interlocked.Decrement(ref _connectionCount);
            ended.SetResult(true);
        });
    }

    private void Sweep()
    {
        _refusals.Sweep();
        _bodies.Trim();
        foreach (HttpConnection connection in _connections.Keys)
            if (connection.IsOverdue)
                connection.Reset();
    }
}
