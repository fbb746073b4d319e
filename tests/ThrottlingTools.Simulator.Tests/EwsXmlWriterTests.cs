using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Simulator.Soap;
using Xunit;

namespace ThrottlingTools.Simulator.Tests;

public sealed class EwsXmlWriterTests
{
    private const string Wild = "a<b>&\"'\r\n\t \u00e9\u4f1a\ud83d\ude00\u0001\ud800\ufffe\x7f";

    [Fact]
    public void Text_and_attributes_come_back_as_they_were()
    {
        Prop.ForAll<string?, string?>((text, value) =>
        {
            XElement read = XElement.Parse(
                Write(writer => WriteOne(writer, text ?? "", value ?? "")), LoadOptions.PreserveWhitespace);
            return read.Value == Allowed(text) && (string?)read.Attribute("a") == Allowed(value);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_XML_forbids_becomes_a_replacement_character()
    {
        XElement read = XElement.Parse(Write(writer => WriteOne(writer, Wild, Wild)), LoadOptions.PreserveWhitespace);

        Assert.Equal("a<b>&\"'\r\n\t \u00e9\u4f1a\ud83d\ude00\ufffd\ufffd\ufffd\x7f", read.Value);
        Assert.Equal(read.Value, (string)read.Attribute("a")!);
    }

    [Theory]
    [InlineData("<a/>")]
    [InlineData("<a></a>")]
    [InlineData("<a x='1'><b/>text<c>more</c></a>")]
    [InlineData("<p:a xmlns:p='urn:1' p:x='1' y='2'><p:b xmlns:p='urn:2'><p:c p:x='3'/></p:b><p:d/></p:a>")]
    [InlineData("<a xmlns='urn:1'><b xmlns=''><c xmlns='urn:2' q:x='1' xmlns:q='urn:1'/></b><d/></a>")]
    [InlineData("<a xmlns:q='urn:a&amp;b'><q:b q:x='1'><q:c/></q:b></a>")]
    [InlineData("<t:a xmlns:t='http://schemas.microsoft.com/exchange/services/2006/types' xml:lang='en'>x</t:a>")]
    public void Elements_of_any_namespaces_come_back_as_they_were(string xml)
    {
        XElement given = XElement.Parse(xml);

        XElement read = XElement.Parse(Write(writer =>
        {
            writer.WriteStartElement("m", "Outer", EwsXml.MessagesUri);
            given.WriteTo(writer);
            writer.WriteEndElement();
        }));

        Assert.Equal(Names(given), Names(read.Elements().Single()));
        Assert.Equal(given.Value, read.Value);
    }

    [Fact]
    public void An_element_without_prefix_takes_one_that_is_in_scope()
    {
        string text = Write(writer =>
        {
            writer.WriteStartElement("t", "Outer", EwsXml.TypesUri);
            new XElement(EwsXml.Types + "Inner", new XAttribute(EwsXml.Types + "At", 1), "x").WriteTo(writer);
            writer.WriteEndElement();
        });

        Assert.Equal(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><t:Outer xmlns:t=\"" + EwsXml.TypesUri
            + "\"><t:Inner t:At=\"1\">x</t:Inner></t:Outer>", text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Base64_is_that_of_the_framework(int length)
    {
        byte[] bytes = Enumerable.Range(0, length + 2).Select(i => (byte)(i * 37)).ToArray();

        string text = Write(writer =>
        {
            writer.WriteStartElement("a");
            writer.WriteBase64(bytes, 2, length);
            writer.WriteFullEndElement();
        });

        Assert.Equal(Convert.ToBase64String(bytes, 2, length), XElement.Parse(text).Value);
    }

    private static void WriteOne(XmlWriter writer, string text, string value)
    {
        writer.WriteStartElement("t", "a", EwsXml.TypesUri);
        writer.WriteAttributeString("a", value);
        writer.WriteString(text);
        writer.WriteEndElement();
    }

    private static string Write(Action<XmlWriter> write)
    {
        Utf8Buffer buffer = new(null);
        using (EwsXmlWriter writer = new(buffer))
        {
            writer.WriteStartDocument();
            write(writer);
        }
        using StreamReader reader = new(buffer.ToBody(), new UTF8Encoding(false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }

    private static string Allowed(string? text)
    {
        StringBuilder allowed = new();
        for (int i = 0; i < text?.Length; i++)
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                allowed.Append(text[i]).Append(text[++i]);
            else
                allowed.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\ufffd');
        return allowed.ToString();
    }

    private static string[] Names(XElement element) => element.DescendantsAndSelf()
        .SelectMany(one => one.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)
            .Select(attribute => $"{attribute.Name}={attribute.Value}").Order().Prepend(one.Name.ToString()))
        .ToArray();
}
