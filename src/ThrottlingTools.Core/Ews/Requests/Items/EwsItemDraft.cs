using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>An item to be made.</summary>
public sealed class EwsItemDraft
{
    // The property that stands behind extended properties in the schema.
    private const string AfterExtended = "item:Culture";

    private readonly List<EwsPropertyValue> _values = [];

    /// <summary>Begins an item.</summary>
    /// <param name="itemType">Its element: <c>Message</c>, <c>Contact</c>, <c>Task</c> and so on.</param>
    /// <exception cref="ThrottlingToolsException"><c>UnknownItemType</c>.</exception>
    public EwsItemDraft(string itemType = "Message")
    {
        EwsPropertyTable.Of(itemType);
        ItemType = itemType;
    }

    /// <summary>The element.</summary>
    public string ItemType { get; }

    /// <summary>What was set.</summary>
    public IReadOnlyList<EwsPropertyValue> Values => _values;

    /// <summary>A message out of MIME content.</summary>
    /// <param name="mimeContent">The message as Internet mail.</param>
    public static EwsItemDraft FromMime(byte[] mimeContent) => new EwsItemDraft().Set("MimeContent", mimeContent);

    /// <summary>Sets a property; the last value counts.</summary>
    /// <param name="name">A name as <see cref="EwsPropertyPath.Parse(string)"/> takes it.</param>
    /// <param name="value">The value, as <see cref="EwsPropertyValue"/> takes it.</param>
    /// <returns>The draft.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UnknownEwsProperty</c>, <c>PropertyNotWritable</c>, <c>InvalidPropertyValue</c>.
    /// </exception>
    public EwsItemDraft Set(string name, object value)
    {
        EwsPropertyValue given = new(EwsPropertyPaths.Of(ItemType, name), value);
        _values.RemoveAll(known => known.Property.Equals(given.Property));
        _values.Add(given);
        return this;
    }

    internal void WriteTo(XmlWriter writer)
    {
        ILookup<EwsProperty?, EwsPropertyValue> byProperty = _values.ToLookup(value => value.Property.Property);
        writer.WriteStartElement(ItemType, EwsNames.Types);
        foreach (EwsProperty property in EwsPropertyTable.Of(ItemType))
        {
            if (property.FieldUri == AfterExtended)
                foreach (EwsPropertyValue extended in _values.Where(value => value.Property is EwsExtendedProperty))
                    extended.WriteTo(writer);
            EwsPropertyValue[] values = [.. byProperty[property]];
            if (values.Length > 0 && property.Kind == EwsValueKind.Entries)
                EwsPropertyValue.WriteEntries(writer, property.Name, values);
            else
                Array.ForEach(values, value => value.WriteTo(writer));
        }
        foreach (EwsPropertyValue unknown in byProperty[null].Where(value => value.Property is EwsFieldPath))
            unknown.WriteTo(writer);
        writer.WriteEndElement();
    }
}
