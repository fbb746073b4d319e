using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Keeps in a checkpoint how far a find in one mailbox is.</summary>
internal static class FindProgressXml
{
    private const string Element = "Mailbox";

    public static void Write(XmlWriter writer, string mailbox, FindProgress progress, bool? isDescending)
    {
        PagingLedger ledger = progress.Ledger;
        writer.WriteStartElement(Element);
        writer.WriteAttributeString("Name", mailbox);
        writer.WriteAttributeString("IsComplete", XmlConvert.ToString(progress.IsComplete));
        writer.WriteAttributeString("Place", XmlConvert.ToString(progress.Place));
        if (isDescending is { } descending)
            writer.WriteAttributeString("IsDescending", XmlConvert.ToString(descending));
        writer.WriteStartElement("Ledger");
        foreach ((string name, long count) in Counts(ledger))
            writer.WriteAttributeString(name, XmlConvert.ToString(count));
        writer.WriteAttributeString("TimeBackedOff", XmlConvert.ToString(ledger.TimeBackedOff));
        WriteTotal(writer, "TotalItemsAtStart", ledger.TotalItemsAtStart);
        WriteTotal(writer, "TotalItemsInView", ledger.TotalItemsInView);
        writer.WriteEndElement();
        progress.Returned.Write(writer);
        writer.WriteEndElement();
    }

    /// <summary>Stands on the element, and leaves it behind.</summary>
    public static (string Mailbox, FindProgress Progress) Read(XmlReader reader)
    {
        if (!reader.IsStartElement(Element))
            throw new XmlException($"'{reader.LocalName}' is unexpected.");
        string mailbox = Require(reader, "Name");
        bool isComplete = XmlConvert.ToBoolean(Require(reader, "IsComplete"));
        int place = XmlConvert.ToInt32(Require(reader, "Place"));
        bool? isDescending = reader.GetAttribute("IsDescending") is { } text ? XmlConvert.ToBoolean(text) : null;
        reader.ReadStartElement();
        PagingLedger ledger = ReadLedger(reader);
        reader.ReadStartElement("Ledger");
        ReturnedItems returned = ReturnedItems.Read(reader, isDescending);
        reader.ReadEndElement();
        return place >= -1 && ledger.Returned >= 0
            ? (mailbox, new FindProgress(returned, place, isComplete, ledger))
            : throw new XmlException("A count is negative.");
    }

    private static IEnumerable<(string Name, long Count)> Counts(PagingLedger ledger) =>
    [
        ("Returned", ledger.Returned), ("Pages", ledger.Pages), ("Requests", ledger.Requests),
        ("Retries", ledger.Retries), ("Deferred", ledger.Deferred), ("CutShort", ledger.CutShort),
        ("Reconnected", ledger.Reconnected), ("Repeated", ledger.Repeated), ("Vanished", ledger.Vanished),
        ("AddedMeanwhile", ledger.AddedMeanwhile),
        ("Doubted", ledger.Doubted), ("Refused", ledger.Refused),
    ];

    private static PagingLedger ReadLedger(XmlReader reader) => new()
    {
        Returned = XmlConvert.ToInt64(Require(reader, "Returned")),
        Pages = XmlConvert.ToInt32(Require(reader, "Pages")),
        Requests = XmlConvert.ToInt32(Require(reader, "Requests")),
        Retries = XmlConvert.ToInt32(Require(reader, "Retries")),
        Deferred = XmlConvert.ToInt32(Require(reader, "Deferred")),
        CutShort = XmlConvert.ToInt32(Require(reader, "CutShort")),
        Reconnected = XmlConvert.ToInt32(Require(reader, "Reconnected")),
        Repeated = XmlConvert.ToInt64(Require(reader, "Repeated")),
        Vanished = XmlConvert.ToInt64(Require(reader, "Vanished")),
        AddedMeanwhile = XmlConvert.ToInt64(Require(reader, "AddedMeanwhile")),
        Doubted = Total(reader, "Doubted") ?? 0,
        Refused = Total(reader, "Refused") ?? 0,
        TimeBackedOff = XmlConvert.ToTimeSpan(Require(reader, "TimeBackedOff")),
        TotalItemsAtStart = Total(reader, "TotalItemsAtStart"),
        TotalItemsInView = Total(reader, "TotalItemsInView"),
    };

    private static void WriteTotal(XmlWriter writer, string name, int? total)
    {
        if (total is { } count)
            writer.WriteAttributeString(name, XmlConvert.ToString(count));
    }

    private static int? Total(XmlReader reader, string name) =>
        reader.GetAttribute(name) is { } text ? XmlConvert.ToInt32(text) : null;

    private static string Require(XmlReader reader, string name) =>
        reader.GetAttribute(name) ?? throw new XmlException($"{name} is missing.");
}
