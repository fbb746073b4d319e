using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// A forward reader over untrusted XML: no DTD, no entities from elsewhere, limited in depth and size.
/// Each method takes the element it stands on and leaves the reader behind its end.
/// </summary>
internal sealed class SoapCursor : IDisposable
{
    // Far above what EWS sends; a limit only keeps a hostile or broken server from using up memory and stack.
    private const int MaxDepth = 64;
    private const long MaxCharacters = 256L * 1024 * 1024;

    private readonly XmlReader _reader;

    internal SoapCursor(Stream stream) => _reader = XmlReader.Create(stream, CreateSettings());

    internal SoapCursor(string text) => _reader = XmlReader.Create(new StringReader(text), CreateSettings());

    internal string LocalName => _reader.LocalName;

    internal string? Attribute(string name) => _reader.GetAttribute(name);

    /// <summary>Goes to the root element.</summary>
    /// <exception cref="XmlException">The root has another name, or there is none.</exception>
    internal async Task ToRootAsync(string name)
    {
        await _reader.MoveToContentAsync();
        if (_reader.NodeType != XmlNodeType.Element || _reader.LocalName != name)
            throw new XmlException($"The root element is '{_reader.LocalName}', not '{name}'.");
    }

    /// <summary>Hands every child element to the handler, which takes it whole.</summary>
    internal async Task ForEachChildAsync(Func<Task> onChild)
    {
        bool isEmpty = _reader.IsEmptyElement;
        int depth = _reader.Depth;
        await NextAsync();
        while (!isEmpty && _reader.Depth > depth)
            await (_reader.NodeType == XmlNodeType.Element ? onChild() : NextAsync());
        if (!isEmpty)
            await NextAsync();
    }

    /// <summary>Takes the element and returns its text.</summary>
    internal async Task<string> TextAsync()
    {
        bool isEmpty = _reader.IsEmptyElement;
        int depth = _reader.Depth;
        StringBuilder text = new();
        await NextAsync();
        while (!isEmpty && _reader.Depth > depth)
        {
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                text.Append(await _reader.GetValueAsync());
            await NextAsync();
        }
        if (!isEmpty)
            await NextAsync();
        return text.ToString();
    }

    /// <summary>Takes the element without looking at it.</summary>
    internal Task SkipAsync() => ForEachChildAsync(SkipAsync);

    /// <summary>
    /// Takes the element and puts what it holds into a bag: text by path, ids for elements that carry one.
    /// </summary>
    internal async Task FlattenAsync(string path, Dictionary<string, object> bag)
    {
        string? id = Attribute("Id");
        bool isEmpty = _reader.IsEmptyElement;
        bool isLeaf = true;
        int depth = _reader.Depth;
        StringBuilder text = new();
        await NextAsync();
        while (!isEmpty && _reader.Depth > depth)
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                isLeaf = false;
                await FlattenAsync($"{path}/{LocalName}", bag);
                continue;
            }
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                text.Append(await _reader.GetValueAsync());
            await NextAsync();
        }
        if (!isEmpty)
            await NextAsync();
        if (id is not null || isLeaf)
            Add(bag, path, id ?? text.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static XmlReaderSettings CreateSettings() => new()
    {
        Async = true,
        CloseInput = false,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MaxCharacters,
        // EWS escapes characters that XML 1.0 forbids but a subject may hold, such as &#x1F;.
        CheckCharacters = false,
    };

    private static void Add(Dictionary<string, object> bag, string path, string value) =>
        bag[path] = !bag.TryGetValue(path, out object? known) ? value
            : known is string first ? new[] { first, value }
            : ((string[])known).Concat([value]).ToArray();

    private async Task NextAsync()
    {
        await _reader.ReadAsync();
        if (_reader.Depth > MaxDepth)
            throw new XmlException($"Elements stand deeper than {MaxDepth} levels.");
    }
}
