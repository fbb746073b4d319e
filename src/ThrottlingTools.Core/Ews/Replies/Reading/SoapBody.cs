using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>The body of an answer in memory, with room for one byte behind its end.</summary>
internal sealed class SoapBody(byte[] bytes, int length)
{
    /// <summary>
    /// The longest body that is read, in bytes: a thousand items with 48 KB each, or an attachment of 36 MB. What is
    /// longer is refused while it comes, before it takes more memory.
    /// </summary>
    internal const int MaxLength = 48 * 1024 * 1024;

    internal byte[] Bytes => bytes;

    internal int Length => length;

    internal Stream OpenRead() => new MemoryStream(bytes, 0, length, writable: false);
}

/// <summary>Takes bodies in, and keeps their memory for the next ones. Safe to use from several threads.</summary>
internal sealed class SoapBodyPool
{
    private const int FirstSize = 64 * 1024;
    private const int MaxDoubledSize = 4 * 1024 * 1024;
    private const int PieceSize = 1024 * 1024;

    // A page of a thousand items takes a quarter of it; what a rare larger answer took is given back.
    private const int MaxKeptSize = 1024 * 1024;

    private readonly ConcurrentBag<byte[]> _spare = [];

    /// <summary>Reads a stream to its end. Give the body back after use.</summary>
    /// <exception cref="XmlException">It is longer than <see cref="SoapBody.MaxLength"/>.</exception>
    internal async Task<SoapBody> ReadAsync(Stream stream)
    {
        byte[] bytes = _spare.TryTake(out byte[]? spare) ? spare : new byte[FirstSize];
        int length = 0;
        int read;
        while ((read = await stream.ReadAsync(bytes, length, bytes.Length - length).ConfigureAwait(false)) > 0)
        {
            length += read;
            if (length < bytes.Length)
                continue;
            if (length >= MaxDoubledSize)
                return await ReadLargeAsync(stream, bytes).ConfigureAwait(false);
            Array.Resize(ref bytes, 2 * length);
        }
        return new SoapBody(bytes, length);
    }

    // In pieces, which become one array only when the end has come: an answer that is refused takes no more than it.
    private static async Task<SoapBody> ReadLargeAsync(Stream stream, byte[] first)
    {
        List<byte[]> pieces = [first];
        int length = first.Length;
        byte[] piece = new byte[PieceSize];
        int filled = 0;
        int read;
        while ((read = await stream.ReadAsync(piece, filled, piece.Length - filled).ConfigureAwait(false)) > 0)
        {
            filled += read;
            if (length + filled > SoapBody.MaxLength)
                throw new XmlException($"The answer is longer than {SoapBody.MaxLength} bytes.");
            if (filled < piece.Length)
                continue;
            pieces.Add(piece);
            length += filled;
            (piece, filled) = (new byte[PieceSize], 0);
        }
        byte[] bytes = new byte[length + filled + 1];
        int at = 0;
        foreach (byte[] whole in pieces)
        {
            Buffer.BlockCopy(whole, 0, bytes, at, whole.Length);
            at += whole.Length;
        }
        Buffer.BlockCopy(piece, 0, bytes, at, filled);
        return new SoapBody(bytes, at + filled);
    }

    /// <summary>Takes back a body that nobody looks at any more.</summary>
    internal void Return(SoapBody body)
    {
        if (body.Bytes.Length <= MaxKeptSize)
            _spare.Add(body.Bytes);
    }
}
