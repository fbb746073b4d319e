using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>
/// Holds every publication that this module takes values and rules from. The data stand in
/// <c>Profiles/Data/Sources.xml</c>; the help topic about_ThrottlingTools_Sources is made of them.
/// </summary>
public static class SourceTable
{
    private static readonly Lazy<Dictionary<string, Source>> ByKey = new(Read);

    /// <summary>Gets every publication, in the order of the data file.</summary>
    public static IReadOnlyCollection<Source> All => ByKey.Value.Values;

    /// <summary>Finds a publication.</summary>
    /// <param name="key">Its key, such as <c>learn-ews-throttling</c>.</param>
    /// <returns>The publication; <c>null</c> if no publication has that key.</returns>
    public static Source? Find(string key) => ByKey.Value.TryGetValue(key, out Source? source) ? source : null;

    /// <summary>Finds the publications that a reference names.</summary>
    /// <param name="reference">
    /// Parts after each other, divided by semicolons: a key and perhaps a comma and the place in the publication, or
    /// words that name no publication.
    /// </param>
    /// <returns>A source for each part that begins with a known key, in their order.</returns>
    public static IReadOnlyList<Source> Cited(string reference) =>
        Parts(reference).Select(part => part.Source).OfType<Source>().ToArray();

    internal static IEnumerable<(string Text, Source? Source)> Parts(string reference)
    {
        foreach (string part in reference.Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = part.Trim().Split([','], 2);
            string? place = words.Length > 1 ? words[1].Trim() : null;
            yield return (part.Trim(), Find(words[0]) is { } source ? source with { Place = place } : null);
        }
    }

    private static Dictionary<string, Source> Read() => PolicyParameterTable.Load("Sources").Elements("source")
        .Select(element => new Source(
            (string)element.Attribute("key")!,
            (SourceKind)Enum.Parse(typeof(SourceKind), (string)element.Attribute("kind")!),
            (string)element.Attribute("publisher")!,
            (string)element.Attribute("title")!,
            (string?)element.Attribute("date"),
            new Uri((string)element.Attribute("address")!)))
        .ToDictionary(source => source.Key, StringComparer.Ordinal);
}
