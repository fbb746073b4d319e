#if NET8_0_OR_GREATER
using System;
using System.Buffers;
#endif
using System.Runtime.CompilerServices;

namespace ThrottlingTools.Ews;

/// <summary>What the bytes of plain XML in valid UTF-8 may be.</summary>
internal static class PlainBytes
{
    /// <summary>Begins U+FFFE and U+FFFF, which are no characters of XML.</summary>
    internal const byte NonCharacterLead = 0xEF;

    /// <summary>
    /// Compiles at once what every tag of an answer goes through: MethodImplOptions.AggressiveOptimization, which
    /// .NET Standard does not name. Most answers are read before the runtime would see that it is worth it.
    /// </summary>
    internal const MethodImplOptions Hot = (MethodImplOptions)512;

    private const byte Text = 1;
    private const byte NameStart = 2;
    private const byte Name = 4;
    private const byte Space = 8;

    private static readonly byte[] Classes = Classify();

#if NET8_0_OR_GREATER
    private static readonly SearchValues<byte> Others = SearchValues.Create(NoText());
#endif

    /// <summary>
    /// Where the first byte stands that does not stand for itself both in text and in attributes. There is one.
    /// </summary>
    [MethodImpl(Hot)]
    internal static int EndOfText(byte[] bytes, int at)
    {
#if NET8_0_OR_GREATER
        // Between tags there is mostly nothing.
        return (Classes[bytes[at]] & Text) == 0 ? at : at + bytes.AsSpan(at).IndexOfAny(Others);
#else
        while ((Classes[bytes[at]] & Text) != 0)
            at++;
        return at;
#endif
    }

    /// <summary>Whether a prefix stands at a place; nothing of it may be 0.</summary>
    [MethodImpl(Hot)]
    internal static bool StartsWith(byte[] bytes, int at, byte[] prefix)
    {
#if NET8_0_OR_GREATER
        return bytes.AsSpan(at).StartsWith(prefix);
#else
        int i = 0;
        while (i < prefix.Length && bytes[at + i] == prefix[i])
            i++;
        return i == prefix.Length;
#endif
    }

    /// <summary>Whether a name may begin with it, of those in ASCII.</summary>
    internal static bool IsNameStart(byte value) => (Classes[value] & NameStart) != 0;

    /// <summary>Whether it may stand in a name, of those in ASCII; a colon too.</summary>
    internal static bool IsName(byte value) => (Classes[value] & Name) != 0;

    /// <summary>Whether it is white space.</summary>
    internal static bool IsSpace(byte value) => (Classes[value] & Space) != 0;

    /// <summary>Whether U+FFFE or U+FFFF stands there.</summary>
    internal static bool IsNonCharacter(byte[] bytes, int at) => bytes[at + 1] == 0xBF && bytes[at + 2] >= 0xBE;

#if NET8_0_OR_GREATER
    private static ReadOnlySpan<byte> NoText()
    {
        byte[] others = new byte[Classes.Length];
        int count = 0;
        for (int value = 0; value < Classes.Length; value++)
            if ((Classes[value] & Text) == 0)
                others[count++] = (byte)value;
        return others.AsSpan(0, count);
    }
#endif

    private static byte[] Classify()
    {
        byte[] classes = new byte[256];
        for (int value = 0; value < classes.Length; value++)
        {
            char letter = (char)value;
            bool isNameStart = letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_';
            bool isName = isNameStart || letter is (>= '0' and <= '9') or '.' or '-' or ':';
            bool isText = value >= ' ' && value != NonCharacterLead && letter is not ('<' or '&' or ']' or '"' or '\'');
            bool isSpace = letter is ' ' or '\t' or '\r' or '\n';
            classes[value] = (byte)((isText ? Text : 0) | (isNameStart ? NameStart : 0) | (isName ? Name : 0)
                | (isSpace ? Space : 0));
        }
        return classes;
    }
}
