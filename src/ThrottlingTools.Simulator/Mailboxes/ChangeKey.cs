using System;
using System.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>Change keys: opaque to clients, another one after each change.</summary>
internal static class ChangeKey
{
    private static readonly byte[] Prefix = [9, 0, 0, 0, 22, 0, 0, 0];

    public static string Of(ulong stamp) => Convert.ToBase64String([.. Prefix, .. BitConverter.GetBytes(stamp)]);

    /// <summary>Whether a text may be a change key at all.</summary>
    public static bool IsWellFormed(string text)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            return bytes.Length == Prefix.Length + sizeof(ulong) && bytes.Take(Prefix.Length).SequenceEqual(Prefix);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
