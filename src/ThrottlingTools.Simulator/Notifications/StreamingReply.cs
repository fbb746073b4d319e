using System;
using System.Collections.Generic;
using System.Xml;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>The envelopes of a stream.</summary>
internal static class StreamingReply
{
    public static byte[] Opened(ExchangeRelease release) =>
        Success(release, writer => Message(writer, "ConnectionStatus", "OK"));

    public static byte[] Closed(ExchangeRelease release) =>
        Success(release, writer => Message(writer, "ConnectionStatus", "Closed"));

    public static byte[] Events(ExchangeRelease release, IEnumerable<(string Id, Notice[] Notices)> found) =>
        Success(release, writer =>
        {
            writer.WriteStartElement("m", "Notifications", EwsXml.MessagesUri);
            foreach ((string id, Notice[] notices) in found)
            {
                WriteNotification(writer, id, () =>
                {
                    foreach (Notice notice in notices)
                        EventXml.Write(writer, notice, hasWatermark: false);
                });
            }
            writer.WriteEndElement();
        });

    public static byte[] Status(ExchangeRelease release, IEnumerable<string> ids) => Success(release, writer =>
    {
        writer.WriteStartElement("m", "Notifications", EwsXml.MessagesUri);
        foreach (string id in ids)
            WriteNotification(writer, id, () => EventXml.WriteStatus(writer, watermark: null));
        writer.WriteEndElement();
    });

    public static byte[] Failed(ExchangeRelease release, ItemError error, IEnumerable<string> ids) =>
        Envelope(release, "Error", writer =>
        {
            Message(writer, "MessageText", error.Message);
            Message(writer, "ResponseCode", error.ResponseCode);
            Message(writer, "DescriptiveLinkKey", "0");
            WriteFailed(writer, ids);
        });

    /// <summary>What follows the codes of an error.</summary>
    public static void WriteFailed(XmlWriter writer, IEnumerable<string> ids)
    {
        writer.WriteStartElement("m", "ErrorSubscriptionIds", EwsXml.MessagesUri);
        foreach (string id in ids)
            EventXml.Text(writer, "SubscriptionId", id);
        writer.WriteEndElement();
        Message(writer, "ConnectionStatus", "Closed");
    }

    private static byte[] Success(ExchangeRelease release, Action<XmlWriter> content) =>
        Envelope(release, "Success", writer =>
        {
            Message(writer, "ResponseCode", "NoError");
            content(writer);
        });

    private static byte[] Envelope(ExchangeRelease release, string responseClass, Action<XmlWriter> content) =>
        SoapReply.Part(release, writer =>
        {
            writer.WriteStartElement("m", "GetStreamingEventsResponse", EwsXml.MessagesUri);
            writer.WriteAttributeString("xmlns", "t", null, EwsXml.TypesUri);
            writer.WriteStartElement("m", "ResponseMessages", EwsXml.MessagesUri);
            writer.WriteStartElement("m", "GetStreamingEventsResponseMessage", EwsXml.MessagesUri);
            writer.WriteAttributeString("ResponseClass", responseClass);
            content(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        });

    private static void WriteNotification(XmlWriter writer, string id, Action writeEvents)
    {
        writer.WriteStartElement("m", "Notification", EwsXml.MessagesUri);
        EventXml.Text(writer, "SubscriptionId", id);
        writeEvents();
        writer.WriteEndElement();
    }

    private static void Message(XmlWriter writer, string name, string value) =>
        writer.WriteElementString("m", name, EwsXml.MessagesUri, value);
}
