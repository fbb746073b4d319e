using System;
using System.Globalization;
using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>Numbers as servers of any language print them.</summary>
internal static class Numerals
{
    /// <summary>
    /// The text with the digits of every script as 0 to 9, without the invisible marks that set the direction of
    /// writing.
    /// </summary>
    internal static string Simplify(string text)
    {
        int first = 0;
        while (first < text.Length && text[first] < 0x80)
            first++;
        if (first == text.Length)
            return text;
        StringBuilder plain = new(text, 0, first, text.Length);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsDigit(c))
                plain.Append((char)('0' + (int)CharUnicodeInfo.GetNumericValue(c)));
            else if (!IsDirectionMark(c))
                plain.Append(c);
        }
        return plain.ToString();
    }

    /// <summary>
    /// The first run of digits, which may be grouped by threes; <c>null</c> if none begins within reach.
    /// </summary>
    internal static string? FirstNumber(string text, int start, int reach)
    {
        int end = Math.Min(text.Length, start + reach);
        int i = start;
        while (i < end && !IsDigit(text[i]))
            i++;
        if (i == end)
            return null;
        StringBuilder digits = new();
        for (; i < text.Length; i++)
        {
            if (IsDigit(text[i]))
                digits.Append(text[i]);
            else if (!IsGroup(text, i))
                break;
        }
        return digits.ToString();
    }

    private static bool IsGroup(string text, int i) =>
        " .,'’٬\u00A0\u202F\u2009".IndexOf(text[i]) >= 0
        && i + 3 < text.Length && IsDigit(text[i + 1]) && IsDigit(text[i + 2]) && IsDigit(text[i + 3])
        && (i + 4 == text.Length || !IsDigit(text[i + 4]));

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsDirectionMark(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
