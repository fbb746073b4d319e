using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading.Tasks;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>The body of an answer in memory, with room for one byte behind its end.</summary>
internal sealed class SoapBody(byte[] bytes, int length)
{
    /// <summary>The longest body that is read, in bytes.</summary>
    internal const int MaxLength = 256 * 1024 * 1024;

    internal byte[] Bytes => bytes;

    internal int Length => length;

    internal Stream OpenRead() => new MemoryStream(bytes, 0, length, writable: false);
}

/// <summary>Takes bodies in, and keeps their memory for the next ones. Safe to use from several threads.</summary>
internal sealed class SoapBodyPool
{
    private const int FirstSize = 64 * 1024;

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
            if (length > SoapBody.MaxLength)
                throw new XmlException($"The answer is longer than {SoapBody.MaxLength} bytes.");
            if (length == bytes.Length)
                Array.Resize(ref bytes, 2 * length);
        }
        return new SoapBody(bytes, length);
    }

    /// <summary>Takes back a body that nobody looks at any more.</summary>
    internal void Return(SoapBody body)
    {
        if (body.Bytes.Length <= MaxKeptSize)
            _spare.Add(body.Bytes);
    }
}
