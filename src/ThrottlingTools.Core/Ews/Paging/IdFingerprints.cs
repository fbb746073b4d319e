using System;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// A set of ids as 128 bits of their SHA-256 each, for orders in which entries may change their places. Two arrays: the
/// fingerprints in the order they came (16 bytes an item) and an index with open addressing (6 to 11 bytes an item).
/// Both double as they grow, so that a set takes 22 to 54 bytes an item.
/// </summary>
internal sealed class IdFingerprints : ReturnedItems
{
    public const string Element = "Ids";

    private const int Bytes = 16;
    private const int Empty = 0;

    private byte[] _entries = [];
    private int[] _index = new int[16]; // number of the entry from 1; Empty for none
    private int _count;
    private int _acknowledged;

    public override int IdCount => _count;

    public override bool Contains(string id, long? key) => _index[Find(Fingerprint(id), 0)] != Empty;

    public override void Add(string id, long? key) => Add(Fingerprint(id), 0);

    public override void Acknowledge(string id, long? key) => _acknowledged++;

    public override bool IsOrdered(long? before, long? after) => true;

    public override void Write(XmlWriter writer)
    {
        writer.WriteStartElement(Element);
        writer.WriteBase64(_entries, 0, _acknowledged * Bytes);
        writer.WriteEndElement();
    }

    public static IdFingerprints ReadFrom(XmlReader reader)
    {
        IdFingerprints set = new();
        byte[] buffer = new byte[Bytes * 4096];
        int length = 0;
        int read;
        while ((read = reader.ReadElementContentAsBase64(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            int whole = length / Bytes * Bytes;
            for (int i = 0; i < whole; i += Bytes)
                set.Add(buffer, i);
            Buffer.BlockCopy(buffer, whole, buffer, 0, length -= whole);
        }
        if (length > 0)
            throw new XmlException("The ids break off.");
        set._acknowledged = set._count;
        return set;
    }

    private void Add(byte[] fingerprint, int start)
    {
        if ((_count + 1) * 3L > _index.Length * 2L)
            Grow();
        int slot = Find(fingerprint, start);
        if (_index[slot] != Empty)
            return;
        if ((_count + 1) * Bytes > _entries.Length)
            Array.Resize(ref _entries, Math.Max(64 * Bytes, _entries.Length * 2));
        Buffer.BlockCopy(fingerprint, start, _entries, _count * Bytes, Bytes);
        _index[slot] = ++_count;
    }

    private void Grow()
    {
        _index = new int[_index.Length * 2];
        for (int number = 1; number <= _count; number++)
            _index[Find(_entries, (number - 1) * Bytes)] = number;
    }

    /// <summary>The slot that holds a fingerprint, or would.</summary>
    private int Find(byte[] fingerprint, int start)
    {
        int slot = BitConverter.ToInt32(fingerprint, start) & (_index.Length - 1);
        while (_index[slot] != Empty && !IsAt(_index[slot] - 1, fingerprint, start))
            slot = (slot + 1) & (_index.Length - 1);
        return slot;
    }

    private bool IsAt(int entry, byte[] fingerprint, int start) =>
        BitConverter.ToInt64(_entries, entry * Bytes) == BitConverter.ToInt64(fingerprint, start)
        && BitConverter.ToInt64(_entries, entry * Bytes + 8) == BitConverter.ToInt64(fingerprint, start + 8);

    private static byte[] Fingerprint(string id)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(id);
#if NET
        return SHA256.HashData(bytes);
#else
        using SHA256 hash = SHA256.Create();
        return hash.ComputeHash(bytes);
#endif
    }
}
