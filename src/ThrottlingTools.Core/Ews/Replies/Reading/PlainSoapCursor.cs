using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>
/// A cursor over the XML that servers write: UTF-8 with elements, attributes, text and the usual references. It is
/// several times as fast as <see cref="System.Xml.XmlReader"/> because it judges nothing else: where a document has
/// anything more, or a flaw, it ends and <see cref="IsWhole"/> stays false, so that
/// <see cref="XmlSoapCursor"/> reads the document from the start and has the last word.
/// </summary>
internal sealed class PlainSoapCursor : SoapCursor
{
    private const int MaxAttributes = 16;

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes;
    private readonly int _length;
    private readonly PlainNameTable _names;
    private readonly PlainAttribute[] _attributes = new PlainAttribute[MaxAttributes];
    private readonly PlainElement[] _open = new PlainElement[MaxDepth];
    private int _attributeCount;
    private int _openCount;
    private int _at;
    private PlainText _text;
    private bool _isEmpty;
    private bool _isOdd;

    /// <summary>Makes a cursor.</summary>
    /// <param name="body">The document.</param>
    internal PlainSoapCursor(SoapBody body)
    {
        _bytes = body.Bytes;
        _length = body.Length;
        _names = new PlainNameTable(_bytes);
        // No document holds this byte: every scan ends here, at the latest.
        _bytes[_length] = 0;
    }

    /// <summary>Whether the whole document was read, and is well-formed.</summary>
    internal bool IsWhole { get; private set; }

    internal override string LocalName
    {
        [MethodImpl(PlainBytes.Hot)]
        get => _open[_openCount - 1].Name.LocalName;
    }

    internal override string Text
    {
        [MethodImpl(PlainBytes.Hot)]
        get => _text.ToString(_bytes);
    }

    [MethodImpl(PlainBytes.Hot)]
    internal override bool TryReadDate(out DateTimeOffset date)
    {
        date = default;
        return _text.Length == PlainDate.Length && PlainDate.TryRead(_bytes, _text.Start, out date);
    }

    [MethodImpl(PlainBytes.Hot)]
    internal override string? Attribute(string name)
    {
        for (int i = 0; i < _attributeCount; i++)
            if (_attributes[i].Name is { Prefix: null } known && known.LocalName == name)
                return _attributes[i].Value.ToString(_bytes);
        return null;
    }

    internal override bool ToRoot(string name)
    {
        if (!IsUtf8())
            return false;
        _at = PlainProlog.Skip(_bytes);
        return NextChild(0) && LocalName == name;
    }

    internal override void ToEnd()
    {
        if (_isOdd)
            return;
        SkipSpace();
        IsWhole = _openCount == 0 && _at == _length;
    }

    [MethodImpl(PlainBytes.Hot)]
    protected override Tag NextTag()
    {
        if (_isOdd)
            return Tag.None;
        if (_isEmpty)
            return CloseEmpty();
        int start = _at;
        bool isCoded = ScanText();
        _text = new PlainText(start, _at - start, isCoded, isAttribute: false);
        if (_bytes[_at] != '<' || (_openCount == 0 && !IsBlank(_text)))
            return Odd();
        if (_bytes[_at + 1] == '/')
            return Close();
        _at++;
        return _openCount < MaxDepth && Open() ? Tag.Start : Odd();
    }

    private bool IsUtf8()
    {
        try
        {
            Strict.GetCharCount(_bytes, 0, _length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private Tag Odd()
    {
        _isOdd = true;
        _isEmpty = false;
        _text = default;
        return Tag.None;
    }

    [MethodImpl(PlainBytes.Hot)]
    private bool Open()
    {
        if (_names.Read(ref _at) is not { IsDeclaration: false } name)
            return false;
        int declared = _names.DeclaredCount;
        bool isOpen = ReadAttributes() && (name.Prefix is null || name.Prefix.IsDeclared);
        _open[_openCount++] = new PlainElement(name, declared);
        return isOpen;
    }

    [MethodImpl(PlainBytes.Hot)]
    private Tag Close()
    {
        if (_openCount == 0)
            return Odd();
        _at += 2;
        PlainElement element = _open[_openCount - 1];
        if (!element.Name.Matches(_bytes, _at))
            return Odd();
        _at += element.Name.Length;
        SkipSpace();
        if (_bytes[_at] != '>')
            return Odd();
        _at++;
        return Pop(element);
    }

    [MethodImpl(PlainBytes.Hot)]
    private Tag CloseEmpty()
    {
        _isEmpty = false;
        _text = default;
        return Pop(_open[_openCount - 1]);
    }

    [MethodImpl(PlainBytes.Hot)]
    private Tag Pop(PlainElement element)
    {
        _openCount--;
        _names.Undeclare(element.DeclaredBefore);
        return Tag.End;
    }

    [MethodImpl(PlainBytes.Hot)]
    private bool ReadAttributes()
    {
        _attributeCount = 0;
        while (true)
        {
            bool isSpaced = SkipSpace();
            switch (_bytes[_at])
            {
                case (byte)'>':
                    _at++;
                    return ArePrefixesDeclared();
                case (byte)'/' when _bytes[_at + 1] == '>':
                    _at += 2;
                    _isEmpty = true;
                    return ArePrefixesDeclared();
                default:
                    if (!isSpaced || _attributeCount == MaxAttributes || !ReadAttribute())
                        return false;
                    break;
            }
        }
    }

    [MethodImpl(PlainBytes.Hot)]
    private bool ReadAttribute()
    {
        if (_names.Read(ref _at) is not { } name)
            return false;
        for (int i = 0; i < _attributeCount; i++)
            if (_attributes[i].Name == name)
                return false;
        SkipSpace();
        if (_bytes[_at++] != '=')
            return false;
        SkipSpace();
        byte quote = _bytes[_at++];
        if (quote is not ((byte)'"' or (byte)'\''))
            return false;
        int start = _at;
        bool isCoded = ScanAttribute(quote);
        if (_bytes[_at] != quote)
            return false;
        PlainText value = new(start, _at++ - start, isCoded, isAttribute: true);
        _attributes[_attributeCount++] = new PlainAttribute(name, value);
        return !name.IsDeclaration || _names.Declare(name, value);
    }

    // Two attributes with prefixes could be one attribute under two names.
    [MethodImpl(PlainBytes.Hot)]
    private bool ArePrefixesDeclared()
    {
        int count = 0;
        for (int i = 0; i < _attributeCount; i++)
            if (_attributes[i].Name is { IsDeclaration: false, Prefix: { } prefix }
                && (!prefix.IsDeclared || ++count > 1))
                return false;
        return true;
    }

    /// <summary>Goes to the next byte that is no text; true if what was passed needs decoding.</summary>
    [MethodImpl(PlainBytes.Hot)]
    private bool ScanText()
    {
        bool isCoded = false;
        while (true)
        {
            _at = PlainBytes.EndOfText(_bytes, _at);
            switch (_bytes[_at])
            {
                case (byte)'&' when PlainReference.Read(_bytes, _at, out int length) >= 0:
                    isCoded = true;
                    _at += length;
                    break;
                case (byte)'\r':
                    isCoded = true;
                    _at++;
                    break;
                case (byte)']' when _bytes[_at + 1] != ']' || _bytes[_at + 2] != '>':
                case (byte)'\t' or (byte)'\n' or (byte)'"' or (byte)'\'':
                case PlainBytes.NonCharacterLead when !PlainBytes.IsNonCharacter(_bytes, _at):
                    _at++;
                    break;
                default:
                    return isCoded;
            }
        }
    }

    [MethodImpl(PlainBytes.Hot)]
    private bool ScanAttribute(byte quote)
    {
        bool isCoded = false;
        while (true)
        {
            _at = PlainBytes.EndOfText(_bytes, _at);
            byte next = _bytes[_at];
            switch (next)
            {
                case (byte)'&' when PlainReference.Read(_bytes, _at, out int length) >= 0:
                    isCoded = true;
                    _at += length;
                    break;
                case (byte)'\r' or (byte)'\n' or (byte)'\t':
                    isCoded = true;
                    _at++;
                    break;
                case (byte)'"' or (byte)'\'' when next != quote:
                case (byte)']':
                case PlainBytes.NonCharacterLead when !PlainBytes.IsNonCharacter(_bytes, _at):
                    _at++;
                    break;
                default:
                    return isCoded;
            }
        }
    }

    [MethodImpl(PlainBytes.Hot)]
    private bool SkipSpace()
    {
        int start = _at;
        while (PlainBytes.IsSpace(_bytes[_at]))
            _at++;
        return _at > start;
    }

    private bool IsBlank(PlainText text)
    {
        for (int i = text.Start; i < text.Start + text.Length; i++)
            if (!PlainBytes.IsSpace(_bytes[i]))
                return false;
        return true;
    }
}
