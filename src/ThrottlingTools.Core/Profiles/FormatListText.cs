using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace ThrottlingTools.Profiles;

/// <summary>
/// Reads what <c>Get-ThrottlingPolicy | Format-List</c> printed: the text that people paste into tickets.
/// </summary>
public static class FormatListText
{
    private const int MaxLineLength = 64 * 1024;

    private static readonly Regex Pair = new(@"^(?<name>\w+)\s* :(?: (?<value>.*))?$", RegexOptions.CultureInvariant);
    private static readonly Regex Prompt = new(@"^\s*(\[PS\]|PS\b|>)", RegexOptions.CultureInvariant);

    /// <summary>
    /// Reads all policies of a text. Lines that are a prompt are passed over; wrapped values are joined.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="origin">The path, for messages.</param>
    /// <returns>The policies, in order.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>MalformedFile</c> for a line that is no property, <c>DuplicateKey</c>, <c>NotAThrottlingPolicy</c> for no
    /// policy at all.
    /// </exception>
    public static IReadOnlyList<RawPolicy> Read(TextReader reader, string origin)
    {
        List<RawPolicy> policies = [];
        List<(string Name, string Value, int Line)> block = [];
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.Length > MaxLineLength)
                throw Errors.Malformed("Format-List text", "the line is too long.", $"{origin}, line {line}");
            if (string.IsNullOrWhiteSpace(text))
                Finish(policies, block, origin);
            else
                Take(block, text, line, origin);
        }
        Finish(policies, block, origin);
        return policies.Count > 0 ? policies : throw Errors.NotAPolicy(origin, origin);
    }

    private static void Take(List<(string Name, string Value, int Line)> block, string text, int line, string origin)
    {
        Match pair = Pair.Match(text);
        if (pair.Success)
            block.Add((pair.Groups["name"].Value, pair.Groups["value"].Value.Trim(), line));
        else if (char.IsWhiteSpace(text[0]) && block.Count > 0)
            block[block.Count - 1] = Append(block[block.Count - 1], text.Trim());
        else if (!Prompt.IsMatch(text))
            throw Errors.Malformed("Format-List text", "the line is not 'Name : Value'.", $"{origin}, line {line}");
    }

    private static (string Name, string Value, int Line) Append(
        (string Name, string Value, int Line) last, string rest) => (last.Name, last.Value + rest, last.Line);

    private static void Finish(
        List<RawPolicy> policies, List<(string Name, string Value, int Line)> block, string origin)
    {
        if (block.Count == 0)
            return;
        RawPolicy policy = new(origin);
        foreach ((string name, string value, int line) in block)
            policy.Add(name, value, line);
        policies.Add(policy);
        block.Clear();
    }
}
