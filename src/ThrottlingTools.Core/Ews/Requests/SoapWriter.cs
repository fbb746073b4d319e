using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Writes requests as SOAP envelopes.</summary>
internal static class SoapWriter
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false) };

    /// <summary>The envelope of a request in UTF-8.</summary>
    internal static byte[] Write(EwsRequest request, ExchangeVersion version, ConnectingId? impersonated)
    {
        using MemoryStream stream = new();
        using (XmlWriter writer = XmlWriter.Create(stream, Settings))
        {
            writer.WriteStartElement("s", "Envelope", EwsNames.Soap);
            writer.WriteAttributeString("xmlns", "t", null, EwsNames.Types);
            writer.WriteAttributeString("xmlns", "m", null, EwsNames.Messages);
            WriteHeader(writer, version, impersonated);
            writer.WriteStartElement("Body", EwsNames.Soap);
            request.WriteBody(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        return stream.ToArray();
    }

    internal static void WriteShape(
        this XmlWriter writer, string element, EwsBaseShape shape, IReadOnlyList<string> properties)
    {
        writer.WriteStartElement(element, EwsNames.Messages);
        writer.WriteElementString("BaseShape", EwsNames.Types, shape.ToString());
        if (properties.Count > 0)
        {
            writer.WriteStartElement("AdditionalProperties", EwsNames.Types);
            foreach (string property in properties)
                EwsPropertyPath.Parse(property, element == "FolderShape").WriteTo(writer);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    internal static void WritePage(this XmlWriter writer, string element, int maxEntriesReturned, int offset)
    {
        writer.WriteStartElement(element, EwsNames.Messages);
        writer.WriteAttributeString("MaxEntriesReturned", maxEntriesReturned.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("Offset", offset.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("BasePoint", "Beginning");
        writer.WriteEndElement();
    }

    internal static void WriteRestriction(this XmlWriter writer, EwsRestriction? restriction)
    {
        if (restriction is null)
            return;
        writer.WriteStartElement("Restriction", EwsNames.Messages);
        restriction.WriteTo(writer);
        writer.WriteEndElement();
    }

    internal static void WriteSortOrder(this XmlWriter writer, IReadOnlyList<EwsSortField> order)
    {
        if (order.Count == 0)
            return;
        writer.WriteStartElement("SortOrder", EwsNames.Messages);
        foreach (EwsSortField field in order)
        {
            writer.WriteStartElement("FieldOrder", EwsNames.Types);
            writer.WriteAttributeString("Order", field.IsDescending ? "Descending" : "Ascending");
            EwsPropertyPath.Parse(field.Property).WriteTo(writer);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    internal static void WriteFolders(this XmlWriter writer, string element, params EwsFolderId[] folders)
    {
        writer.WriteStartElement(element, EwsNames.Messages);
        foreach (EwsFolderId folder in folders)
            writer.WriteFolder(folder);
        writer.WriteEndElement();
    }

    internal static void WriteItemIds(this XmlWriter writer, IReadOnlyList<EwsItemId> ids)
    {
        writer.WriteStartElement("ItemIds", EwsNames.Messages);
        foreach (EwsItemId id in ids)
            writer.WriteItemId(id);
        writer.WriteEndElement();
    }

    internal static void WriteItemId(this XmlWriter writer, EwsItemId id)
    {
        writer.WriteStartElement("ItemId", EwsNames.Types);
        writer.WriteAttributeString("Id", id.Id);
        if (id.ChangeKey is not null)
            writer.WriteAttributeString("ChangeKey", id.ChangeKey);
        writer.WriteEndElement();
    }

    private static void WriteFolder(this XmlWriter writer, EwsFolderId folder)
    {
        writer.WriteStartElement(folder.IsDistinguished ? "DistinguishedFolderId" : "FolderId", EwsNames.Types);
        writer.WriteAttributeString("Id", folder.Value);
        if (folder.IsDistinguished && folder.Mailbox is { } mailbox)
        {
            writer.WriteStartElement("Mailbox", EwsNames.Types);
            writer.WriteElementString("EmailAddress", EwsNames.Types, mailbox);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private static void WriteHeader(XmlWriter writer, ExchangeVersion version, ConnectingId? impersonated)
    {
        writer.WriteStartElement("Header", EwsNames.Soap);
        writer.WriteStartElement("RequestServerVersion", EwsNames.Types);
        writer.WriteAttributeString("Version", version.ToString());
        writer.WriteEndElement();
        if (impersonated is not null)
        {
            writer.WriteStartElement("ExchangeImpersonation", EwsNames.Types);
            writer.WriteStartElement("ConnectingSID", EwsNames.Types);
            writer.WriteElementString(impersonated.Element, EwsNames.Types, impersonated.Value);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }
}
