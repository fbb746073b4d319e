using System.Text.RegularExpressions;

namespace ThrottlingTools.Ews;

/// <summary>Takes secrets out of texts that others wrote, and bounds their length, before anyone sees them.</summary>
internal static class SecretText
{
    private const int MaxLength = 2000;
    private const string Hidden = "(hidden)";
    private const RegexOptions Options =
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    // Each runs over at most MaxLength characters and cannot backtrack over more than a word.
    private static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        (new Regex(@"(?<head>\b(proxy-)?authorization|\b(set-)?cookie2?)\b\s*[:=][^\r\n]*", Options),
            "${head}: " + Hidden),
        (new Regex(@"(?<head>\b(bearer|basic|negotiate|ntlm|digest))\s+"
            + @"(?=\S*[0-9=+/])(?!\w+="")[A-Za-z0-9+/=._~-]{8,}", Options),
            "${head} " + Hidden),
        (new Regex(@"(?<head>://)[^/\s@]+@", Options), "${head}" + Hidden + "@"),
        (new Regex(@"(?<head>\b(password|passwd|pwd|client_secret|access_token|refresh_token|id_token|api[-_]?key"
            + @"|secret|assertion)|[?&](code|sig|token))(?<sign>[""']?\s*[:=]\s*)[""']?[^\s&;,""'<>]+", Options),
            "${head}${sign}" + Hidden),
        // The three parts of a JSON web token.
        (new Regex(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+", Options), Hidden),
    ];

    /// <summary>The text without secrets, at most 2,000 characters of it.</summary>
    internal static string Hide(string text)
    {
        string hidden = text.Length > MaxLength ? text.Substring(0, MaxLength) + "..." : text;
        foreach ((Regex pattern, string replacement) in Rules)
            hidden = pattern.Replace(hidden, replacement);
        return hidden;
    }
}
