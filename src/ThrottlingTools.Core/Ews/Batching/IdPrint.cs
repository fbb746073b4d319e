using System;
using System.Security.Cryptography;
using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>128 bits of the SHA-256 of an id, which take less memory than the id.</summary>
internal readonly record struct IdPrint(long High, long Low)
{
    public static IdPrint Of(string id)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(id);
#if NET
        byte[] hash = SHA256.HashData(bytes);
#else
        using SHA256 algorithm = SHA256.Create();
        byte[] hash = algorithm.ComputeHash(bytes);
#endif
        return Of(hash);
    }

    /// <exception cref="FormatException">It is no print.</exception>
    public static IdPrint Parse(string text)
    {
        byte[] bytes = Convert.FromBase64String(text);
        return bytes.Length == 16 ? Of(bytes) : throw new FormatException($"'{text}' is no print of an id.");
    }

    public override string ToString()
    {
        byte[] bytes = new byte[16];
        BitConverter.GetBytes(High).CopyTo(bytes, 0);
        BitConverter.GetBytes(Low).CopyTo(bytes, 8);
        return Convert.ToBase64String(bytes);
    }

    private static IdPrint Of(byte[] bytes) => new(BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8));
}
