using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Yaml;

/// <summary>The keys and values of a part of a scenario file. What is not asked for is an error in the end.</summary>
internal sealed class ScenarioNode
{
    private readonly Dictionary<string, (ScalarNode Key, DocumentNode Value)> _entries;
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a node that has to hold keys and values.</summary>
    public ScenarioNode(DocumentNode node, string path, string name)
        : this((node as MappingNode ?? throw Errors.InvalidSetting(
            name, (node as ScalarNode)?.Text, "keys and values", Place(path, node.Line))).Entries, path, node.Line)
    {
    }

    private ScenarioNode(IEnumerable<KeyValuePair<ScalarNode, DocumentNode>> entries, string path, int line)
    {
        Path = path;
        Line = line;
        _entries = entries.ToDictionary(
            entry => entry.Key.Text, entry => (entry.Key, entry.Value), StringComparer.OrdinalIgnoreCase);
    }

    public string Path { get; }

    public int Line { get; }

    public string Where => Place(Path, Line);

    /// <summary>The node's entries, and those of another one that it does not have.</summary>
    public ScenarioNode Over(ScenarioNode other)
    {
        IEnumerable<(ScalarNode Key, DocumentNode Value)> inherited =
            other._entries.Where(entry => !_entries.ContainsKey(entry.Key)).Select(entry => entry.Value);
        return new ScenarioNode(
            _entries.Values.Concat(inherited)
                .Select(entry => new KeyValuePair<ScalarNode, DocumentNode>(entry.Key, entry.Value)), Path, Line);
    }

    public DocumentNode? Find(string key)
    {
        _known.Add(key);
        return _entries.TryGetValue(key, out (ScalarNode Key, DocumentNode Value) entry)
            && entry.Value is not ScalarNode { IsNull: true }
                ? entry.Value
                : null;
    }

    public DocumentNode Required(string key) => Find(key) ?? throw Errors.MissingScenarioKey(key, Where);

    public string? Text(string key) => Find(key) is not { } node ? null
        : node is ScalarNode scalar ? scalar.Text
        : throw Refuse(key, node, "text");

    public ScenarioNode? Section(string key) => Find(key) is { } node ? new ScenarioNode(node, Path, key) : null;

    public IEnumerable<ScenarioNode> List(string key) => Find(key) switch
    {
        null => [],
        SequenceNode list => list.Entries.Select(entry => new ScenarioNode(entry, Path, key)),
        { } other => throw Refuse(key, other, "a list"),
    };

    /// <summary>The keys and values as they are, for what has keys of its own.</summary>
    public IEnumerable<(string Key, DocumentNode Value)> All()
    {
        foreach (KeyValuePair<string, (ScalarNode Key, DocumentNode Value)> entry in _entries)
            _known.Add(entry.Key);
        return _entries.Values.Select(entry => (entry.Key.Text, entry.Value));
    }

    public long? Whole(string key, long least, long most)
    {
        if (Find(key) is not { } node)
            return null;
        return node is ScalarNode scalar
            && long.TryParse(
                scalar.Text.Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= least && number <= most
                ? number
                : throw Refuse(key, node, string.Format(
                    CultureInfo.InvariantCulture, "a whole number from {0} to {1}", least, most));
    }

    public double? Number(string key, double least, double most)
    {
        if (Find(key) is not { } node)
            return null;
        return node is ScalarNode scalar
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number >= least && number <= most
                ? number
                : throw Refuse(key, node, string.Format(
                    CultureInfo.InvariantCulture, "a number from {0} to {1}", least, most));
    }

    public bool? Flag(string key) => Find(key) is not { } node ? null
        : node is ScalarNode scalar && bool.TryParse(scalar.Text, out bool flag) ? flag
        : throw Refuse(key, node, "true or false");

    public TimeSpan? Time(string key) => Find(key) is not { } node ? null
        : node is ScalarNode scalar && ScenarioTime.TryParse(scalar.Text, out TimeSpan time) ? time
        : throw Refuse(key, node, ScenarioTime.Accepted);

    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        if (Find(key) is not { } node)
            return null;
        string text = (node as ScalarNode)?.Text ?? "";
        string? name = Enum.GetNames(typeof(T)).FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? (T)Enum.Parse(typeof(T), name)
            : throw Refuse(key, node, "one of " + string.Join(", ", Enum.GetNames(typeof(T))));
    }

    /// <summary>Refuses keys that nobody asked for.</summary>
    public void End()
    {
        foreach ((ScalarNode key, _) in _entries.Values)
        {
            if (!_known.Contains(key.Text))
                throw Errors.UnknownScenarioKey(key.Text, _known.OrderBy(known => known, StringComparer.Ordinal), Place(Path, key.Line));
        }
    }

    public ThrottlingToolsException Refuse(string key, DocumentNode node, string accepted) =>
        Errors.InvalidSetting(key, (node as ScalarNode)?.Text, accepted, Place(Path, node.Line));

    private static string Place(string path, int line) => $"{path}, line {line}";
}
