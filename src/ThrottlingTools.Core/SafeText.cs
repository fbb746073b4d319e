using System.Text;

namespace ThrottlingTools;

/// <summary>
/// Makes text that others wrote safe to show: what a terminal would obey, or what would change how a line reads, is
/// replaced by U+FFFD.
/// </summary>
public static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Makes text of several lines safe; line ends and tabs stay.</summary>
    /// <param name="text">The text; <c>null</c> stays.</param>
    public static string? OfLines(string? text) => Clean(text, areLinesKept: true);

    /// <summary>Makes text safe for one line; line ends and tabs become blanks.</summary>
    /// <param name="text">The text; <c>null</c> stays.</param>
    public static string? OfLine(string? text) => Clean(text, areLinesKept: false);

    private static string? Clean(string? text, bool areLinesKept)
    {
        for (int i = 0; text is not null && i < text.Length; i++)
            if (!IsSafe(text, i) && !(areLinesKept && text[i] is ('\n' or '\r' or '\t')))
                return Replace(text, i, areLinesKept);
        return text;
    }

    private static string Replace(string text, int start, bool areLinesKept)
    {
        StringBuilder safe = new(text, 0, start, text.Length);
        for (int i = start; i < text.Length; i++)
        {
            bool isLayout = text[i] is '\n' or '\r' or '\t';
            safe.Append(IsSafe(text, i) || (isLayout && areLinesKept) ? text[i] : isLayout ? ' ' : Replacement);
        }
        return safe.ToString();
    }

    private static bool IsSafe(string text, int i) => !char.IsControl(text[i])
        // Line and paragraph separators, and marks that turn the direction of writing.
        && text[i] is not ('\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C')
        && text[i] is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
        && IsWhole(text, i);

    private static bool IsWhole(string text, int i) => !char.IsSurrogate(text[i])
        || (char.IsHighSurrogate(text[i]) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
            : i > 0 && char.IsHighSurrogate(text[i - 1]));
}
