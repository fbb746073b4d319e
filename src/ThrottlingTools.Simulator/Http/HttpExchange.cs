using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Simulator.Http;

/// <summary>A request and the way back.</summary>
internal sealed class HttpExchange
{
    private const int BufferSize = 16 * 1024;
    private const long MaxDrained = 256 * 1024;

    private readonly HttpConnection _connection;
    private readonly HttpHead _head;
    private bool _isBodyRead;
    private long _reserved;

    public HttpExchange(HttpConnection connection, HttpHead head)
    {
        _connection = connection;
        _head = head;
        _isBodyRead = !head.IsChunked && head.ContentLength == 0;
    }

    public string Method => _head.Method;

    /// <summary>The path, still escaped, without the query.</summary>
    public string Path => _head.Path;

    public string Query => _head.Query;

    public IDictionary<string, string> Headers => _head.Headers;

    /// <summary>0 where there is no body, and where it is chunked.</summary>
    public long ContentLength => _head.ContentLength;

    public IPEndPoint? Client => _connection.Client;

    public bool HasBegun { get; private set; }

    /// <summary>Whether another request can follow on the connection.</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>Tells a header that nobody else is to see, such as a password, and forgets it.</summary>
    /// <returns><c>null</c> if the request has none.</returns>
    public string? TakeHeader(string name)
    {
        if (_head.Headers.TryGetValue(name, out string? value))
            _head.Headers.Remove(name);
        return value;
    }

    /// <summary>Reads the body.</summary>
    /// <param name="maxBytes">How large it may be.</param>
    /// <exception cref="BadRequestException">
    /// 413: it is larger. 503: others take all memory there is for bodies.
    /// </exception>
    public async Task<byte[]> ReadBodyAsync(long maxBytes)
    {
        if (_isBodyRead)
            return [];
        maxBytes = Math.Min(maxBytes, int.MaxValue);
        if (_head.ContentLength > maxBytes)
            throw new BadRequestException(413);
        if (_head.ExpectsContinue)
            await _connection.SendContinueAsync().ConfigureAwait(false);
        _connection.ExpectBody();
        byte[] body = _head.IsChunked ? await ReadChunksAsync(maxBytes).ConfigureAwait(false)
            : _head.ContentLength <= BufferSize ? await ReadSmallAsync((int)_head.ContentLength).ConfigureAwait(false)
            : await ReadLargeAsync(_head.ContentLength).ConfigureAwait(false);
        _connection.ExpectNothing();
        _isBodyRead = true;
        return body;
    }

    /// <summary>Takes memory until the request is answered.</summary>
    /// <exception cref="BadRequestException">503: others take all there is.</exception>
    public void Reserve(long bytes)
    {
        if (!_connection.Bodies.TryTake(bytes))
            throw new BadRequestException(503);
        _reserved += bytes;
    }

    /// <summary>Sends the answer.</summary>
    public async Task RespondAsync(HttpAnswer answer, CancellationToken cancellationToken)
    {
        HasBegun = true;
        bool canDrain = _isBodyRead
            || (!_head.ExpectsContinue && !_head.IsChunked && _head.ContentLength <= MaxDrained);
        bool hasLength = answer.Body is null || answer.Body.CanSeek;
        KeepsAlive = _head.KeepsAlive && canDrain && !answer.Closes && !answer.Resets && answer.DeclaredLength is null;
        bool isChunked = !hasLength && _head.IsHttp11;
        if (!hasLength && !isChunked)
            KeepsAlive = false;
        for (int copy = 0; copy < answer.Copies; copy++)
        {
            if (copy > 0 && answer.Body is { } body)
                body.Position = 0;
            await HttpWriter.WriteAsync(_connection, answer, isChunked, KeepsAlive, cancellationToken)
                .ConfigureAwait(false);
        }
        if (answer.Resets)
            await _connection.ResetAfterReceiptAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Reads what is left of a small body, so that the connection can go on, and gives its memory back.
    /// </summary>
    public async Task EndAsync()
    {
        _connection.Bodies.Release(_reserved);
        if (_isBodyRead || !KeepsAlive)
            return;
        _connection.ExpectBody();
        byte[] buffer = new byte[BufferSize];
        for (long left = _head.ContentLength; left > 0;)
            left -= await FillAsync(new ArraySegment<byte>(buffer, 0, (int)Math.Min(left, buffer.Length)))
                .ConfigureAwait(false);
    }

    private async Task<byte[]> ReadSmallAsync(int length)
    {
        Reserve(length);
        byte[] body = new byte[length];
        if (_connection.Reader.TryRead(body))
            return body;
        for (int done = 0; done < length;)
        {
            ArraySegment<byte> rest = new(body, done, length - done);
            done += await FillAsync(rest).ConfigureAwait(false);
        }
        return body;
    }

    private async Task<byte[]> ReadChunksAsync(long maxBytes)
    {
        byte[] body = [];
        int done = 0;
        for (bool isFirst = true; ; isFirst = false)
        {
            long size = await _connection.Reader.ReadChunkSizeAsync(isFirst).ConfigureAwait(false);
            if (size > maxBytes - done)
                throw new BadRequestException(413);
            if (size == 0)
            {
                Array.Resize(ref body, done);
                return body;
            }
            body = await AppendAsync(body, done, done + (int)size, maxBytes).ConfigureAwait(false);
            done += (int)size;
        }
    }

    private async Task<byte[]> ReadLargeAsync(long length) =>
        await AppendAsync([], 0, (int)length, length).ConfigureAwait(false);

    // Memory grows with what comes, not with what is announced.
    private async Task<byte[]> AppendAsync(byte[] body, int done, int end, long most)
    {
        while (done < end)
        {
            if (done == body.Length)
                Array.Resize(ref body, (int)Math.Min(Math.Max(BufferSize, 2L * done), most));
            int room = Math.Min(end, body.Length) - done;
            int read = await FillAsync(new ArraySegment<byte>(body, done, room)).ConfigureAwait(false);
            Reserve(read);
            done += read;
        }
        return body;
    }

    private async Task<int> FillAsync(ArraySegment<byte> target)
    {
        int read = await _connection.Reader.ReadAsync(target).ConfigureAwait(false);
        _connection.HasSent(read);
        return read > 0 ? read : throw new EndOfStreamException();
    }
}
