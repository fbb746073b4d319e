namespace ThrottlingTools.Ews;

/// <summary>Reads the references of plain XML: those to characters, and the five entities that XML brings.</summary>
internal static class PlainReference
{
    private const int MaxCharacter = 0x10FFFF;

    private static readonly (string Text, char Character)[] Entities =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\'')];

    /// <summary>Reads one.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="start">Where its ampersand stands.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <returns>The character; -1 if it is no such reference.</returns>
    internal static int Read(byte[] bytes, int start, out int length)
    {
        length = 0;
        if (bytes[start + 1] == '#')
            return ReadNumber(bytes, start, out length);
        foreach ((string text, char character) in Entities)
        {
            int i = 1;
            while (i < text.Length && bytes[start + i] == text[i])
                i++;
            if (i < text.Length)
                continue;
            length = text.Length;
            return character;
        }
        return -1;
    }

    private static int ReadNumber(byte[] bytes, int start, out int length)
    {
        bool isHex = bytes[start + 2] == 'x';
        int first = start + (isHex ? 3 : 2);
        int at = first;
        int value = 0;
        for (; Digit(bytes[at], isHex) is >= 0 and int digit && value <= MaxCharacter; at++)
            value = value * (isHex ? 16 : 10) + digit;
        length = at + 1 - start;
        return bytes[at] == ';' && at > first && IsCharacter(value) ? value : -1;
    }

    private static int Digit(byte value, bool isHex) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' when isHex => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' when isHex => value - 'A' + 10,
        _ => -1,
    };

    // Control characters, which XML 1.0 forbids, come from EWS like this.
    private static bool IsCharacter(int value) =>
        value is (> 0 and < 0xD800) or (>= 0xE000 and < 0xFFFE) or (> 0xFFFF and <= MaxCharacter);
}
