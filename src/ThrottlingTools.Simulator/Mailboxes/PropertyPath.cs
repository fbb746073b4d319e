using System;
using System.Globalization;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>Which property is meant: a FieldURI, an entry of an indexed one, or an extended property.</summary>
/// <param name="Key">The FieldURI, or what identifies the extended property.</param>
/// <param name="Index">The entry of an indexed property.</param>
/// <param name="Extended">The ExtendedFieldURI element of an extended property.</param>
internal sealed record PropertyPath(string Key, string? Index = null, XElement? Extended = null)
{
    private const int FirstCustomTag = 0x8000; // up to 0xFFFE; documentation of ExtendedFieldURI

    /// <summary>Reads one of the three path elements.</summary>
    /// <exception cref="SoapFaultException">It is none.</exception>
    public static PropertyPath Parse(XElement element)
    {
        string name = element.Name.Namespace == EwsXml.Types ? element.Name.LocalName : "";
        return name switch
        {
            "FieldURI" => new PropertyPath(FieldUri(element)),
            "IndexedFieldURI" => new PropertyPath(
                Attribute(element, "FieldURI"), Attribute(element, "FieldIndex")),
            "ExtendedFieldURI" => new PropertyPath(ExtendedKey(element), null, new XElement(element)),
            _ => throw SoapFaultException.Schema($"The element '{element.Name.LocalName}' is no path.", element),
        };
    }

    /// <summary>Whether an element is one of the three path elements.</summary>
    public static bool IsPath(XElement element) =>
        element.Name.Namespace == EwsXml.Types
        && element.Name.LocalName is "FieldURI" or "IndexedFieldURI" or "ExtendedFieldURI";

    /// <summary>The same key for the same property, however it is written.</summary>
    public static string ExtendedKey(XElement uri)
    {
        string type = Attribute(uri, "PropertyType");
        string? tag = (string?)uri.Attribute("PropertyTag");
        string? set = (string?)uri.Attribute("DistinguishedPropertySetId") ?? (string?)uri.Attribute("PropertySetId");
        string? name = (string?)uri.Attribute("PropertyName") ?? (string?)uri.Attribute("PropertyId");
        bool isTwice = Both(uri, "PropertySetId", "DistinguishedPropertySetId")
            || Both(uri, "PropertyName", "PropertyId");
        if (isTwice || (tag is not null ? set is not null || name is not null : set is null || name is null))
            throw new SoapFaultException(
                "ErrorInvalidExtendedProperty",
                "An extended property has either a PropertyTag, or a property set and a PropertyName or PropertyId.");
        if (tag is null)
            return $"named:{set}:{name}:{type}".ToUpperInvariant();
        int number = TagNumber(tag, uri);
        return number is < FirstCustomTag or ushort.MaxValue
            ? $"tag:{number:x4}:{type}"
            : throw new SoapFaultException(
                "ErrorInvalidExtendedProperty", $"{tag} is in the custom range: name the property by its set.");
    }

    private static bool Both(XElement uri, string first, string second) =>
        uri.Attribute(first) is not null && uri.Attribute(second) is not null;

    private static int TagNumber(string tag, XElement place)
    {
        bool isHex = tag.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(
            isHex ? tag.Substring(2) : tag, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out int number) && number is >= 0 and <= ushort.MaxValue
            ? number
            : throw SoapFaultException.Schema($"The value '{tag}' is no PropertyTag.", place);
    }

    private static string FieldUri(XElement element)
    {
        string uri = Attribute(element, "FieldURI");
        return FieldUris.IsKnown(uri)
            ? uri
            : throw SoapFaultException.Schema($"The value '{uri}' is no FieldURI.", element);
    }

    private static string Attribute(XElement element, string name) =>
        (string?)element.Attribute(name) ?? throw SoapFaultException.Missing(element, name);
}
