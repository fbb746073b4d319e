using System;
using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>
/// Writes XML straight into bytes: answers of thousands of small elements are most of what the simulator does. What
/// XML does not allow in text comes out as U+FFFD.
/// </summary>
internal sealed class EwsXmlWriter : XmlWriter
{
    private const int UsualDepth = 8;
    private const string XmlUri = "http://www.w3.org/XML/1998/namespace";

    private readonly Utf8Buffer _out;
    private readonly Stack<(string Prefix, string Name, int Namespaces)> _open = new(UsualDepth);
    private readonly List<(string Prefix, string Uri)> _namespaces = new(UsualDepth) { ("xml", XmlUri) };
    private readonly List<int> _undeclared = new(UsualDepth); // in _namespaces, to be written when the tag ends
    private string? _declares; // the prefix that the attribute declares
    private string _value = "";
    private bool _isInTag;
    private bool _isInAttribute;

    public EwsXmlWriter(Utf8Buffer target) => _out = target;

    public override WriteState WriteState => _isInAttribute ? WriteState.Attribute
        : _isInTag ? WriteState.Element
        : _open.Count > 0 ? WriteState.Content
        : WriteState.Start;

    public override void WriteStartElement(string? prefix, string localName, string? ns)
    {
        EndTag();
        string uri = ns ?? "", name = prefix ?? LookupPrefix(uri) ?? "";
        _open.Push((name, localName, _namespaces.Count));
        Bind(name, uri);
        _out.Append((byte)'<');
        Name(name, localName);
        _isInTag = true;
    }

    public override void WriteEndElement()
    {
        if (_isInTag)
            EndEmptyTag();
        else
            WriteEndTag();
    }

    public override void WriteFullEndElement()
    {
        EndTag();
        WriteEndTag();
    }

    public override void WriteStartAttribute(string? prefix, string localName, string? ns)
    {
        string uri = prefix == "xml" ? XmlUri : ns ?? "";
        bool isNamespace = prefix == "xmlns" || (string.IsNullOrEmpty(prefix) && localName == "xmlns");
        string name = isNamespace ? prefix ?? "" : uri.Length == 0 ? "" : AttributePrefix(prefix, uri);
        _declares = !isNamespace ? null : name.Length > 0 ? localName : "";
        _out.Append((byte)' ');
        Name(name, localName);
        _out.Append("=\"");
        _value = "";
        _isInAttribute = true;
    }

    public override void WriteEndAttribute()
    {
        if (_declares is not null)
            Declared(_declares, _value);
        _out.Append((byte)'"');
        _declares = null;
        _isInAttribute = false;
    }

    public override string? LookupPrefix(string ns)
    {
        for (int i = _namespaces.Count - 1; i >= 0; i--)
            if (_namespaces[i].Uri == ns && UriOf(_namespaces[i].Prefix) == ns)
                return _namespaces[i].Prefix;
        return null;
    }

    public override void WriteString(string? text)
    {
        if (!_isInAttribute)
            EndTag();
        if (text is null)
            return;
        _value = text;
        _out.AppendEscaped(text, _isInAttribute);
    }

    public override void WriteBase64(byte[] buffer, int index, int count)
    {
        if (!_isInAttribute)
            EndTag();
        _out.AppendBase64(buffer, index, count);
    }

    /// <summary>As EWS writes times: in UTC, to seconds.</summary>
    public override void WriteValue(DateTime value)
    {
        if (!_isInAttribute)
            EndTag();
        _out.Append(value);
    }

    public override void WriteRaw(string data)
    {
        if (!_isInAttribute)
            EndTag();
        _out.Append(data);
    }

    public override void WriteChars(char[] buffer, int index, int count) =>
        WriteString(new string(buffer, index, count));

    public override void WriteRaw(char[] buffer, int index, int count) => WriteRaw(new string(buffer, index, count));

    public override void WriteCData(string? text) => WriteString(text);

    public override void WriteWhitespace(string? ws) => WriteString(ws);

    public override void WriteCharEntity(char ch) => WriteString(ch.ToString());

    public override void WriteSurrogateCharEntity(char lowChar, char highChar) =>
        WriteString(new string([highChar, lowChar]));

    public override void WriteStartDocument() => _out.Append("<?xml version=\"1.0\" encoding=\"utf-8\"?>");

    public override void WriteStartDocument(bool standalone) => throw new NotSupportedException();

    public override void WriteEndDocument()
    {
    }

    public override void Flush()
    {
    }

    public override void WriteComment(string? text) => throw new NotSupportedException();

    public override void WriteDocType(string name, string? pubid, string? sysid, string? subset) =>
        throw new NotSupportedException();

    public override void WriteEntityRef(string name) => throw new NotSupportedException();

    public override void WriteProcessingInstruction(string name, string? text) => throw new NotSupportedException();

    private void EndTag()
    {
        if (!_isInTag)
            return;
        Declare();
        _out.Append((byte)'>');
        _isInTag = false;
    }

    private void EndEmptyTag()
    {
        Declare();
        _out.Append(" />");
        _isInTag = false;
        Forget(_open.Pop().Namespaces);
    }

    private void WriteEndTag()
    {
        (string prefix, string name, int namespaces) = _open.Pop();
        _out.Append("</");
        Name(prefix, name);
        _out.Append((byte)'>');
        Forget(namespaces);
    }

    private void Name(string prefix, string name)
    {
        if (prefix.Length > 0)
        {
            _out.AppendName(prefix);
            _out.Append((byte)':');
        }
        _out.AppendName(name);
    }

    private string? UriOf(string prefix)
    {
        for (int i = _namespaces.Count - 1; i >= 0; i--)
            if (_namespaces[i].Prefix == prefix)
                return _namespaces[i].Uri;
        return prefix.Length == 0 ? "" : null;
    }

    /// <summary>Sees to it that a prefix stands for a namespace in the open tag.</summary>
    private void Bind(string prefix, string uri)
    {
        if (UriOf(prefix) == uri)
            return;
        _undeclared.Add(_namespaces.Count);
        _namespaces.Add((prefix, uri));
    }

    /// <summary>A prefix that stands for the namespace and for no other one in this tag.</summary>
    private string AttributePrefix(string? prefix, string uri)
    {
        string? name = string.IsNullOrEmpty(prefix) ? LookupPrefix(uri) : prefix;
        for (int i = 1; string.IsNullOrEmpty(name) || IsTaken(name!, uri); i++)
            name = FormattableString.Invariant($"p{i}");
        Bind(name!, uri);
        return name!;
    }

    private bool IsTaken(string prefix, string uri)
    {
        for (int i = _open.Peek().Namespaces; i < _namespaces.Count; i++)
            if (_namespaces[i].Prefix == prefix)
                return _namespaces[i].Uri != uri;
        return _open.Peek().Prefix == prefix && UriOf(prefix) != uri;
    }

    private void Declared(string prefix, string uri)
    {
        _undeclared.RemoveAll(i => _namespaces[i].Prefix == prefix);
        _namespaces.Add((prefix, uri));
    }

    private void Declare()
    {
        foreach (int i in _undeclared)
        {
            (string prefix, string uri) = _namespaces[i];
            _out.Append(prefix.Length > 0 ? " xmlns:" : " xmlns");
            _out.Append(prefix);
            _out.Append("=\"");
            _out.AppendEscaped(uri, isAttribute: true);
            _out.Append((byte)'"');
        }
        _undeclared.Clear();
    }

    private void Forget(int namespaces)
    {
        if (_namespaces.Count > namespaces)
            _namespaces.RemoveRange(namespaces, _namespaces.Count - namespaces);
    }
}
