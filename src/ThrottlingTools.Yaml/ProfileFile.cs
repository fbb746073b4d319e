using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ThrottlingTools.Files;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Yaml;

/// <summary>Reads profile files: one policy, a list of policies, or several YAML documents.</summary>
public static class ProfileFile
{
    /// <summary>The key under which names that the parameter table does not have are kept.</summary>
    public const string AdditionalKey = "AdditionalProperties";

    /// <summary>The key under which the sources of values stand.</summary>
    public const string SourcesKey = "Sources";

    /// <summary>The key under which the addresses of the publications stand that the sources name.</summary>
    public const string PublicationsKey = "Publications";

    /// <summary>Whether the path's ending is one that this class reads and writes.</summary>
    /// <param name="path">The path.</param>
    public static bool IsProfileFile(string path) => IsJson(path) || Ends(path, ".yaml") || Ends(path, ".yml");

    /// <summary>Whether the path's ending is <c>.json</c>.</summary>
    /// <param name="path">The path.</param>
    public static bool IsJson(string path) => Ends(path, ".json");

    /// <summary>Reads all policies of a file.</summary>
    /// <param name="path">The full path; its ending tells the format.</param>
    /// <returns>What was found; <see cref="ProfileBinder"/> makes profiles of it.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>, <c>FileTooLarge</c>, <c>MalformedFile</c>, <c>DuplicateKey</c>,
    /// <c>NotAThrottlingPolicy</c>.
    /// </exception>
    public static IReadOnlyList<RawPolicy> Read(string path)
    {
        using StringReader text = new(PolicyFile.ReadText(path));
        RawPolicy[] policies = DocumentReader.Read(text, path, IsJson(path))
            .SelectMany(root => root is SequenceNode list ? list.Entries : [root])
            .Select(node => ToPolicy(node, path))
            .ToArray();
        return policies.Length > 0 ? policies : throw Errors.NotAPolicy(path, path);
    }

    private static RawPolicy ToPolicy(DocumentNode node, string path)
    {
        if (node is not MappingNode mapping)
            throw Errors.NotAPolicy(path, Where(path, node));
        RawPolicy policy = new(path) { IsStrict = true };
        Dictionary<string, SettingSource> sources = ReadSources(mapping, path);
        foreach (KeyValuePair<ScalarNode, DocumentNode> entry in mapping.Entries)
        {
            if (Is(entry.Key, AdditionalKey))
                AddAdditional(policy, entry.Value, sources, path);
            else if (!Is(entry.Key, SourcesKey) && !Is(entry.Key, PublicationsKey))
                policy.Add(entry.Key.Text, Plain(entry.Value), entry.Key.Line, false, SourceOf(entry.Key, sources));
        }
        return policy;
    }

    private static void AddAdditional(
        RawPolicy policy, DocumentNode node, Dictionary<string, SettingSource> sources, string path)
    {
        foreach (KeyValuePair<ScalarNode, DocumentNode> entry in Mapping(node, AdditionalKey, path).Entries)
            policy.Add(entry.Key.Text, Typed(entry.Value), entry.Key.Line, true, SourceOf(entry.Key, sources));
    }

    private static Dictionary<string, SettingSource> ReadSources(MappingNode mapping, string path)
    {
        Dictionary<string, SettingSource> sources = new(StringComparer.OrdinalIgnoreCase);
        DocumentNode? node = mapping.Entries.Find(entry => Is(entry.Key, SourcesKey)).Value;
        if (node is null)
            return sources;
        foreach (KeyValuePair<ScalarNode, DocumentNode> entry in Mapping(node, SourcesKey, path).Entries)
            sources.Add(entry.Key.Text, ToSource($"{SourcesKey}.{entry.Key.Text}", entry.Value, path));
        return sources;
    }

    // "Kind, Confidence, reference"
    internal static SettingSource ToSource(string name, DocumentNode node, string path)
    {
        string[] parts = ((node as ScalarNode)?.Text ?? "").Split([','], 3);
        return parts.Length == 3
            && Enum.TryParse(parts[0].Trim(), out ValueSource kind)
            && Enum.TryParse(parts[1].Trim(), out Confidence confidence)
            && Enum.IsDefined(typeof(ValueSource), kind)
            && Enum.IsDefined(typeof(Confidence), confidence)
            ? new SettingSource(kind, confidence, parts[2].Trim())
            : throw Errors.InvalidSetting(
                name, (node as ScalarNode)?.Text,
                "a source as Export-EwsThrottlingProfile writes it: 'Documented, High, learn-ews-throttling, table 1'",
                Where(path, node));
    }

    private static SettingSource? SourceOf(ScalarNode key, Dictionary<string, SettingSource> sources) =>
        sources.TryGetValue(key.Text, out SettingSource? source) ? source : null;

    private static MappingNode Mapping(DocumentNode node, string key, string path) =>
        node as MappingNode
        ?? throw Errors.InvalidSetting(key, null, "names and values below the key", Where(path, node));

    private static object? Plain(DocumentNode node) => node switch
    {
        ScalarNode scalar => scalar.IsNull ? null : scalar.Text,
        SequenceNode list => list.Entries.Select(entry => Plain(entry)?.ToString() ?? "").ToArray(),
        MappingNode mapping => OfObject(mapping),
        _ => null,
    };

    // ConvertTo-Json writes Exchange's own types as objects: a limit as IsUnlimited and Value, a directory object by
    // its parts.
    private static object? OfObject(MappingNode mapping)
    {
        Dictionary<string, object?> parts = mapping.Entries
            .ToDictionary(entry => entry.Key.Text, entry => Plain(entry.Value), StringComparer.OrdinalIgnoreCase);
        if (parts.TryGetValue("IsUnlimited", out object? isUnlimited))
            return isUnlimited is string text && text.Equals("true", StringComparison.OrdinalIgnoreCase)
                ? Unlimited.UnlimitedString
                : parts.TryGetValue("Value", out object? value) ? value : null;
        return "{" + string.Join("; ", parts.Select(part => $"{part.Key}={part.Value}")) + "}";
    }

    private static object? Typed(DocumentNode node)
    {
        if (node is not ScalarNode { IsNull: false, IsQuoted: false } scalar)
            return Plain(node);
        if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return whole;
        return bool.TryParse(scalar.Text, out bool flag) ? flag
            : double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : scalar.Text;
    }

    private static bool Is(ScalarNode key, string name) => key.Text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static string Where(string path, DocumentNode node) => $"{path}, line {node.Line}";
}
