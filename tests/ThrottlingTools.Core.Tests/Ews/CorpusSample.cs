using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>
/// One file of the corpus: what is expected of it in its head (lines that begin with #, or the first XML comment), then
/// the answer, or what a program printed.
/// </summary>
internal sealed record CorpusSample(string Name, Dictionary<string, string> Expected, string Text)
{
    private const string Prefix = "Corpus.";

    public static IEnumerable<string> Names => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]);

    public static IEnumerable<CorpusSample> All => Names.Select(Read);

    public string Verdict => Expected["Verdict"];

    public static CorpusSample Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)!;
        using StreamReader reader = new(stream);
        string[] lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        bool isXml = lines[0] == "<!--";
        int head = isXml
            ? Array.IndexOf(lines, "-->") + 1
            : Array.FindIndex(lines, line => !line.StartsWith("# ", StringComparison.Ordinal));
        IEnumerable<string> expected = isXml ? lines[1..(head - 1)] : lines[..head].Select(line => line[2..]);
        return new CorpusSample(name, Pairs(expected), string.Join('\n', lines[head..]));
    }

    private static Dictionary<string, string> Pairs(IEnumerable<string> lines) => lines
        .Select(line => line.Split(':', 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.Ordinal);
}
