using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>Writes the envelopes of answers.</summary>
internal static class SoapReply
{
    private static readonly Dictionary<ExchangeRelease, string> Headers =
        Enum.GetValues(typeof(ExchangeRelease)).Cast<ExchangeRelease>().ToDictionary(release => release, HeaderOf);

    public static byte[] Success(ExchangeRelease release, Action<XmlWriter> writeBody) =>
        Write(null, writer => WriteSuccess(writer, release, writeBody)).ToArray();

    /// <summary>
    /// One of several envelopes in one answer: without XML declaration, for to the reader of the EWS Managed API all
    /// are one document, and with Envelope without prefix, as clients look for it in the text.
    /// </summary>
    public static byte[] Part(ExchangeRelease release, Action<XmlWriter> writeBody)
    {
        Utf8Buffer text = new(null);
        using EwsXmlWriter writer = new(text);
        WriteEnvelope(writer, "", envelope => WriteSuccess(envelope, release, writeBody));
        return text.ToArray();
    }

    /// <summary>An answer that may be large, in memory that is used again once it is disposed.</summary>
    public static MemoryStream Success(ExchangeRelease release, Action<XmlWriter> writeBody, BufferPool pool) =>
        Write(pool, writer => WriteSuccess(writer, release, writeBody)).ToBody();

    /// <summary>As davmail-161 shows it: without ServerVersionInfo and without faultactor.</summary>
    public static byte[] Fault(SoapFaultException fault) => Write(null, writer =>
    {
        writer.WriteStartElement("s", "Body", EwsXml.SoapUri);
        writer.WriteStartElement("s", "Fault", EwsXml.SoapUri);
        writer.WriteStartElement("faultcode");
        writer.WriteAttributeString("xmlns", "a", null, EwsXml.TypesUri);
        writer.WriteString("a:" + fault.ResponseCode);
        writer.WriteEndElement();
        writer.WriteStartElement("faultstring");
        writer.WriteAttributeString("xml", "lang", null, "en-US");
        writer.WriteString(fault.Message);
        writer.WriteEndElement();
        writer.WriteStartElement("detail");
        writer.WriteElementString("e", "ResponseCode", EwsXml.ErrorsUri, fault.ResponseCode);
        writer.WriteElementString("e", "Message", EwsXml.ErrorsUri, fault.Message);
        WriteMessageXml(writer, fault);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    }).ToArray();

    private static Utf8Buffer Write(BufferPool? pool, Action<XmlWriter> writeContent)
    {
        Utf8Buffer text = new(pool);
        using EwsXmlWriter writer = new(text);
        writer.WriteStartDocument();
        WriteEnvelope(writer, "s", writeContent);
        return text;
    }

    private static void WriteEnvelope(XmlWriter writer, string prefix, Action<XmlWriter> writeContent)
    {
        writer.WriteStartElement(prefix, "Envelope", EwsXml.SoapUri);
        writeContent(writer);
        writer.WriteEndElement();
    }

    private static void WriteSuccess(XmlWriter writer, ExchangeRelease release, Action<XmlWriter> writeBody)
    {
        writer.WriteStartElement("s", "Header", EwsXml.SoapUri);
        writer.WriteRaw(Headers[release]);
        writer.WriteEndElement();
        writer.WriteStartElement("s", "Body", EwsXml.SoapUri);
        writeBody(writer);
        writer.WriteEndElement();
    }

    private static void WriteMessageXml(XmlWriter writer, SoapFaultException fault)
    {
        if (fault.Values.Count == 0 && fault.Violation is null)
            return;
        writer.WriteStartElement("t", "MessageXml", EwsXml.TypesUri);
        foreach ((string name, string value) in fault.Values)
        {
            writer.WriteStartElement("t", "Value", EwsXml.TypesUri);
            writer.WriteAttributeString("Name", name);
            writer.WriteString(value);
            writer.WriteEndElement();
        }
        if (fault.Violation is { } violation)
        {
            writer.WriteElementString("t", "LineNumber", EwsXml.TypesUri, Number(violation.Line));
            writer.WriteElementString("t", "LinePosition", EwsXml.TypesUri, Number(violation.Position));
            writer.WriteElementString("t", "Violation", EwsXml.TypesUri, violation.Violation);
        }
        writer.WriteEndElement();
    }

    private static string HeaderOf(ExchangeRelease release)
    {
        (string build, string schema) = ServerVersion(release);
        string[] parts = build.Split('.');
        return $"<h:ServerVersionInfo MajorVersion=\"{parts[0]}\" MinorVersion=\"{parts[1]}\" "
            + $"MajorBuildNumber=\"{parts[2]}\" MinorBuildNumber=\"{parts[3]}\" Version=\"{schema}\" "
            + $"xmlns:h=\"{EwsXml.TypesUri}\" />";
    }

    /// <summary>
    /// A build of the release, from Microsoft's public list of build numbers, and its schema version.
    /// </summary>
    public static (string Build, string Schema) ServerVersion(ExchangeRelease release) => release switch
    {
        ExchangeRelease.Exchange2010 => ("14.0.639.21", "Exchange2010"),
        ExchangeRelease.Exchange2010SP1 => ("14.1.218.15", "Exchange2010_SP1"),
        ExchangeRelease.Exchange2010SP2 => ("14.2.247.5", "Exchange2010_SP2"),
        ExchangeRelease.Exchange2010SP2RU4 => ("14.2.318.2", "Exchange2010_SP2"),
        ExchangeRelease.Exchange2010SP3 => ("14.3.123.4", "Exchange2010_SP2"),
        ExchangeRelease.Exchange2013 => ("15.0.1497.2", "V2_23"),
        ExchangeRelease.Exchange2016 => ("15.1.2507.6", "V2017_07_11"),
        ExchangeRelease.Exchange2019 => ("15.2.1544.4", "V2017_07_11"),
        ExchangeRelease.ExchangeSE => ("15.2.2562.17", "V2017_07_11"),
        _ => ("15.20.8769.0", "V2018_01_08"),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
