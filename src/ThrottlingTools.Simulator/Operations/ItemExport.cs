using System;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>The opaque data of ExportItems: here the item as XML, in base64.</summary>
internal static class ItemExport
{
    private const string Magic = "EWSX1";

    private static readonly ItemError Corrupt = new("ErrorCorruptData", "The data is corrupt.");

    public static string Write(MailboxItem item)
    {
        XElement element = new(EwsXml.Types + item.ElementName);
        foreach (ItemProperty property in ItemSchema.Of(item.ElementName))
        {
            if (property.FieldUri == ItemSchema.ExtendedProperty)
                element.Add(item.Values.Values.OfType<XElement>().Where(e => e.Name.LocalName == property.Name));
            else if (property.FieldUri == "item:Attachments")
                element.Add(item.Attachments.Count == 0 ? null : new XElement(
                    EwsXml.Types + "Attachments",
                    item.Attachments.Select(one => AttachmentXml.Element(item, one, withContent: true))));
            else if ((property.IsInAll || property.FieldUri == "item:MimeContent")
                && property.FieldUri is not ("item:ParentFolderId" or "item:Size" or "item:ConversationId")
                && item.Read(property.FieldUri) is { } value)
                element.Add(value as XElement ?? new XElement(
                    EwsXml.Types + property.Name, PropertyValue.Format(value)));
        }
        byte[] bytes = Encoding.UTF8.GetBytes(Magic + element.ToString(SaveOptions.DisableFormatting));
        return Convert.ToBase64String(bytes);
    }

    /// <exception cref="ItemErrorException">The data is none that <see cref="Write"/> made.</exception>
    public static ItemDraft Read(string data, DateTime now)
    {
        try
        {
            string text = Encoding.UTF8.GetString(Convert.FromBase64String(data));
            if (!text.StartsWith(Magic, StringComparison.Ordinal))
                throw new ItemErrorException(Corrupt);
            using XmlReader reader = SoapRequest.Open(Encoding.UTF8.GetBytes(text.Substring(Magic.Length)));
            return ItemDraft.Read(XElement.Load(reader), now, isImport: true);
        }
        catch (Exception exception) when (exception is FormatException or XmlException or SoapFaultException)
        {
            throw new ItemErrorException(Corrupt);
        }
    }
}
