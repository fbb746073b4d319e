using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>An entry of a property that has several, such as one of the e-mail addresses of a contact.</summary>
public sealed class EwsIndexedFieldPath : EwsPropertyPath
{
    // DictionaryURIType of types.xsd, public, in the order of the schema: what may stand before the key, and the
    // property that holds the entries.
    private static readonly (string FieldUri, string Container)[] Kinds =
    [
        ("item:InternetMessageHeader", "item:InternetMessageHeaders"),
        ("contacts:ImAddress", "contacts:ImAddresses"),
        ("contacts:EmailAddress", "contacts:EmailAddresses"),
        ("contacts:PhoneNumber", "contacts:PhoneNumbers"),
        ("contacts:PhysicalAddress:Street", "contacts:PhysicalAddresses"),
        ("contacts:PhysicalAddress:City", "contacts:PhysicalAddresses"),
        ("contacts:PhysicalAddress:State", "contacts:PhysicalAddresses"),
        ("contacts:PhysicalAddress:CountryOrRegion", "contacts:PhysicalAddresses"),
        ("contacts:PhysicalAddress:PostalCode", "contacts:PhysicalAddresses"),
        ("distributionlist:Members:Member", "distributionlist:Members"),
    ];

    private static readonly Dictionary<string, string> Containers =
        Kinds.ToDictionary(kind => kind.FieldUri, kind => kind.Container, StringComparer.OrdinalIgnoreCase);

    private EwsIndexedFieldPath(string fieldUri, string fieldIndex)
    {
        FieldUri = fieldUri;
        FieldIndex = fieldIndex;
    }

    /// <summary>The kind of entry, such as <c>contacts:EmailAddress</c>.</summary>
    public string FieldUri { get; }

    /// <summary>The key of the entry, such as <c>EmailAddress1</c>.</summary>
    public string FieldIndex { get; }

    /// <summary>The FieldURIs that have entries.</summary>
    public static IReadOnlyCollection<string> FieldUris { get; } = Array.ConvertAll(Kinds, kind => kind.FieldUri);

    /// <summary>The property that holds the entry among others.</summary>
    public override EwsProperty? Property => EwsPropertyTable.FindItemProperty(Containers[FieldUri]);

    /// <summary>Text.</summary>
    public override Type? ValueType => typeof(string);

    /// <summary>FieldURI and key.</summary>
    public override string ToString() => $"{FieldUri}:{FieldIndex}";

    internal static int PlaceOf(string fieldUri) => Array.FindIndex(Kinds, kind => kind.FieldUri == fieldUri);

    internal static EwsIndexedFieldPath? TryParse(string text)
    {
        string? uri = FieldUris.FirstOrDefault(
            known => text.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase));
        return uri is null || uri.Length + 1 == text.Length
            ? null
            : new EwsIndexedFieldPath(uri, text.Substring(uri.Length + 1));
    }

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement("IndexedFieldURI", EwsNames.Types);
        writer.WriteAttributeString("FieldURI", FieldUri);
        writer.WriteAttributeString("FieldIndex", FieldIndex);
        writer.WriteEndElement();
    }
}
