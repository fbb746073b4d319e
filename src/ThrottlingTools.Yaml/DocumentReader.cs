using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ThrottlingTools.Yaml;

/// <summary>
/// Reads YAML and JSON into nodes that know their lines. No tags, no anchors or aliases, limited depth and size: a
/// document is data and stays as large as it looks.
/// </summary>
public sealed class DocumentReader
{
    private const int MaxDepth = 16;
    private const int MaxNodes = 200_000;

    private static readonly Regex JsonLiteral = new(
        @"^(null|true|false|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$", RegexOptions.CultureInvariant);

    private readonly IParser _parser;
    private readonly string _origin;
    private readonly bool _isJson;
    private int _nodes;

    private DocumentReader(TextReader text, string origin, bool isJson)
    {
        _parser = new Parser(new Scanner(text, skipComments: true));
        _origin = origin;
        _isJson = isJson;
    }

    /// <summary>Reads all documents of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">The path, for messages.</param>
    /// <param name="isJson">Whether only JSON is accepted.</param>
    /// <returns>The root of each document.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>MalformedFile</c> or <c>DuplicateKey</c>, with file, line and key.
    /// </exception>
    public static IReadOnlyList<DocumentNode> Read(TextReader text, string origin, bool isJson)
    {
        try
        {
            return new DocumentReader(text, origin, isJson).ReadAll();
        }
        catch (YamlException cause)
        {
            throw Errors.Malformed(
                isJson ? "JSON" : "YAML", cause.Message, Where(origin, (int)cause.Start.Line));
        }
    }

    private static string Where(string origin, int line) =>
        string.Format(CultureInfo.InvariantCulture, "{0}, line {1}", origin, line);

    private List<DocumentNode> ReadAll()
    {
        List<DocumentNode> documents = [];
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            _parser.Consume<DocumentStart>();
            documents.Add(ReadNode(0));
            _parser.Consume<DocumentEnd>();
        }
        return documents;
    }

    private DocumentNode ReadNode(int depth)
    {
        ParsingEvent current = _parser.Consume<ParsingEvent>();
        int line = (int)current.Start.Line;
        if (depth > MaxDepth)
            throw Refuse(line, $"nested deeper than {MaxDepth}.");
        if (++_nodes > MaxNodes)
            throw Refuse(line, $"more than {MaxNodes} values.");
        if (current is not NodeEvent node)
            throw Refuse(line, "aliases are not accepted.");
        if (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)
            throw Refuse(line, "tags and anchors are not accepted.");
        return current switch
        {
            Scalar scalar => ToScalar(scalar, line),
            SequenceStart start => ReadSequence(start, line, depth),
            MappingStart start => ReadMapping(start, line, depth),
            _ => throw Refuse(line, "this is neither a value, a list nor a mapping."),
        };
    }

    private ScalarNode ToScalar(Scalar scalar, int line)
    {
        bool isQuoted = scalar.Style is not ScalarStyle.Plain;
        if (_isJson && scalar.Style is not ScalarStyle.DoubleQuoted && !JsonLiteral.IsMatch(scalar.Value))
            throw Refuse(line, $"'{scalar.Value}' must stand in double quotes.");
        return new ScalarNode(scalar.Value, isQuoted, line);
    }

    private SequenceNode ReadSequence(SequenceStart start, int line, int depth)
    {
        if (_isJson && start.Style != SequenceStyle.Flow)
            throw Refuse(line, "a list must stand in brackets.");
        SequenceNode sequence = new(line);
        while (!_parser.TryConsume<SequenceEnd>(out _))
            sequence.Entries.Add(ReadNode(depth + 1));
        return sequence;
    }

    private MappingNode ReadMapping(MappingStart start, int line, int depth)
    {
        if (_isJson && start.Style != MappingStyle.Flow)
            throw Refuse(line, "an object must stand in braces.");
        MappingNode mapping = new(line);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not ScalarNode key || (_isJson && !key.IsQuoted))
                throw Refuse(line, "a key must be plain text.");
            if (!mapping.TryAdd(key, ReadNode(depth + 1)))
                throw Errors.DuplicateKey(key.Text, Where(_origin, key.Line));
        }
        return mapping;
    }

    private ThrottlingToolsException Refuse(int line, string reason) =>
        Errors.Malformed(_isJson ? "JSON" : "YAML", reason, Where(_origin, line));
}
