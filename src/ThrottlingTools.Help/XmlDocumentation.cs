using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace ThrottlingTools.Help;

/// <summary>The XML documentation that the compiler wrote, as plain text.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    public XmlDocumentation(IEnumerable<string> files) =>
        _members = files.SelectMany(file => XElement.Load(file).Descendants("member"))
            .DistinctBy(member => (string)member.Attribute("name")!)
            .ToDictionary(member => (string)member.Attribute("name")!);

    /// <summary>How a class is named in text; cmdlet classes by their cmdlet.</summary>
    public Dictionary<string, string> TypeNames { get; } = [];

    public XElement? Find(string id) =>
        _members.TryGetValue(id, out XElement? member) && member.Element("inheritdoc") is null ? member : null;

    /// <summary>The paragraphs of an element; an element without any is one.</summary>
    public IReadOnlyList<string> Paragraphs(XElement? element)
    {
        if (element is null)
            return [];
        List<string> paragraphs = [];
        string pending = "";
        foreach (XNode node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" or "list" or "code" } block)
            {
                paragraphs.Add(pending);
                pending = "";
                paragraphs.AddRange(block.Name == "list"
                    ? block.Elements("item").Select(item => "- " + Text(item))
                    : [Text(block)]);
            }
            else
                pending += Inline(node);
        }
        paragraphs.Add(pending);
        return [.. paragraphs.Select(OneLine).Where(paragraph => paragraph.Length > 0)];
    }

    public string Text(XElement? element) =>
        element is null ? "" : OneLine(string.Concat(element.Nodes().Select(Inline)));

    public IReadOnlyList<Example> Examples(XElement? member) =>
        [.. (member?.Elements("example") ?? []).Select(example =>
            new Example(Code(example.Element("code")), [.. example.Elements("para").Select(Text)]))];

    public IReadOnlyList<Link> Links(XElement? member) =>
        [.. (member?.Elements("seealso") ?? []).Select(link =>
            new Link(Inline(link), (string?)link.Attribute("href") ?? ""))];

    private string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: false } element => string.Concat(element.Nodes().Select(Inline)),
        XElement element => Reference(element),
        _ => "",
    };

    private string Reference(XElement element)
    {
        string cref = (string?)element.Attribute("cref") ?? "";
        if (TypeNames.TryGetValue(cref, out string? name))
            return name;
        string simple = cref.Split('(')[0].Split('.')[^1].Split('`')[0];
        return simple.Length > 0
            ? simple
            : (string?)element.Attribute("langword") ?? (string?)element.Attribute("name")
                ?? (string?)element.Attribute("href") ?? "";
    }

    private static string Code(XElement? code)
    {
        string[] lines = (code?.Value ?? "").Replace("\r", "", StringComparison.Ordinal).Split('\n');
        // The first line follows the tag, without the indentation of the others.
        int indent = lines.Skip(1).Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        IEnumerable<string> others = lines.Skip(1).Select(line => line.Length < indent ? "" : line[indent..].TrimEnd());
        return string.Join('\n', others.Prepend(lines[0].Trim())).Trim('\n');
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
