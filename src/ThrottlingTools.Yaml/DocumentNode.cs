using System;
using System.Collections.Generic;

namespace ThrottlingTools.Yaml;

/// <summary>A piece of a YAML or JSON document, with the line it stands on.</summary>
public abstract class DocumentNode
{
    private protected DocumentNode(int line) => Line = line;

    /// <summary>The line, from 1.</summary>
    public int Line { get; }
}

/// <summary>A value: text, a number, true, false or nothing.</summary>
public sealed class ScalarNode : DocumentNode
{
    internal ScalarNode(string text, bool isQuoted, int line)
        : base(line)
    {
        Text = text;
        IsQuoted = isQuoted;
    }

    /// <summary>The value as written, without quotes.</summary>
    public string Text { get; }

    /// <summary>Whether it was in quotes, and so is text whatever it looks like.</summary>
    public bool IsQuoted { get; }

    /// <summary>Whether it is nothing: <c>null</c>, <c>~</c> or empty, not in quotes.</summary>
    public bool IsNull => !IsQuoted && (Text.Length == 0 || Text is "null" or "~" or "Null" or "NULL");
}

/// <summary>A list.</summary>
public sealed class SequenceNode : DocumentNode
{
    internal SequenceNode(int line)
        : base(line)
    {
    }

    /// <summary>The entries, in order.</summary>
    public List<DocumentNode> Entries { get; } = [];
}

/// <summary>Keys and values.</summary>
public sealed class MappingNode : DocumentNode
{
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);

    internal MappingNode(int line)
        : base(line)
    {
    }

    /// <summary>The entries, in order. No key stands twice, in whatever casing.</summary>
    public List<KeyValuePair<ScalarNode, DocumentNode>> Entries { get; } = [];

    internal bool TryAdd(ScalarNode key, DocumentNode value)
    {
        if (!_keys.Add(key.Text))
            return false;
        Entries.Add(new KeyValuePair<ScalarNode, DocumentNode>(key, value));
        return true;
    }
}
