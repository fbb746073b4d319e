using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace ThrottlingTools.Benchmarks;

/// <summary>What a load brought.</summary>
/// <param name="Requests">Requests that were answered with HTTP 200.</param>
/// <param name="Failures">Other answers.</param>
/// <param name="Bytes">Bytes of all answers.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Latencies">The time of each request, sorted.</param>
internal sealed record LoadResult(long Requests, long Failures, long Bytes, TimeSpan Elapsed, TimeSpan[] Latencies)
{
    public double RequestsPerSecond => Requests / Elapsed.TotalSeconds;

    public TimeSpan Percentile(double percent) =>
        Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * percent / 100))];
}

/// <summary>
/// Sends the same request over and over on some connections, as fast as answers come. It works on bytes, so that it
/// takes little of the processor time that it shares with the server.
/// </summary>
internal sealed class LoadGenerator
{
    private const int BufferSize = 256 * 1024;
    private const string LengthHeader = "\r\ncontent-length: ";

    private readonly Uri _uri;
    private readonly byte[] _request;
    private readonly int _connections;

    public LoadGenerator(Uri uri, string envelope, int connections)
    {
        _uri = uri;
        _connections = connections;
        string head = string.Create(CultureInfo.InvariantCulture,
            $"POST {uri.AbsolutePath} HTTP/1.1\r\nHost: {uri.Authority}\r\nAuthorization: Basic dTpw\r\n"
            + $"Content-Type: text/xml; charset=utf-8\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(envelope)}\r\n\r\n");
        _request = Encoding.UTF8.GetBytes(head + envelope);
    }

    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        long began = Stopwatch.GetTimestamp();
        LoadResult[] parts = await Task.WhenAll(
            Enumerable.Range(0, _connections).Select(_ => Task.Run(() => RunConnectionAsync(began, duration))));
        TimeSpan[] latencies = [.. parts.SelectMany(part => part.Latencies)];
        Array.Sort(latencies);
        return new LoadResult(
            parts.Sum(part => part.Requests), parts.Sum(part => part.Failures), parts.Sum(part => part.Bytes),
            Stopwatch.GetElapsedTime(began), latencies);
    }

    private async Task<LoadResult> RunConnectionAsync(long began, TimeSpan duration)
    {
        TcpClient client = await ConnectAsync();
        byte[] buffer = new byte[BufferSize];
        List<TimeSpan> latencies = new(100_000);
        long good = 0, bad = 0, bytes = 0;
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            long start = Stopwatch.GetTimestamp();
            await client.GetStream().WriteAsync(_request);
            (bool isOk, bool closes, int length) = await ReadAnswerAsync(client.GetStream(), buffer);
            latencies.Add(Stopwatch.GetElapsedTime(start));
            bytes += length;
            if (isOk)
                good++;
            else
                bad++;
            if (!closes)
                continue;
            client.Dispose();
            client = await ConnectAsync();
        }
        client.Dispose();
        return new LoadResult(good, bad, bytes, TimeSpan.Zero, [.. latencies]);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        TcpClient client = new() { NoDelay = true };
        await client.ConnectAsync(_uri.Host, _uri.Port);
        return client;
    }

    private static async Task<(bool IsOk, bool Closes, int Length)> ReadAnswerAsync(NetworkStream stream, byte[] buffer)
    {
        int filled = 0;
        int bodyStart;
        while ((bodyStart = EndOfHead(buffer, filled)) < 0)
            filled += await ReadAsync(stream, buffer.AsMemory(filled));
        bool isOk = buffer.AsSpan(9, 3).SequenceEqual("200"u8);
        string head = Encoding.ASCII.GetString(buffer, 0, bodyStart).ToLowerInvariant();
        int total = head.Contains("\r\ntransfer-encoding: chunked", StringComparison.Ordinal)
            ? await ReadChunksAsync(stream, buffer, filled)
            : await ReadBodyAsync(stream, buffer, bodyStart + ContentLength(head), filled);
        return (isOk, head.Contains("\r\nconnection: close", StringComparison.Ordinal), total);
    }

    private static async Task<int> ReadBodyAsync(NetworkStream stream, byte[] buffer, int total, int filled)
    {
        for (int left = total - filled; left > 0;)
            left -= await ReadAsync(stream, buffer.AsMemory(0, Math.Min(left, buffer.Length)));
        return total;
    }

    // WireMock.Net answers in chunks only, small enough for the buffer.
    private static async Task<int> ReadChunksAsync(NetworkStream stream, byte[] buffer, int filled)
    {
        while (!buffer.AsSpan(0, filled).EndsWith("\r\n0\r\n\r\n"u8))
            filled += await ReadAsync(stream, buffer.AsMemory(filled));
        return filled;
    }

    private static async ValueTask<int> ReadAsync(NetworkStream stream, Memory<byte> target)
    {
        int read = await stream.ReadAsync(target);
        return read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
    }

    private static int EndOfHead(byte[] buffer, int filled)
    {
        int end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    private static int ContentLength(string head)
    {
        int at = head.IndexOf(LengthHeader, StringComparison.Ordinal);
        if (at < 0)
            throw new InvalidOperationException("The answer has no Content-Length.");
        at += LengthHeader.Length;
        return int.Parse(head.AsSpan(at, head.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
    }
}
