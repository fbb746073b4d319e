using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Which properties of its items a request wants.</summary>
internal sealed class ItemShape
{
    /// <summary>In the order of the EWS schema. A find never returns bodies.</summary>
    private static readonly Property[] Properties =
    [
        new("item:ParentFolderId", false, (w, i) => WriteId(w, "ParentFolderId", i.Folder.Id)),
        new("item:ItemClass", false, (w, _) => Text(w, "ItemClass", "IPM.Note")),
        new("item:Subject", true, (w, i) => Text(w, "Subject", i.Subject)),
        new("item:Sensitivity", true, (w, _) => Text(w, "Sensitivity", "Normal")),
        new("item:Body", true, WriteBody),
        new("item:DateTimeReceived", true, (w, i) => Date(w, "DateTimeReceived", i.Received)),
        new("item:Size", true, (w, i) => Text(w, "Size", i.Size.ToString(CultureInfo.InvariantCulture))),
        new("item:Importance", false, (w, _) => Text(w, "Importance", "Normal")),
        new("item:DateTimeSent", true, (w, i) => Date(w, "DateTimeSent", i.Received.AddSeconds(-2))),
        new("item:DateTimeCreated", true, (w, i) => Date(w, "DateTimeCreated", i.Received)),
        new("item:HasAttachments", true, (w, i) => Text(w, "HasAttachments", XmlConvert.ToString(i.HasAttachments))),
        new("message:Sender", false, (w, i) => WriteSender(w, "Sender", i)),
        new("message:From", true, (w, i) => WriteSender(w, "From", i)),
        new("message:InternetMessageId", false, (w, i) => Text(w, "InternetMessageId", i.InternetMessageId)),
        new("message:IsRead", true, (w, i) => Text(w, "IsRead", XmlConvert.ToString(i.IsRead))),
    ];

    private readonly Property[] _wanted;

    /// <param name="shape">The ItemShape element.</param>
    /// <param name="isFind">Whether it is a find's.</param>
    public ItemShape(XElement shape, bool isFind)
    {
        string baseShape = ReadBase(shape);
        HashSet<string> added = new(
            shape.Element(EwsXml.Types + "AdditionalProperties")?.Elements(EwsXml.Types + "FieldURI")
                .Select(field => (string?)field.Attribute("FieldURI")
                    ?? throw SoapFaultException.Missing(field, "FieldURI"))
            ?? []);
        _wanted = Properties
            .Where(p => added.Contains(p.FieldUri) || baseShape == "AllProperties"
                || (baseShape == "Default" && p.IsDefault))
            .Where(p => !isFind || p.FieldUri != "item:Body")
            .ToArray();
        HasBody = _wanted.Any(p => p.FieldUri == "item:Body");
    }

    /// <summary>Whether bodies are read.</summary>
    public bool HasBody { get; }

    public static string ReadBase(XElement shape)
    {
        XElement element = shape.Element(EwsXml.Types + "BaseShape")
            ?? throw SoapFaultException.Missing(shape, "BaseShape");
        string value = element.Value.Trim();
        return value is "IdOnly" or "Default" or "AllProperties"
            ? value
            : throw SoapFaultException.Schema($"The value '{value}' is no BaseShape.", element);
    }

    public void Write(XmlWriter writer, SyntheticItem item)
    {
        writer.WriteStartElement("t", "Message", EwsXml.TypesUri);
        writer.WriteStartElement("t", "ItemId", EwsXml.TypesUri);
        writer.WriteAttributeString("Id", item.Id);
        writer.WriteAttributeString("ChangeKey", item.ChangeKey);
        writer.WriteEndElement();
        foreach (Property property in _wanted)
            property.Write(writer, item);
        writer.WriteEndElement();
    }

    internal static void WriteId(XmlWriter writer, string name, string id)
    {
        writer.WriteStartElement("t", name, EwsXml.TypesUri);
        writer.WriteAttributeString("Id", id);
        writer.WriteAttributeString("ChangeKey", "AQAAAA==");
        writer.WriteEndElement();
    }

    internal static void Text(XmlWriter writer, string name, string value) =>
        writer.WriteElementString("t", name, EwsXml.TypesUri, value);

    private static void Date(XmlWriter writer, string name, DateTime value) =>
        Text(writer, name, value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static void WriteBody(XmlWriter writer, SyntheticItem item)
    {
        writer.WriteStartElement("t", "Body", EwsXml.TypesUri);
        writer.WriteAttributeString("BodyType", "Text");
        writer.WriteString(item.Body());
        writer.WriteEndElement();
    }

    private static void WriteSender(XmlWriter writer, string name, SyntheticItem item)
    {
        writer.WriteStartElement("t", name, EwsXml.TypesUri);
        writer.WriteStartElement("t", "Mailbox", EwsXml.TypesUri);
        Text(writer, "Name", item.SenderName);
        Text(writer, "EmailAddress", item.SenderAddress);
        Text(writer, "RoutingType", "SMTP");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private sealed record Property(string FieldUri, bool IsDefault, Action<XmlWriter, SyntheticItem> Write);
}
