using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ThrottlingTools.Core.Tests.Ews.Reading;

/// <summary>
/// Draws XML documents: most of them as servers write them, some with whatever else XML allows, some with a flaw.
/// </summary>
internal sealed class DocumentGenerator(int seed)
{
    private static readonly string[] Names =
    [
        "a", "Envelope", "Id", "_x.1-y", "t:Item", "m:Item", "t:a", "u:Item", "xmlns", "xml:a", "é", "1a", "a:b:c",
        ":a",
    ];

    private static readonly string[] Attributes =
        ["Id", "Key", "t:Id", "m:Id", "xmlns:t", "xmlns:m", "xmlns", "xml:space", "xml:lang", "xmlns:xml", "é"];

    private static readonly string[] AttributeValues =
    [
        "", "v", "a b", "tab\there", "line\r\nend", "&amp;", "&#x41;", "&#10;", "<", "]]>", "urn:x", "urn:y",
        "preserve", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/", "\"", "'",
        "é😀",
    ];

    private static readonly string[] Texts =
    [
        "", "text", " ", "\r\n", "\r", "a\rb", "&lt;&gt;&quot;&apos;&amp;", "&#xB;", "&#x1F;", "&#0;",
        "&#x1F600;", "&#55357;", "&#xFFFE;", "&#x110000;", "&#99999999999;", "&#;", "&#x;", "&nbsp;", "&", "&amp",
        "]]>", "]", "]]", "]>", "é漢😀", "\uFFFE", "\uFFFD", "\u0001", "\0", "\u0085", "\u2028", "<!-- c -->",
        "<![CDATA[<x>]]>", "<?pi x?>", "<!DOCTYPE a>",
        "\uFEFF", "\uFB01", "\u007F",
    ];

    private static readonly string[] Prologs =
    [
        "", "<?xml version=\"1.0\" encoding=\"utf-8\"?>", "<?xml version='1.0' encoding='UTF-8'?>\r\n", "\uFEFF", " ",
        "<?xml version=\"1.1\"?>", "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<!-- c -->", "<!DOCTYPE a>", "text",
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", "\uFEFF<?xml version=\"1.0\"?>", " <?xml version=\"1.0\"?>",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Draws one, in bytes that need not be valid UTF-8.</summary>
    public byte[] Next()
    {
        StringBuilder text = new();
        text.Append(Pick(Prologs, usual: 4));
        AppendElement(text, 0);
        text.Append(Rarely() ? Pick(Texts, Texts.Length) : "");
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        return _random.Next(4) == 0 ? Damage(bytes) : bytes;
    }

    private void AppendElement(StringBuilder text, int depth)
    {
        string name = Pick(Names, usual: 7);
        text.Append('<').Append(name);
        // The usual prefixes are declared, most of the time where they should be.
        if (depth == 0 && !Rarely())
            text.Append(" xmlns:t=\"urn:t\" xmlns:m='urn:m'");
        for (int i = _random.Next(3); i > 0; i--)
            AppendAttribute(text);
        text.Append(Pick(["", " ", "\n"], usual: 2));
        if (_random.Next(5) == 0)
        {
            text.Append("/>");
            return;
        }
        text.Append('>').Append(Pick(Texts, usual: 8));
        for (int i = depth < 5 ? _random.Next(4) : 0; i > 0; i--)
        {
            AppendElement(text, depth + 1);
            text.Append(Pick(Texts, usual: 8));
        }
        text.Append("</").Append(Rarely() ? Pick(Names, Names.Length) : name).Append(Rarely() ? " >" : ">");
    }

    private void AppendAttribute(StringBuilder text)
    {
        string value = Pick(AttributeValues, usual: 8);
        char quote = value.Contains('"') || _random.Next(3) == 0 ? '\'' : '"';
        text.Append(Rarely() ? "" : " ").Append(Pick(Attributes, usual: 4)).Append(Rarely() ? " = " : "=");
        text.Append(quote).Append(value).Append(quote);
    }

    private byte[] Damage(byte[] bytes)
    {
        List<byte> damaged = [.. bytes];
        int at = _random.Next(damaged.Count);
        switch (_random.Next(3))
        {
            case 0: damaged[at] = (byte)_random.Next(256); break;
            case 1: damaged.RemoveAt(at); break;
            default: damaged.InsertRange(at, bytes.Skip(_random.Next(bytes.Length)).Take(_random.Next(1, 5))); break;
        }
        return [.. damaged];
    }

    private bool Rarely() => _random.Next(40) == 0;

    private string Pick(string[] values, int usual) => values[_random.Next(Rarely() ? values.Length : usual)];
}
