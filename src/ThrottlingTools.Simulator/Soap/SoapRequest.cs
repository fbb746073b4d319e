using System;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>A request as read: no DTD, nothing external, bounded in size and depth.</summary>
internal sealed class SoapRequest
{
    private const int MaxDepth = 64;

    /// <summary>
    /// Each takes much more memory than its text; a thousand items with all their properties have fewer.
    /// </summary>
    private const int MaxNodes = 500_000;

    private const int BytesOfElement = 150; // an estimate: name, line number and an attribute

    private static readonly XName Envelope = EwsXml.Soap + "Envelope";
    private static readonly XName Header = EwsXml.Soap + "Header";
    private static readonly XName Body = EwsXml.Soap + "Body";
    private static readonly XName RequestServerVersion = EwsXml.Types + "RequestServerVersion";
    private static readonly XName ExchangeImpersonation = EwsXml.Types + "ExchangeImpersonation";
    private static readonly XName ConnectingSid = EwsXml.Types + "ConnectingSID";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    private static readonly string[] ConnectingIds = ["PrincipalName", "SID", "PrimarySmtpAddress", "SmtpAddress"];

    private SoapRequest(XElement operation, string? serverVersion, XElement? impersonated)
    {
        Operation = operation;
        ServerVersion = serverVersion;
        Impersonated = impersonated?.Value.Trim();
        ImpersonatedBy = impersonated?.Name.LocalName;
    }

    /// <summary>The one element of the body.</summary>
    public XElement Operation { get; }

    /// <summary>RequestServerVersion; <c>null</c> where the request has none.</summary>
    public string? ServerVersion { get; }

    /// <summary>Whom the caller impersonates, by address, name or SID; <c>null</c> for nobody.</summary>
    public string? Impersonated { get; }

    /// <summary>PrincipalName, SID, PrimarySmtpAddress or SmtpAddress; <c>null</c> for nobody.</summary>
    public string? ImpersonatedBy { get; }

    /// <summary>
    /// Whether the version asked for is Exchange2010 or older, for which finds are never cut short
    /// (exchangedev-ewsfindcountlimit).
    /// </summary>
    public bool IsBefore2010SP1 =>
        ServerVersion is "Exchange2009" or "Exchange2010"
        || ServerVersion?.StartsWith("Exchange2007", StringComparison.Ordinal) == true;

    /// <param name="body">The request.</param>
    /// <param name="time">How long reading it may take.</param>
    /// <exception cref="SoapFaultException">The request is no SOAP envelope with one operation.</exception>
    /// <exception cref="Http.BadRequestException">503: reading it takes too long.</exception>
    public static SoapRequest Read(byte[] body, ReadingTime time)
    {
        try
        {
            return Read(Load(body, time));
        }
        catch (XmlException exception)
        {
            throw SoapFaultException.Schema(exception.Message, null);
        }
    }

    private static SoapRequest Read(XElement envelope)
    {
        if (envelope.Name != Envelope)
            throw SoapFaultException.Schema($"'{envelope.Name.LocalName}' is no SOAP envelope.", envelope);
        XElement operation = envelope.Element(Body)?.Elements().FirstOrDefault()
            ?? throw SoapFaultException.Missing(envelope, "Body");
        XElement? header = envelope.Element(Header);
        XElement? impersonation = header?.Element(ExchangeImpersonation);
        XElement? who = impersonation?.Element(ConnectingSid)?.Elements().FirstOrDefault();
        if (impersonation is not null && string.IsNullOrWhiteSpace(who?.Value))
            throw new SoapFaultException(
                "ErrorInvalidExchangeImpersonationHeaderData",
                "The ExchangeImpersonation header names neither a user principal name, an address, nor a SID.");
        string? version = (string?)header?.Element(RequestServerVersion)?.Attribute("Version");
        if (who is not null && (who.Name.Namespace != EwsXml.Types || !ConnectingIds.Contains(who.Name.LocalName)))
            throw SoapFaultException.Schema($"'{who.Name.LocalName}' is no id of an account.", who);
        return new SoapRequest(operation, version, who);
    }

    /// <summary>Reads XML without DTD and without anything external, bounded in size and depth.</summary>
    /// <exception cref="XmlException">It is none, or has too many nodes or levels.</exception>
    /// <exception cref="Http.BadRequestException">503: it takes too long.</exception>
    internal static XElement Load(byte[] body, ReadingTime time)
    {
        if (MayBeTooLarge(body))
            CheckSize(body, time);
        using XmlReader reader = XmlReader.Create(new TimedStream(body, time), Settings);
        return XElement.Load(reader, LoadOptions.SetLineInfo);
    }

    // A node takes a byte at least; an element that is closed takes two '<', so that few of them can't go deep.
    private static bool MayBeTooLarge(byte[] body) =>
        body.Length > MaxNodes || CountTags(body) > 2 * MaxDepth;

    /// <summary>About how many bytes its elements will take in memory, beside their text.</summary>
    internal static long SizeOfElements(byte[] body) => CountTags(body) / 2 * BytesOfElement;

    private static long CountTags(byte[] body)
    {
        long tags = 0;
        foreach (byte one in body)
            if (one == (byte)'<')
                tags++;
        return tags;
    }

    private static void CheckSize(byte[] body, ReadingTime time)
    {
        using XmlReader reader = XmlReader.Create(new TimedStream(body, time), Settings);
        for (int nodes = 0; reader.Read();)
        {
            time.Check();
            nodes += 1 + reader.AttributeCount;
            if (nodes > MaxNodes)
                throw new XmlException($"There are more than {MaxNodes} nodes.");
            if (reader.Depth > MaxDepth)
                throw new XmlException($"The elements are nested more than {MaxDepth} deep.");
        }
    }

    /// <summary>Reads XML without DTD and without anything external.</summary>
    internal static XmlReader Open(byte[] body) => XmlReader.Create(new MemoryStream(body, writable: false), Settings);
}
