using System;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;
using Xunit;

namespace ThrottlingTools.Simulator.Tests;

public sealed class EwsXmlReaderTests
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 500;
    private const string Pieces = "<>/='\" \n\t&;!?-[]:.x1\r\0\u007f\u00e9";

    public static TheoryData<string> Plain =>
    [
        "<a/>",
        "<?xml version='1.0' encoding='utf-8'?>\n<a></a>\n",
        "<a x='1' y=\"it's > 2\">\n <b />text<c\n\ty='2'>m\t'or'\n\"e\"</c ></a>",
        "<p:a xmlns:p='urn:1' p:x='1' x='2'><p:b xmlns:p='urn:2'><p:c p:x='3'/></p:b><p:d/></p:a>",
        "<a xmlns='urn:1' b='1'><b xmlns='urn:2'/><c><d xmlns:q='urn:1' q:b='1'/></c></a>",
        "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"\n"
            + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\"><s:Body>\n"
            + "  <t:X.1-y_Z Id=\"AAMk+/=\" /><t:B></t:B> </s:Body></s:Envelope>",
    ];

    public static TheoryData<string> Other =>
    [
        "", " ", "a", "<a>", "<a", "</a>", "<a></b>", "<a/><b/>", "<a/>b", "<a><b></a></b>",
        "<1/>", "<a b/>", "<a b=1/>", "<a b='1' b='2'/>", "<a b='1'c='2'/>", "<a b='<'/>", "<:a/>", "<a:/>",
        "<p:a/>", "<a p:b='1'/>", "<a:b:c/>", "<a xmlns:p=''/>", "<a xmlns='urn:1'><b xmlns=''/></a>",
        "<a xmlns:xml='urn:1'/>", "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", "<a xml:lang='en'/>",
        "<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", "<a>&lt;</a>", "<a b='&#65;'/>", "<a>\u00e9</a>",
        "<a>\r\n</a>", "<a b='\n'/>", "<a>]]></a>", "<a>\u0001</a>", "<a><!-- --></a>",
        "<a><![CDATA[b]]></a>", "<a><?b?></a>", "<!DOCTYPE a><a/>", "\ufeff<a/>", " <?xml version='1.0'?><a/>",
        "<?xml version='1.1'?><a/>", "<?xml version='1.0' encoding='utf-16'?><a/>",
    ];

    [Theory]
    [MemberData(nameof(Plain))]
    public void Plain_XML_is_read_as_an_XmlReader_reads_it(string xml) =>
        Assert.Equal(Describe(Load(Bytes(xml))), Describe(TryRead(Bytes(xml))!));

    [Theory]
    [MemberData(nameof(Other))]
    public void All_other_XML_is_left_to_an_XmlReader(string xml) => Assert.Null(TryRead(Bytes(xml)));

    [Fact]
    public void What_is_too_deep_or_too_large_is_left_to_an_XmlReader()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", MaxDepth));
        Assert.NotNull(TryRead(Bytes(deep + deep.Replace("<", "</"))));
        Assert.Null(TryRead(Bytes("<a>" + deep + deep.Replace("<", "</") + "</a>")));
        Assert.Null(TryRead(Bytes("<a>" + string.Concat(Enumerable.Repeat("<b/>", MaxNodes)) + "</a>")));
    }

    [Fact]
    public void Whatever_is_damaged_is_read_as_an_XmlReader_reads_it_or_not_at_all()
    {
        int seed = Environment.TickCount, read = 0;
        Random random = new(seed);
        string[] whole = [.. Plain.Select(row => row.Data)];
        for (int i = 0; i < 20_000; i++)
        {
            StringBuilder xml = new(whole[random.Next(whole.Length)]);
            for (int damages = random.Next(1, 4); damages > 0; damages--)
                Damage(xml, random);
            byte[] bytes = Bytes(xml.ToString());
            if (TryRead(bytes) is not { } plain)
                continue;
            read++;
            Assert.True(Describe(plain).SequenceEqual(Loaded(bytes)), $"Seed {seed}: {xml}");
        }
        Assert.True(read > 1000, $"Seed {seed}: {read} were read.");
    }

    private static void Damage(StringBuilder xml, Random random)
    {
        int at = random.Next(xml.Length), length = random.Next(Math.Min(4, xml.Length - at));
        string copy = xml.ToString(at, length);
        if (random.Next(2) == 0)
            xml.Remove(at, length);
        at = random.Next(xml.Length);
        _ = random.Next(2) == 0
            ? xml.Insert(at, copy)
            : xml.Insert(at, Pieces[random.Next(Pieces.Length)]);
    }

    private static byte[] Bytes(string xml) => Encoding.UTF8.GetBytes(xml);

    private static XElement? TryRead(byte[] xml) => EwsXmlReader.TryRead(xml, MaxDepth, MaxNodes);

    private static XElement Load(byte[] xml)
    {
        using XmlReader reader = SoapRequest.Open(xml);
        return XElement.Load(reader, LoadOptions.SetLineInfo);
    }

    private static string[] Loaded(byte[] xml)
    {
        try
        {
            return Describe(Load(xml));
        }
        catch (XmlException exception)
        {
            return [exception.Message];
        }
    }

    /// <summary>All that can be told of a tree: names, places, attributes, texts, and how each element ends.</summary>
    private static string[] Describe(XElement root) => [.. root.DescendantNodesAndSelf().Select(
        node => node is XElement e
            ? $"{e.Name} {XmlPlace.Of(e)} {e.IsEmpty} {string.Join('|', e.Attributes().Select(Describe))}"
            : $"{node.Parent!.Name}: {node}")];

    private static string Describe(XAttribute attribute) =>
        $"{attribute.Name} {attribute.IsNamespaceDeclaration} {attribute.Value}";
}
