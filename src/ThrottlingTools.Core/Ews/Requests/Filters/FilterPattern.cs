using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>The patterns of -like that EWS can match: a text, with a star at the end or at both ends.</summary>
internal static class FilterPattern
{
    private const string Special = "*?[]`";

    /// <summary>Takes a pattern apart; <c>null</c> for one that EWS has no match for.</summary>
    public static (string Text, EwsContainmentMode Mode)? Read(string pattern)
    {
        StringBuilder text = new(pattern.Length);
        bool isOpen = false;
        bool isClosed = true;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '*' && i == 0)
                isOpen = true;
            else if (c == '*' && i == pattern.Length - 1)
                isClosed = false;
            else if (c == '`' && i < pattern.Length - 1)
                text.Append(pattern[++i]);
            else if (c is '*' or '?' or '[')
                return null;
            else
                text.Append(c);
        }
        if (isOpen && isClosed && pattern.Length > 1)
            return null;
        return (text.ToString(), isOpen ? EwsContainmentMode.Substring
            : isClosed ? EwsContainmentMode.FullString
            : EwsContainmentMode.Prefixed);
    }

    /// <summary>The pattern that matches a text alone.</summary>
    public static string Escape(string text)
    {
        StringBuilder pattern = new(text.Length);
        foreach (char c in text)
            (Special.IndexOf(c) >= 0 ? pattern.Append('`') : pattern).Append(c);
        return pattern.ToString();
    }
}
