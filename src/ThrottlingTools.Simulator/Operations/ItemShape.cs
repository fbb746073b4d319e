using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Which properties of its items a request wants, and how it writes them.</summary>
internal sealed class ItemShape
{
    private const string MimeContentUri = "item:MimeContent";
    private const string BodyUri = "item:Body";

    private readonly string _base;
    private readonly bool _isFind;
    private readonly string? _bodyType;
    private readonly HashSet<string> _added = [];
    private readonly PropertyPath[] _indexed;
    private readonly PropertyPath[] _extended;
    private readonly Dictionary<string, ItemProperty[]> _wanted = [];
    private (string Kind, ItemProperty[] Properties) _last = ("", []); // items of a folder are mostly of one kind

    /// <param name="shape">The ItemShape element.</param>
    /// <param name="isFind">Whether it is a find's, which returns neither bodies nor recipients.</param>
    public ItemShape(XElement shape, bool isFind)
    {
        _base = ReadBase(shape);
        _isFind = isFind;
        _bodyType = ReadBodyType(shape);
        PropertyPath[] paths = AdditionalPaths(shape);
        foreach (PropertyPath path in paths.Where(path => path.Index is null && path.Extended is null))
            _added.Add(path.Key);
        if ((string?)shape.Element(EwsXml.Types + "IncludeMimeContent") is "true" or "1")
            _added.Add(MimeContentUri);
        _indexed = paths.Where(path => path.Index is not null).ToArray();
        _extended = paths.Where(path => path.Extended is not null).ToArray();
        HasBody = !isFind && (_base != "IdOnly" || _added.Contains(BodyUri) || _added.Contains(MimeContentUri)
            || _added.Contains("item:TextBody") || _added.Contains("item:UniqueBody"));
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

    private static string? ReadBodyType(XElement shape)
    {
        XElement? element = shape.Element(EwsXml.Types + "BodyType");
        return element is null || element.Value is "Best" or "HTML" or "Text"
            ? element?.Value
            : throw SoapFaultException.Schema($"The value '{element.Value}' is no BodyType.", element);
    }

    public static PropertyPath[] AdditionalPaths(XElement shape) =>
        shape.Element(EwsXml.Types + "AdditionalProperties")?.Elements().Select(PropertyPath.Parse).ToArray() ?? [];

    public static void WriteIdOnly(XmlWriter writer, MailboxItem item)
    {
        writer.WriteStartElement("t", item.ElementName, EwsXml.TypesUri);
        WriteId(writer, item);
        writer.WriteEndElement();
    }

    /// <summary>Writes the ids of an item that was made, and of the attachments it was made with.</summary>
    public static void WriteMade(XmlWriter writer, MailboxItem item)
    {
        writer.WriteStartElement("t", item.ElementName, EwsXml.TypesUri);
        WriteId(writer, item);
        AttachmentXml.WriteIds(writer, item);
        writer.WriteEndElement();
    }

    public void Write(XmlWriter writer, MailboxItem item)
    {
        string kind = item.ElementName;
        writer.WriteStartElement("t", kind, EwsXml.TypesUri);
        ItemProperty[] wanted = Wanted(kind);
        bool isMime = wanted.Length > 0 && wanted[0].FieldUri == MimeContentUri;
        if (isMime)
            MimeText.Element(item).WriteTo(writer);
        WriteId(writer, item);
        for (int i = isMime ? 1 : 0; i < wanted.Length; i++)
            Write(writer, item, wanted[i]);
        writer.WriteEndElement();
    }

    private static void WriteId(XmlWriter writer, MailboxItem item)
    {
        byte[] id = new byte[SyntheticId.Length], changeKey = new byte[ChangeKey.Length];
        item.Id.CopyTo(id);
        ChangeKey.CopyTo(changeKey, item.Stamp);
        writer.WriteStartElement("t", "ItemId", EwsXml.TypesUri);
        writer.WriteStartAttribute("Id");
        writer.WriteBase64(id, 0, id.Length);
        writer.WriteEndAttribute();
        writer.WriteStartAttribute("ChangeKey");
        writer.WriteBase64(changeKey, 0, changeKey.Length);
        writer.WriteEndAttribute();
        writer.WriteEndElement();
    }

    private void Write(XmlWriter writer, MailboxItem item, ItemProperty property)
    {
        switch (property.FieldUri)
        {
            case ItemSchema.ExtendedProperty:
                foreach (PropertyPath path in _extended)
                    (item.Read(path) as XElement)?.WriteTo(writer);
                return;
            case BodyUri:
                DerivedProperties.Body(item, "Body", _bodyType)?.WriteTo(writer);
                return;
            case "item:Attachments":
                AttachmentXml.WriteList(writer, item);
                return;
            case "item:InternetMessageHeaders":
                WriteIndexed(writer, MimeText.Headers(item), property);
                return;
        }
        object? value = item.Read(property.FieldUri);
        if (value is XElement container && _indexed.Length > 0)
            WriteIndexed(writer, container, property);
        else if (value is not null)
            PropertyValue.Write(writer, property.Name, value);
    }

    /// <summary>Writes the whole of an indexed property, or the entries that are asked for.</summary>
    private void WriteIndexed(XmlWriter writer, XElement container, ItemProperty property)
    {
        if (IsWhole(property))
        {
            container.WriteTo(writer);
            return;
        }
        HashSet<string?> keys = new(_indexed
            .Where(path => IndexedProperty.Split(path.Key).Container == property.FieldUri).Select(path => path.Index));
        XElement[] entries = container.Elements()
            .Where(e => keys.Contains((string?)e.Attribute("Key") ?? (string?)e.Attribute("HeaderName"))).ToArray();
        if (entries.Length > 0)
            new XElement(container.Name, entries).WriteTo(writer);
    }

    private ItemProperty[] Wanted(string kind)
    {
        if ((object)_last.Kind != kind)
            _last = (kind, _wanted.TryGetValue(kind, out ItemProperty[]? wanted) ? wanted : Select(kind));
        return _last.Properties;
    }

    private ItemProperty[] Select(string kind)
    {
        bool isIdOnly = _base == "IdOnly" && _added.Count + _indexed.Length + _extended.Length == 0;
        return isIdOnly ? [] : _wanted[kind] = SelectProperties(kind);
    }

    private ItemProperty[] SelectProperties(string kind)
    {
        HashSet<string> containers = new(_indexed.Select(path => IndexedProperty.Split(path.Key).Container));
        return ItemSchema.Of(kind)
            .Where(property => IsWhole(property) || containers.Contains(property.FieldUri)
                || (property.FieldUri == ItemSchema.ExtendedProperty && _extended.Length > 0))
            .Where(property => property.IsInFind || !_isFind)
            .ToArray();
    }

    private bool IsWhole(ItemProperty property) =>
        _added.Contains(property.FieldUri)
        || (_base == "AllProperties" && property.IsInAll)
        || (_base == "Default" && property.IsDefault);
}
