using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ThrottlingTools.Ews;

/// <summary>The ways to sign in that a 401 or 407 names (RFC 9110, 11.6).</summary>
internal sealed class OfferedSchemes
{
    // Commas part challenges and the parameters of one alike; only parameters have an equals sign after their name.
    private static readonly Regex Challenge = new(
        @"(?<=^|,)\s*(?<scheme>[A-Za-z][A-Za-z0-9._-]*)(?=\s*(,|$)|\s+[^\s=,])", RegexOptions.CultureInvariant);

    private static readonly Regex Quoted = new(@"""(\\.|[^""\\])*""", RegexOptions.CultureInvariant);

    private OfferedSchemes(IReadOnlyList<string> names) => Names = names;

    /// <summary>Their names in the order of the server, each once.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Whether it names any.</summary>
    internal bool Any => Names.Count > 0;

    /// <summary>Whether tokens are all that it takes.</summary>
    internal bool IsTokenOnly => Any && Names.All(name => Is(name, "Bearer"));

    /// <summary>Whether it takes Kerberos or NTLM.</summary>
    internal bool HasWindows => Has("Negotiate") || Has("NTLM") || Has("Kerberos");

    /// <summary>Reads a WWW-Authenticate or Proxy-Authenticate, several joined by commas.</summary>
    internal static OfferedSchemes Read(string? header) => new(
        Challenge.Matches(Quoted.Replace(header ?? "", "\"\"")).Cast<Match>()
            .Select(match => match.Groups["scheme"].Value)
            .Distinct(System.StringComparer.OrdinalIgnoreCase)
            .ToArray());

    /// <summary>Whether it takes a scheme.</summary>
    internal bool Has(string scheme) => Names.Any(name => Is(name, scheme));

    /// <summary>The names, for people.</summary>
    public override string ToString() => Names.Count < 2
        ? string.Concat(Names)
        : $"{string.Join(", ", Names.Take(Names.Count - 1))} and {Names[Names.Count - 1]}";

    private static bool Is(string name, string scheme) =>
        name.Equals(scheme, System.StringComparison.OrdinalIgnoreCase);
}
