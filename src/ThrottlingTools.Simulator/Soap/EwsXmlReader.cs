using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>
/// Reads what nearly every request is made of: elements, attributes and text in ASCII. It makes the tree that
/// <see cref="XElement"/> loads from an XmlReader, in less than half the time. All else, and whatever is malformed, is
/// left to an XmlReader, which can also tell what is wrong.
/// </summary>
internal sealed class EwsXmlReader
{
    private const int MaxAttributes = 16; // they are compared with each other
    private const int UsualDepth = 8;
    private const int UsualAttributes = 4;
    private const int NodesOfDeclaration = 3;

    private static readonly byte[][] Declarations = new[]
    {
        "version=\"1.0\" encoding=\"utf-8\"", "version=\"1.0\" encoding=\"UTF-8\"", "version=\"1.0\"",
        "version='1.0' encoding='utf-8'", "version='1.0' encoding='UTF-8'", "version='1.0'",
    }.Select(text => Encoding.ASCII.GetBytes("<?xml " + text + "?>")).ToArray();

    private static readonly bool[] IsSpace = Set(c => c is ' ' or '\t' or '\n');
    private static readonly bool[] IsValue = Set(c => c is >= ' ' and <= '~' and not ('<' or '&'));
    private static readonly bool[] IsText = Set(c => c is '\t' or '\n' || (IsValue[c] && c != '>'));
    private static readonly bool[] IsName =
        Set(c => c is '_' or '-' or '.' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'));

    private readonly byte[] _xml;
    private readonly int _maxDepth;
    private readonly List<(XElement Element, XmlSlice Tag, XmlPlace Place, int Namespaces)> _open = new(UsualDepth);
    private readonly List<(XmlSlice Prefix, XNamespace Namespace)> _namespaces = new(UsualAttributes);
    private readonly List<(XmlSlice Prefix, XmlSlice Name, XmlSlice Value, XNamespace? Declared)> _attributes =
        new(UsualAttributes);
    private XElement? _root;
    private int _nodesLeft;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private EwsXmlReader(byte[] xml, int maxDepth, int maxNodes)
    {
        _xml = xml;
        _maxDepth = maxDepth;
        _nodesLeft = maxNodes - NodesOfDeclaration;
    }

    /// <returns>The root, each element with its <see cref="XmlPlace"/>; <c>null</c> for what is not read.</returns>
    public static XElement? TryRead(byte[] xml, int maxDepth, int maxNodes)
    {
        EwsXmlReader reader = new(xml, maxDepth, maxNodes);
        return reader.ReadAll() ? reader._root : null;
    }

    private bool ReadAll()
    {
        _at = Declarations.FirstOrDefault(text => new XmlSlice(_xml, 0, text.Length).Is(text))?.Length ?? 0;
        while (ReadText() && _nodesLeft >= 0)
        {
            if (_at == _xml.Length)
                return _open.Count == 0;
            _at++;
            if (!(Skips('/') ? ReadEndTag() : ReadStartTag()))
                return false;
        }
        return false;
    }

    /// <summary>Reads up to the next tag, or to the end.</summary>
    private bool ReadText()
    {
        XmlSlice text = _open.Count > 0 ? ReadAll(IsText) : ReadAll(IsSpace);
        if (_open.Count > 0 && text.Length > 0)
        {
            _nodesLeft--;
            _open[_open.Count - 1].Element.Add(text.ToString());
        }
        return _at == _xml.Length || _xml[_at] == '<';
    }

    private bool ReadEndTag()
    {
        if (_open.Count == 0)
            return false;
        (XElement element, XmlSlice tag, _, _) = _open[_open.Count - 1];
        if (!ReadName(out _, out _, out XmlSlice whole) || !whole.Is(tag))
            return false;
        if (element.IsEmpty)
            element.Add(""); // not the same as an element without end tag: it is written as it came
        _nodesLeft--;
        Close();
        ReadAll(IsSpace);
        return Skips('>');
    }

    private bool ReadStartTag()
    {
        XmlPlace place = new(_line, _at - _lineStart + 1);
        int namespaces = _namespaces.Count;
        bool isMisplaced = _open.Count == 0 && _root is not null;
        if (isMisplaced || _open.Count >= _maxDepth
            || !ReadName(out XmlSlice prefix, out XmlSlice name, out XmlSlice whole)
            || !ReadAttributes() || NamespaceOf(prefix) is not { } space)
            return false;
        XElement element = new(XmlNames.Get(space, name));
        if (!AddAttributes(element))
            return false;
        _root ??= element;
        _open.Add((element, whole, place, namespaces));
        _nodesLeft -= 1 + _attributes.Count;
        if (Skips('/'))
            Close();
        return Skips('>');
    }

    // An element is added when it is whole: to add to it would look at all that are around it.
    private void Close()
    {
        (XElement element, _, XmlPlace place, int namespaces) = _open[_open.Count - 1];
        element.AddAnnotation(place);
        _open.RemoveAt(_open.Count - 1);
        if (_open.Count > 0)
            _open[_open.Count - 1].Element.Add(element);
        _namespaces.RemoveRange(namespaces, _namespaces.Count - namespaces);
    }

    /// <summary>Reads attributes; the namespaces that they declare hold for the element itself.</summary>
    private bool ReadAttributes()
    {
        for (_attributes.Clear(); ReadAll(IsSpace).Length > 0 && _at < _xml.Length && IsName[_xml[_at]];)
        {
            if (_attributes.Count == MaxAttributes
                || !ReadName(out XmlSlice prefix, out XmlSlice name, out _) || !ReadValue(out XmlSlice value))
                return false;
            bool isDefault = prefix.Length == 0 && name.Is("xmlns");
            XNamespace? declared = isDefault || prefix.Is("xmlns") ? XmlNames.GetNamespace(value) : null;
            if (declared is not null && !Declare(isDefault ? prefix : name, declared))
                return false;
            _attributes.Add((prefix, name, value, declared));
        }
        return true;
    }

    private bool Declare(XmlSlice prefix, XNamespace space)
    {
        _namespaces.Add((prefix, space));
        return !prefix.Is("xml") && !prefix.Is("xmlns")
            && space != XNamespace.None && space != XNamespace.Xml && space != XNamespace.Xmlns;
    }

    private bool AddAttributes(XElement element)
    {
        foreach ((XmlSlice prefix, XmlSlice name, XmlSlice value, XNamespace? declared) in _attributes)
        {
            XNamespace? space = prefix.Length == 0 ? XNamespace.None
                : declared is not null ? XNamespace.Xmlns
                : NamespaceOf(prefix);
            if (space is null || XmlNames.Get(space, name) is not { } full || element.Attribute(full) is not null)
                return false;
            element.Add(new XAttribute(full, declared?.NamespaceName ?? value.ToString()));
        }
        return true;
    }

    private XNamespace? NamespaceOf(XmlSlice prefix)
    {
        for (int i = _namespaces.Count - 1; i >= 0; i--)
            if (_namespaces[i].Prefix.Is(prefix))
                return _namespaces[i].Namespace;
        return prefix.Length == 0 ? XNamespace.None : null;
    }

    private bool ReadName(out XmlSlice prefix, out XmlSlice name, out XmlSlice whole)
    {
        int start = _at;
        prefix = new XmlSlice(_xml, _at, 0);
        name = ReadAll(IsName);
        bool isRead = IsWord(name);
        if (Skips(':'))
        {
            prefix = name;
            name = ReadAll(IsName);
            isRead &= IsWord(name);
        }
        whole = new XmlSlice(_xml, start, _at - start);
        return isRead;
    }

    private static bool IsWord(XmlSlice text) => text.Length > 0 && text[0] is not ('-' or '.' or (>= '0' and <= '9'));

    private bool ReadValue(out XmlSlice value)
    {
        value = default;
        if (!Skips('='))
            return false;
        char quote = Skips('"') ? '"' : '\'';
        if (quote == '\'' && !Skips(quote))
            return false;
        int start = _at;
        while (_at < _xml.Length && IsValue[_xml[_at]] && _xml[_at] != quote)
            _at++;
        value = new XmlSlice(_xml, start, _at - start);
        return Skips(quote);
    }

    private XmlSlice ReadAll(bool[] set)
    {
        byte[] xml = _xml;
        int start = _at, i = start;
        while (i < xml.Length && set[xml[i]])
            if (xml[i++] == '\n')
                (_line, _lineStart) = (_line + 1, i);
        _at = i;
        return new XmlSlice(xml, start, i - start);
    }

    private bool Skips(char c)
    {
        if (_at == _xml.Length || _xml[_at] != c)
            return false;
        _at++;
        return true;
    }

    private static bool[] Set(Func<char, bool> isIn) =>
        Enumerable.Range(0, 256).Select(c => isIn((char)c)).ToArray();
}
