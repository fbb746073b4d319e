using System;
using System.Globalization;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>ConvertId: the same item or folder by an id of another form.</summary>
internal sealed class ConvertIdCall : OperationCall
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private const int EntryIdFlags = 4; // an entry id begins with four bytes of flags

    private static readonly string[] Formats =
        ["EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId"];

    private static readonly ItemError Malformed = new("ErrorInvalidIdMalformed", "Id is malformed.");

    private readonly string _format;
    private readonly SyntheticMailbox _own;

    public ConvertIdCall(XElement operation, MailboxAccess access) : base(EwsOperation.Other, operation, "SourceIds")
    {
        _own = access.Own;
        _format = Format(operation, "DestinationFormat");
    }

    public override string Name => "ConvertId";

    public override WorkDone Run(int unit, ref int findCount)
    {
        XElement source = Parts[unit];
        if (source.Name != EwsXml.Types + "AlternateId")
            return Fail(unit, new ItemError("ErrorInvalidIdMalformed", "There are no public folders here."));
        string format = Format(source, "Format");
        string text = (string?)source.Attribute("Id") ?? throw SoapFaultException.Missing(source, "Id");
        string mailbox = (string?)source.Attribute("Mailbox") ?? throw SoapFaultException.Missing(source, "Mailbox");
        byte[]? bytes = Decode(format, text);
        if (bytes is null || !SyntheticId.TryParse(Convert.ToBase64String(bytes), out SyntheticId id))
            return Fail(unit, Malformed);
        // The server knows whose id it is: clients ask with a made-up address to learn their own.
        if (id.Mailbox == _own.Key)
            mailbox = _own.Address;
        return Succeed(unit, new WorkDone(1, 0), writer => Write(writer, Encode(_format, bytes), mailbox));
    }

    private void Write(XmlWriter writer, string id, string mailbox)
    {
        writer.WriteStartElement("m", "AlternateId", EwsXml.MessagesUri);
        writer.WriteAttributeString("xsi", "type", Instance, "t:AlternateIdType");
        writer.WriteAttributeString("Format", _format);
        writer.WriteAttributeString("Id", id);
        writer.WriteAttributeString("Mailbox", mailbox);
        writer.WriteEndElement();
    }

    private static string Format(XElement element, string name)
    {
        string value = (string?)element.Attribute(name) ?? throw SoapFaultException.Missing(element, name);
        return Formats.Contains(value)
            ? value
            : throw SoapFaultException.Schema($"The value '{value}' is no format of an id.", element);
    }

    private static string Encode(string format, byte[] id)
    {
        byte[] entry = [.. new byte[EntryIdFlags], .. id];
        return format switch
        {
            "EntryId" => Convert.ToBase64String(entry),
            "HexEntryId" => string.Concat(entry.Select(b => b.ToString("X2", CultureInfo.InvariantCulture))),
            "StoreId" => Convert.ToBase64String([(byte)entry.Length, .. entry]),
            "OwaId" => Uri.EscapeDataString(Convert.ToBase64String(id)),
            _ => Convert.ToBase64String(id),
        };
    }

    private static byte[] FromHex(string text) => Enumerable.Range(0, text.Length / 2)
        .Select(i => byte.Parse(text.Substring(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        .ToArray();

    /// <returns>The bytes of the id that other operations take; <c>null</c> if it is none of the format.</returns>
    private static byte[]? Decode(string format, string text)
    {
        try
        {
            byte[] bytes = format switch
            {
                "HexEntryId" => FromHex(text),
                "OwaId" => Convert.FromBase64String(Uri.UnescapeDataString(text)),
                _ => Convert.FromBase64String(text),
            };
            int prefix = format switch
            {
                "EntryId" or "HexEntryId" => EntryIdFlags,
                "StoreId" => EntryIdFlags + 1,
                _ => 0,
            };
            return bytes.Length > prefix ? bytes.Skip(prefix).ToArray() : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
