using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using ThrottlingTools.Files;
using YamlDotNet.Serialization;

namespace ThrottlingTools.Yaml;

/// <summary>Writes keys and values as a YAML or a JSON file, whole or not at all.</summary>
internal static class DocumentWriter
{
    /// <summary>Writes one document, or several as YAML documents or a JSON list.</summary>
    public static void Write(string path, List<Dictionary<string, object?>> documents, bool overwrite)
    {
        if (!ProfileFile.IsProfileFile(path))
            throw Errors.UnknownFormat(path, ".yaml, .yml or .json");
        AtomicFile.Write(path, overwrite, stream =>
        {
            if (ProfileFile.IsJson(path))
                WriteJson(stream, documents);
            else
                WriteYaml(stream, documents);
        });
    }

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
