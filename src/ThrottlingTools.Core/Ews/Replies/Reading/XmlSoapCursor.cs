using System;
using System.IO;
using System.Text;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// A cursor over any XML: no DTD, no entities from elsewhere, limited in depth and size. Every step throws an
/// <see cref="XmlException"/> where the document breaks off, is malformed, or breaks a limit.
/// </summary>
internal sealed class XmlSoapCursor : SoapCursor, IDisposable
{
    private readonly XmlReader _reader;
    private readonly StringBuilder _text = new();
    private bool _isEmpty;

    internal XmlSoapCursor(Stream stream) => _reader = XmlReader.Create(stream, CreateSettings());

    internal override string LocalName => _reader.LocalName;

    internal override string Text => _text.ToString();

    internal override string? Attribute(string name) => _reader.GetAttribute(name);

    internal override bool ToRoot(string name)
    {
        if (NextChild(0) && LocalName == name)
            return true;
        throw new XmlException($"The root element is '{LocalName}', not '{name}'.");
    }

    internal override void ToEnd()
    {
        while (_reader.Read())
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    protected override Tag NextTag()
    {
        if (_isEmpty)
            return Close();
        _text.Clear();
        while (_reader.Read())
        {
            if (_reader.Depth > MaxDepth)
                throw new XmlException($"Elements stand deeper than {MaxDepth} levels.");
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    _isEmpty = _reader.IsEmptyElement;
                    return Tag.Start;
                case XmlNodeType.EndElement:
                    return Tag.End;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    _text.Append(_reader.Value);
                    break;
            }
        }
        return Tag.None;
    }

    private Tag Close()
    {
        _isEmpty = false;
        _text.Clear();
        return Tag.End;
    }

    private static XmlReaderSettings CreateSettings() => new()
    {
        CloseInput = false,
        NameTable = new BoundedNameTable(),
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = SoapBody.MaxLength,
        // EWS escapes characters that XML 1.0 forbids but a subject may hold, such as &#x1F;.
        CheckCharacters = false,
    };
}
