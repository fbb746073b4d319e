using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;

namespace ThrottlingTools.Simulator.Http;

/// <summary>Reads requests from a connection. It holds a small buffer; bodies go elsewhere.</summary>
internal sealed class HttpReader
{
    private const int FirstBufferSize = 2048;
    private const int MaxChunkHead = 256;

    private readonly Stream _stream;
    private readonly HttpLimits _limits;
    private byte[] _buffer = new byte[FirstBufferSize];
    private int _start;
    private int _end;
    private int _scanned; // of a head that is not there in full
    private Task<bool>? _watch;

    public HttpReader(Stream stream, HttpLimits limits)
    {
        _stream = stream;
        _limits = limits;
    }

    /// <returns><c>null</c> if more of it has to come.</returns>
    /// <exception cref="BadRequestException">The head is malformed or too large.</exception>
    public HttpHead? TryReadHead()
    {
        SkipEmptyLines();
        int length = FindHeadEnd();
        if (length < 0)
            return _end - _start < _limits.MaxHeadBytes ? null : throw new BadRequestException(431);
        HttpHead head = HttpHead.Parse(_buffer, _start, length, _limits.MaxHeaders);
        _start += length + 4;
        _scanned = 0;
        return head;
    }

    /// <summary>Waits for more.</summary>
    /// <returns>Whether anything has come; otherwise the client has closed the connection.</returns>
    public async Task<bool> FillAsync()
    {
        if (_watch is { } watch)
        {
            _watch = null;
            return await watch.ConfigureAwait(false);
        }
        if (_start == _end)
            _start = _end = 0;
        else if (_start > 0 && _end == _buffer.Length)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
#if NETSTANDARD
        int read = await _stream.ReadAsync(_buffer, _end, _buffer.Length - _end).ConfigureAwait(false);
#else
        int read = await _stream.ReadAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
#endif
        _end += read;
        return read > 0;
    }

    /// <summary>Reads a part of a body if all of it has come.</summary>
    public bool TryRead(byte[] part)
    {
        if (_end - _start < part.Length)
            return false;
        Buffer.BlockCopy(_buffer, _start, part, 0, part.Length);
        _start += part.Length;
        return true;
    }

    /// <summary>Reads some of a body that has a length.</summary>
    public async Task<int> ReadAsync(ArraySegment<byte> target)
    {
        if (_start == _end)
            return await _stream.ReadAsync(target.Array!, target.Offset, target.Count).ConfigureAwait(false);
        int taken = Math.Min(target.Count, _end - _start);
        Buffer.BlockCopy(_buffer, _start, target.Array!, target.Offset, taken);
        _start += taken;
        return taken;
    }

    /// <summary>Reads the size of the next chunk; 0 for the last, whose trailers are then read.</summary>
    /// <exception cref="BadRequestException">It is malformed.</exception>
    public async Task<long> ReadChunkSizeAsync(bool isFirst)
    {
        if (!isFirst && (await ReadLineAsync().ConfigureAwait(false)).Length > 0)
            throw new BadRequestException(400);
        string line = await ReadLineAsync().ConfigureAwait(false);
        int extension = line.IndexOf(';');
        string digits = extension < 0 ? line : line.Substring(0, extension).TrimEnd(HttpHead.Blanks);
        if (digits.Length is 0 or > 15 || HttpHead.HasControl(line, 0) || !long.TryParse(
            digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size))
            throw new BadRequestException(400);
        if (size == 0)
            await ReadTrailersAsync().ConfigureAwait(false);
        return size;
    }

    private async Task ReadTrailersAsync()
    {
        string line;
        for (int trailers = 0; (line = await ReadLineAsync().ConfigureAwait(false)).Length > 0;)
        {
            HttpHead.SplitHeader(line);
            if (++trailers > _limits.MaxHeaders)
                throw new BadRequestException(431);
        }
    }

    /// <summary>Whether anything more comes: used to wait for the client without keeping what it sends.</summary>
    public async Task<bool> SkipAsync()
    {
        if (_watch is null)
            _start = _end = 0;
        return await FillAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until the client sends something, which is kept, or closes the connection.</summary>
    /// <returns>Whether it has sent something.</returns>
    public Task<bool> WatchAsync() => _watch ??= FillAsync();

    private async Task<string> ReadLineAsync()
    {
        for (int scanned = 0; ;)
        {
            for (; _start + scanned + 1 < _end; scanned++)
                if (_buffer[_start + scanned] == '\r' && _buffer[_start + scanned + 1] == '\n')
                {
                    string line = HttpHead.Latin1.GetString(_buffer, _start, scanned);
                    _start += scanned + 2;
                    return line;
                }
            if (_end - _start > MaxChunkHead)
                throw new BadRequestException(400);
            if (!await FillAsync().ConfigureAwait(false))
                throw new EndOfStreamException();
        }
    }

    private void SkipEmptyLines()
    {
        while (_end - _start >= 2 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
            _start += 2;
    }

    private int FindHeadEnd()
    {
        for (; _start + _scanned + 3 < _end; _scanned++)
        {
            int i = _start + _scanned;
            if (_buffer[i] == '\r' && _buffer[i + 1] == '\n' && _buffer[i + 2] == '\r' && _buffer[i + 3] == '\n')
                return _scanned;
        }
        return -1;
    }
}
