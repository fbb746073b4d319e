using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using ThrottlingTools.Files;
using ThrottlingTools.Profiles;
using YamlDotNet.Serialization;

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
        if (!ProfileFile.IsProfileFile(path))
            throw Errors.UnknownFormat(path, ".yaml, .yml or .json");
        List<Dictionary<string, object?>> documents = profiles.Select(ToDocument).ToList();
        AtomicFile.Write(path, overwrite, stream =>
        {
            if (ProfileFile.IsJson(path))
                WriteJson(stream, documents);
            else
                WriteYaml(stream, documents);
        });
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

    private static void WriteYaml(Stream stream, List<Dictionary<string, object?>> documents)
    {
        ISerializer serializer = new SerializerBuilder().WithQuotingNecessaryStrings().DisableAliases().Build();
        using StreamWriter writer = new(stream, new UTF8Encoding(false), 4096, leaveOpen: true) { NewLine = "\n" };
        foreach (Dictionary<string, object?> document in documents)
        {
            if (documents.Count > 1)
                writer.WriteLine("---");
            serializer.Serialize(writer, document);
        }
    }

    private static void WriteJson(Stream stream, List<Dictionary<string, object?>> documents)
    {
        using XmlDictionaryWriter writer =
            JsonReaderWriterFactory.CreateJsonWriter(stream, new UTF8Encoding(false), ownsStream: false, indent: true);
        writer.WriteStartElement("root");
        WriteJsonValue(writer, documents.Count == 1 ? documents[0] : documents.ToArray());
    }

    // The framework's JSON writer takes XML: the type as an attribute, a key as the attribute of an item.
    private static void WriteJsonValue(XmlDictionaryWriter writer, object? value)
    {
        string type = value switch
        {
            null => "null",
            bool => "boolean",
            string => "string",
            long or double => "number",
            IDictionary<string, object?> => "object",
            _ => "array",
        };
        writer.WriteAttributeString("type", type);
        if (value is IDictionary<string, object?> members)
            WriteMembers(writer, members);
        else if (type == "array")
            WriteEntries(writer, (IEnumerable<object?>)value!);
        else if (value is not null)
            writer.WriteString(value is bool flag ? XmlConvert.ToString(flag) : TextOf(value));
        writer.WriteEndElement();
    }

    private static string TextOf(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static void WriteMembers(XmlDictionaryWriter writer, IDictionary<string, object?> members)
    {
        foreach (KeyValuePair<string, object?> member in members)
        {
            writer.WriteStartElement("a", "item", "item");
            writer.WriteAttributeString("item", member.Key);
            WriteJsonValue(writer, member.Value);
        }
    }

    private static void WriteEntries(XmlDictionaryWriter writer, IEnumerable<object?> entries)
    {
        foreach (object? entry in entries)
        {
            writer.WriteStartElement("item");
            WriteJsonValue(writer, entry);
        }
    }
}
