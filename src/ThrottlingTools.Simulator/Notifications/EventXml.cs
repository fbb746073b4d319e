using System.Globalization;
using System.Xml;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>Writes events. Those that are fetched have watermarks, those that are streamed have none.</summary>
internal static class EventXml
{
    public static void Write(XmlWriter writer, in Notice notice, bool hasWatermark)
    {
        MailboxEvent change = notice.Event;
        string kind = change.IsFolder ? "FolderId" : "ItemId";
        writer.WriteStartElement("t", change.Type + "Event", EwsXml.TypesUri);
        if (hasWatermark)
            Text(writer, "Watermark", Watermark.Of(notice.Sequence));
        Text(writer, "TimeStamp", change.Time.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Id(writer, kind, change.Object);
        Id(writer, "ParentFolderId", change.Parent);
        if (change.Old is { } old)
            Id(writer, "Old" + kind, old);
        if (change.OldParent is { } parent)
            Id(writer, "OldParentFolderId", parent);
        writer.WriteEndElement();
    }

    /// <summary>What is sent when there is nothing to tell.</summary>
    public static void WriteStatus(XmlWriter writer, string? watermark)
    {
        writer.WriteStartElement("t", "StatusEvent", EwsXml.TypesUri);
        if (watermark is not null)
            Text(writer, "Watermark", watermark);
        writer.WriteEndElement();
    }

    public static void Text(XmlWriter writer, string name, string value) =>
        writer.WriteElementString("t", name, EwsXml.TypesUri, value);

    private static void Id(XmlWriter writer, string name, in ChangedObject id)
    {
        writer.WriteStartElement("t", name, EwsXml.TypesUri);
        writer.WriteAttributeString("Id", id.Id);
        if (id.ChangeKey is not null)
            writer.WriteAttributeString("ChangeKey", id.ChangeKey);
        writer.WriteEndElement();
    }
}
