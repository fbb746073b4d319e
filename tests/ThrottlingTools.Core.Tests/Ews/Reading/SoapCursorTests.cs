using System;
using System.Linq;
using System.Text;
using System.Xml;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Reading;

/// <summary>
/// The quick cursor and the one over <see cref="XmlReader"/> tell the same of every document that the quick one takes;
/// it takes none that <see cref="XmlReader"/> refuses.
/// </summary>
public sealed class SoapCursorTests
{
    private const int Documents = 20_000;

    private static readonly string[] AttributeNames = ["Id", "Key", "é", "xmlns"];

    [Fact]
    public void Both_tell_the_same_of_any_document()
    {
        int taken = 0;
        for (int seed = 0; seed < Documents; seed++)
        {
            byte[] document = new DocumentGenerator(seed).Next();
            string? plain = TellPlain(document);
            if (plain is null)
                continue;
            taken++;
            Assert.True(plain == TellAny(document), $"Seed {seed}: {Encoding.UTF8.GetString(document)}");
        }
        // Else the comparison would have compared little.
        Assert.InRange(taken, Documents / 4, Documents);
    }

    [Fact]
    public void Both_refuse_a_document_that_breaks_off_anywhere()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Envelopes.Page(0, 2, true));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Null(TellPlain(whole[..length]));
            Assert.Null(TellAny(whole[..length]));
        }
        Assert.NotNull(TellPlain(whole));
    }

    [Theory]
    [InlineData("<Envelope><a/></Envelope>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<e:Envelope xmlns:e='urn:e'/>\n")]
    [InlineData("\uFEFF<Envelope xmlns='urn:e'>Tom &amp; Jerry &#x1F600; &#xB;\r\n</Envelope >")]
    [InlineData("<Envelope><a Id=\"1 &lt; 2\" Key='\"'>]] ></a></Envelope>")]
    [InlineData("<Envelope xmlns:e='urn:e'><a xmlns:e='urn:f'><e:b/></a><e:b>é漢😀</e:b></Envelope>")]
    public void What_servers_write_is_read_the_quick_way(string document)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document);
        Assert.NotNull(TellPlain(bytes));
        Assert.Equal(TellAny(bytes), TellPlain(bytes));
    }

    [Theory]
    [InlineData("<Envelope><!-- c --><a/></Envelope>")]
    [InlineData("<Envelope><![CDATA[<b>]]> &amp; more</Envelope>")]
    [InlineData("<Envelope><?pi?></Envelope>")]
    [InlineData("<Envelope xml:space='preserve'> </Envelope>")]
    [InlineData("<?xml version='1.0' standalone='yes'?><Envelope/>")]
    [InlineData("<Enveloppé/>")]
    public void Other_xml_is_left_to_the_slow_way(string document)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document);
        Assert.Null(TellPlain(bytes));
        Assert.NotNull(TellAny(bytes));
    }

    [Theory]
    [InlineData("<!DOCTYPE Envelope [<!ENTITY x 'y'>]><Envelope>&x;</Envelope>")]
    [InlineData("<Envelope><a></Envelope></a>")]
    [InlineData("<Envelope><e:a/></Envelope>")]
    [InlineData("<Envelope Id='1' Id='2'/>")]
    [InlineData("<Envelope xmlns:e='u' xmlns:f='u' e:Id='1' f:Id='2'/>")]
    [InlineData("<Envelope/><Envelope/>")]
    [InlineData("<Envelope>]]></Envelope>")]
    [InlineData("<Envelope>&nbsp;</Envelope>")]
    [InlineData("<Envelope>\u0001</Envelope>")]
    [InlineData("<Envelope>\uFFFE</Envelope>")]
    [InlineData("")]
    public void What_is_no_xml_or_not_allowed_is_refused_by_both(string document)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document);
        Assert.Null(TellPlain(bytes));
        Assert.Null(TellAny(bytes));
    }

    [Fact]
    public void Invalid_utf8_is_refused_by_both()
    {
        byte[][] sequences = [[0xC0, 0x80], [0xE9], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80]];
        foreach (byte[] sequence in sequences)
        {
            byte[] bytes = [.. "<a>"u8, .. sequence, .. "</a>"u8];
            Assert.Null(TellPlain(bytes));
            Assert.Null(TellAny(bytes));
        }
    }

    [Fact]
    public void Depth_is_limited()
    {
        Assert.NotNull(TellPlain(Nested(60)));
        Assert.Equal(TellAny(Nested(60)), TellPlain(Nested(60)));
        Assert.Null(TellPlain(Nested(100_000)));
        Assert.Null(TellAny(Nested(100_000)));
    }

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth)));

    private static string? TellPlain(byte[] document)
    {
        PlainSoapCursor cursor = new(ToBody(document));
        string told = Tell(cursor, document);
        return cursor.IsWhole ? told : null;
    }

    private static string? TellAny(byte[] document)
    {
        try
        {
            using XmlSoapCursor cursor = new(ToBody(document).OpenRead());
            return Tell(cursor, document);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static SoapBody ToBody(byte[] document) => new([.. document, (byte)'>'], document.Length);

    private static string Tell(SoapCursor cursor, byte[] document)
    {
        StringBuilder told = new();
        if (!cursor.ToRoot(RootName(document)))
            return "";
        TellElement(cursor, told);
        cursor.ToEnd();
        return told.ToString();
    }

    private static void TellElement(SoapCursor cursor, StringBuilder told)
    {
        int depth = cursor.Depth;
        told.Append(depth).Append(cursor.LocalName);
        foreach (string name in AttributeNames)
            if (cursor.Attribute(name) is { } value)
                told.Append('|').Append(name).Append('=').Append(value);
        while (cursor.NextChild(depth))
            TellElement(cursor, told);
        told.Append(">>").Append(cursor.Text);
    }

    // Any root will do here.
    private static string RootName(byte[] document)
    {
        string text = Encoding.UTF8.GetString(document);
        int start = 0;
        while ((start = text.IndexOf('<', start)) >= 0 && start + 1 < text.Length && text[start + 1] is '?' or '!')
            start++;
        string name = text[(start + 1)..].Split(' ', '>', '/', '\n', '\r')[0];
        return name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
