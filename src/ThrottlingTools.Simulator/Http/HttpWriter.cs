using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Http;

/// <summary>Puts an answer on the wire. A small one goes out in one piece with its head.</summary>
internal static class HttpWriter
{
    private const int PieceSize = 64 * 1024;
    private const int MaxChunkFrame = 12; // eight digits and two line ends

    private static readonly BufferPool Buffers = new();
    private static readonly byte[] LastChunk = Encoding.ASCII.GetBytes("0\r\n\r\n");

    public static async Task WriteAsync(
        HttpConnection connection, HttpAnswer answer, bool isChunked, bool keepsAlive,
        CancellationToken cancellationToken)
    {
        bool isSmall = answer.Body is null or MemoryStream { Length: <= PieceSize };
        using (Utf8Buffer first = new(Buffers))
        {
            WriteHead(first, answer, isChunked, keepsAlive);
            if (isSmall && answer.Body is MemoryStream body)
                first.Append(body);
            await connection.SendAsync(first.Bytes).ConfigureAwait(false);
        }
        if (isChunked)
            await WriteWatchedAsync(connection, answer.Body!, cancellationToken).ConfigureAwait(false);
        else if (!isSmall)
            await WritePiecesAsync(connection, answer.Body!, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An answer that no client waits for any longer, or that has no exchange.</summary>
    public static ArraySegment<byte> Bare(int statusCode)
    {
        Utf8Buffer head = new(null);
        WriteHead(head, new HttpAnswer(statusCode), isChunked: false, keepsAlive: false);
        return head.Bytes;
    }

    private static async Task WritePiecesAsync(
        HttpConnection connection, Stream body, CancellationToken cancellationToken)
    {
        if (body is MemoryStream memory && memory.TryGetBuffer(out ArraySegment<byte> all))
        {
            for (int sent = 0; sent < all.Count; sent += PieceSize)
                await connection.SendAsync(new ArraySegment<byte>(
                    all.Array!, all.Offset + sent, Math.Min(PieceSize, all.Count - sent))).ConfigureAwait(false);
            return;
        }
        byte[] piece = new byte[PieceSize];
        int read;
        while ((read = await body.ReadAsync(piece, 0, piece.Length, cancellationToken).ConfigureAwait(false)) > 0)
            await connection.SendAsync(new ArraySegment<byte>(piece, 0, read)).ConfigureAwait(false);
    }

    // Between two pieces of a stream may lie minutes, in which a client that has gone should not count.
    private static async Task WriteWatchedAsync(
        HttpConnection connection, Stream body, CancellationToken cancellationToken)
    {
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<bool> watch = connection.Reader.WatchAsync();
        Task writing = WriteChunksAsync(connection, body, gone.Token);
        await Task.WhenAny(watch, writing).ConfigureAwait(false);
        if (!writing.IsCompleted && (watch.Status != TaskStatus.RanToCompletion || !watch.Result))
            gone.Cancel();
        await writing.ConfigureAwait(false);
    }

    private static async Task WriteChunksAsync(
        HttpConnection connection, Stream body, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[4 * 1024];
        int room = piece.Length - MaxChunkFrame;
        int read;
        while ((read = await body.ReadAsync(piece, MaxChunkFrame - 2, room, cancellationToken)
            .ConfigureAwait(false)) > 0)
            await connection.SendAsync(Chunk(piece, read)).ConfigureAwait(false);
        await connection.SendAsync(new ArraySegment<byte>(LastChunk)).ConfigureAwait(false);
    }

    // The size is written right before the data, wherever that makes the chunk begin.
    private static ArraySegment<byte> Chunk(byte[] piece, int length)
    {
        string size = length.ToString("x", CultureInfo.InvariantCulture) + "\r\n";
        int start = MaxChunkFrame - 2 - size.Length;
        Encoding.ASCII.GetBytes(size, 0, size.Length, piece, start);
        int end = MaxChunkFrame - 2 + length;
        (piece[end], piece[end + 1]) = ((byte)'\r', (byte)'\n');
        return new ArraySegment<byte>(piece, start, end + 2 - start);
    }

    private static void WriteHead(Utf8Buffer head, HttpAnswer answer, bool isChunked, bool keepsAlive)
    {
        head.AppendLatin1("HTTP/1.1 ");
        head.AppendLatin1(Text(answer.StatusCode));
        head.Append((byte)' ');
        head.AppendLatin1(Reason(answer.StatusCode));
        foreach (KeyValuePair<string, string> header in answer.Headers)
            if (!header.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase))
                WriteHeader(head, header.Key, header.Value);
        WriteHeader(head, "Server", "Microsoft-IIS/10.0");
        WriteHeader(head, "Date", DateTime.UtcNow.ToString("r", CultureInfo.InvariantCulture));
        if (!keepsAlive)
            WriteHeader(head, "Connection", "close");
        if (isChunked)
            WriteHeader(head, "Transfer-Encoding", "chunked");
        else if (answer.Body is null or { CanSeek: true })
            WriteHeader(head, "Content-Length", Text(answer.DeclaredLength ?? answer.Body?.Length ?? 0));
        head.AppendLatin1("\r\n\r\n");
    }

    private static void WriteHeader(Utf8Buffer head, string name, string value)
    {
        head.AppendLatin1("\r\n");
        head.AppendLatin1(name);
        head.AppendLatin1(": ");
        head.AppendLatin1(OneLine(value));
    }

    // A value may come from the request: it must not start a header of its own.
    private static string OneLine(string value) => value.Replace('\r', ' ').Replace('\n', ' ');

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Reason(int statusCode) => statusCode switch
    {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Request Entity Too Large",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    };
}
