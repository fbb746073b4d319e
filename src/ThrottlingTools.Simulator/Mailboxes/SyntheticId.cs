using System;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// The id of a folder or an item: opaque to clients, as Exchange's are, and readable for the simulator, so that it
/// needs no table. Layout in bytes: 3 prefix, 1 kind, 8 mailbox, 1 folder, 8 item, 6 check.
/// </summary>
internal readonly record struct SyntheticId(ulong Mailbox, int Folder, long Item)
{
    private const int Length = 27; // a multiple of 3: base64 without padding
    private const long NoItem = -1;

    private static readonly byte[] Prefix = [0x00, 0x03, 0x24]; // "AAMk" in base64, as ids of Exchange begin

    public bool IsItem => Item != NoItem;

    public static SyntheticId OfFolder(ulong mailbox, int folder) => new(mailbox, folder, NoItem);

    public static bool TryParse(string text, out SyntheticId id)
    {
        id = default;
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return false;
        }
        if (bytes.Length != Length)
            return false;
        id = new SyntheticId((ulong)Read(bytes, 4, 8), bytes[12], Read(bytes, 13, 8));
        return id.ToString() == text;
    }

    public override string ToString()
    {
        byte[] bytes = new byte[Length];
        Prefix.CopyTo(bytes, 0);
        bytes[3] = (byte)(IsItem ? 2 : 1);
        Write(bytes, 4, 8, (long)Mailbox);
        bytes[12] = (byte)Folder;
        Write(bytes, 13, 8, Item);
        Write(bytes, 21, 6, (long)Mix.Of(Mailbox, (ulong)Folder, (ulong)Item));
        return Convert.ToBase64String(bytes);
    }

    private static long Read(byte[] bytes, int offset, int count)
    {
        long value = 0;
        for (int i = 0; i < count; i++)
            value = value << 8 | bytes[offset + i];
        return value;
    }

    private static void Write(byte[] bytes, int offset, int count, long value)
    {
        for (int i = count - 1; i >= 0; i--, value >>= 8)
            bytes[offset + i] = (byte)value;
    }
}

/// <summary>Numbers that look random and are always the same.</summary>
internal static class Mix
{
    public static ulong Of(ulong first, ulong second, ulong third = 0) => Of(Of(Of(first) ^ second) ^ third);

    public static ulong Of(string text)
    {
        ulong hash = 14695981039346656037; // FNV-1a
        foreach (char c in text.ToUpperInvariant())
            hash = (hash ^ c) * 1099511628211;
        return hash;
    }

    private static ulong Of(ulong value)
    {
        value += 0x9E3779B97F4A7C15; // SplitMix64
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
