using System;
using System.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>Change keys: opaque to clients, another one after each change.</summary>
internal static class ChangeKey
{
    private static readonly byte[] Prefix = [9, 0, 0, 0, 22, 0, 0, 0];

    /// <summary>In bytes, of which EWS shows the base64.</summary>
    public const int Length = 16;

    public static string Of(ulong stamp)
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes, stamp);
        return Convert.ToBase64String(bytes);
    }

    public static void CopyTo(byte[] bytes, ulong stamp)
    {
        Prefix.CopyTo(bytes, 0);
        for (int i = Prefix.Length; i < Length; i++, stamp >>= 8)
            bytes[i] = (byte)stamp;
    }

    /// <summary>Whether a text may be a change key at all.</summary>
    public static bool IsWellFormed(string text)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            return bytes.Length == Length && bytes.Take(Prefix.Length).SequenceEqual(Prefix);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
