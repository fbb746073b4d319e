using System;
using System.Globalization;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>How Contains compares texts: ContainmentMode and ContainmentComparison.</summary>
internal static class TextMatch
{
    private static readonly CompareInfo Comparer = CultureInfo.InvariantCulture.CompareInfo;

    /// <exception cref="SoapFaultException">A name is none of the schema's.</exception>
    public static Func<string, string, bool> Of(string mode, string comparison, XElement place)
    {
        CompareOptions options = comparison switch
        {
            "Exact" => CompareOptions.Ordinal,
            "IgnoreCase" => CompareOptions.OrdinalIgnoreCase,
            "IgnoreNonSpacingCharacters" => CompareOptions.IgnoreNonSpace,
            "Loose" or "LooseAndIgnoreCase" or "LooseAndIgnoreNonSpace" or "LooseAndIgnoreCaseAndIgnoreNonSpace"
                or "IgnoreCaseAndNonSpacingCharacters" => CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace,
            _ => throw SoapFaultException.Schema($"The value '{comparison}' is no ContainmentComparison.", place),
        };
        return mode switch
        {
            "FullString" => (text, sought) => Comparer.Compare(text, sought, options) == 0,
            "Prefixed" => (text, sought) => Comparer.IsPrefix(text, sought, options),
            "Substring" => (text, sought) => Comparer.IndexOf(text, sought, options) >= 0,
            "PrefixOnWords" => (text, sought) => HasWord(text, sought, options, isWhole: false),
            "ExactPhrase" => (text, sought) => HasWord(text, sought, options, isWhole: true),
            _ => throw SoapFaultException.Schema($"The value '{mode}' is no ContainmentMode.", place),
        };
    }

    /// <summary>
    /// Whether a text has words that begin with what is sought, in any casing, as full-text search finds them.
    /// </summary>
    public static bool HasPrefixOfWord(string text, string sought) =>
        HasWord(text, sought, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace, isWhole: false);

    private static bool HasWord(string text, string sought, CompareOptions options, bool isWhole)
    {
        if (sought.Length == 0)
            return false;
        for (int at = 0; at < text.Length && (at = Comparer.IndexOf(text, sought, at, options)) >= 0; at++)
        {
            int end = at + sought.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                && (!isWhole || end >= text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }
        return false;
    }
}
