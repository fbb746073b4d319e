using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Yaml;

/// <summary>Writes profiles so that <see cref="ProfileFile"/> reads them back equal, sources included.</summary>
public static class ProfileFileWriter
{
    /// <summary>Writes profiles: one as a document, several as YAML documents or a JSON list.</summary>
    /// <param name="path">The full path; its ending tells the format.</param>
    /// <param name="profiles">The profiles.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UnknownFileFormat</c>, <c>FileExists</c>, <c>FileNotWritten</c>.
    /// </exception>
    public static void Write(string path, IReadOnlyList<ThrottlingProfile> profiles, bool overwrite)
    {
        DocumentWriter.Write(path, profiles.Select(ToDocument).ToList(), overwrite);
    }

    private static Dictionary<string, object?> ToDocument(ThrottlingProfile profile)
    {
        ThrottlingSetting[] known = profile.Settings.Where(setting => setting.IsKnown).ToArray();
        Dictionary<string, object?> document = new()
        {
            [ProfileBinder.ReleaseKey] = profile.Release.ToString(),
            [ProfileBinder.NameKey] = profile.Name,
        };
        foreach (ThrottlingSetting setting in known.Where(s => s.Parameter is not null))
            document[setting.Name] = ToPlain(setting.Value);
        AddSection(document, ProfileFile.AdditionalKey, known
            .Where(setting => setting.Parameter is null)
            .ToDictionary(setting => setting.Name, setting => ToPlain(setting.Value)));
        AddSection(document, ProfileFile.SourcesKey, known
            .Where(setting => setting.Source.Kind != ValueSource.Declared)
            .ToDictionary(setting => setting.Name, setting => (object?)
                $"{setting.Source.Kind}, {setting.Source.Confidence}, {setting.Source.Reference}"));
        AddSection(document, ProfileFile.PublicationsKey, known
            .SelectMany(setting => setting.Source.Sources)
            .GroupBy(source => source.Key)
            .ToDictionary(group => group.Key, group => (object?)group.First().Uri.AbsoluteUri));
        return document;
    }

    private static void AddSection(
        Dictionary<string, object?> document, string key, Dictionary<string, object?> section)
    {
        if (section.Count > 0)
            document[key] = section;
    }

    private static object? ToPlain(object? value) => value switch
    {
        Unlimited { IsUnlimited: true } => Unlimited.UnlimitedString,
        Unlimited limit => limit.Value,
        DateTime date => date.ToString("o", CultureInfo.InvariantCulture),
        Enum or Guid => value.ToString(),
        _ => value,
    };
}
