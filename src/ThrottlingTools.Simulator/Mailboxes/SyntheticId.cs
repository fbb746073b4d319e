using System;
using System.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// The id of a folder, an item or an attachment: opaque to clients, as Exchange's are, and readable for the simulator,
/// so that it needs no table. Layout in bytes: 3 prefix, 1 kind, 8 mailbox, 4 folder, 8 item, 3 attachment, 6 check.
/// </summary>
internal readonly record struct SyntheticId(ulong Mailbox, int Folder, long Item, int Attachment)
{
    /// <summary>In bytes: a multiple of 3, for base64 without padding.</summary>
    public const int Length = 33;

    /// <summary>From this number on items are associated ones: above all that is written.</summary>
    public const long FirstAssociated = 1L << 48;

    private const int Nothing = -1;
    private const int NoAttachment = 0xFFFFFF;

    private static readonly byte[] Prefix = [0x00, 0x03, 0x24]; // "AAMk" in base64, as ids of Exchange begin

    public bool IsFolder => Item == Nothing;

    public bool IsItem => !IsFolder && !IsAttachment;

    public bool IsAssociated => Item >= FirstAssociated;

    public bool IsAttachment => Attachment != NoAttachment;

    public static SyntheticId OfFolder(ulong mailbox, int folder) => new(mailbox, folder, Nothing, NoAttachment);

    public static SyntheticId OfItem(ulong mailbox, int folder, long item) => new(mailbox, folder, item, NoAttachment);

    /// <summary>The id of an attachment of this item.</summary>
    public SyntheticId WithAttachment(int number) => this with { Attachment = number };

    /// <summary>The id of the item to which an attachment belongs.</summary>
    public SyntheticId WithoutAttachment() => this with { Attachment = NoAttachment };

    public static bool TryParse(string text, out SyntheticId id)
    {
        id = default;
        if (text.Length != Length / 3 * 4)
            return false;
        byte[] bytes, made = new byte[Length];
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
        id = new SyntheticId(
            (ulong)Read(bytes, 4, 8), (int)Read(bytes, 12, 4), Read(bytes, 16, 8), (int)Read(bytes, 24, 3));
        id.CopyTo(made);
        return bytes.SequenceEqual(made);
    }

    public override string ToString()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>The id as bytes, of which EWS shows the base64.</summary>
    public void CopyTo(byte[] bytes)
    {
        Prefix.CopyTo(bytes, 0);
        bytes[3] = (byte)(IsFolder ? 1 : IsItem ? 2 : 3);
        Write(bytes, 4, 8, (long)Mailbox);
        Write(bytes, 12, 4, Folder);
        Write(bytes, 16, 8, Item);
        Write(bytes, 24, 3, Attachment);
        Write(bytes, 27, 6, (long)Mix.Of(Mailbox, Mix.Of((ulong)Folder, (ulong)Attachment), (ulong)Item));
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
