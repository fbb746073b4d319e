using System;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>A position in the events of a subscription, opaque to clients.</summary>
internal static class Watermark
{
    private const int Length = 12; // a multiple of 3: base64 without padding
    private const byte Mark = 1;

    public static string Of(long sequence)
    {
        byte[] bytes = new byte[Length];
        bytes[0] = Mark;
        BitConverter.GetBytes(sequence).CopyTo(bytes, 1);
        return Convert.ToBase64String(bytes);
    }

    /// <returns><c>null</c> for what is no watermark.</returns>
    public static long? Parse(string text)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            long sequence = bytes.Length == Length && bytes[0] == Mark ? BitConverter.ToInt64(bytes, 1) : -1;
            return sequence >= 0 ? sequence : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
