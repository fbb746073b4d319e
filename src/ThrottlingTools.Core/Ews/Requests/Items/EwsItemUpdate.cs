using System;
using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Changes of an item.</summary>
public sealed class EwsItemUpdate
{
    private readonly List<(EwsPropertyPath Property, EwsPropertyValue? Value)> _changes = [];
    private readonly string? _itemType;

    /// <summary>Begins the changes of an item.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="itemType">
    /// Its element, such as <c>Task</c>, which tells what plain names mean; <c>null</c> for what they usually mean.
    /// </param>
    public EwsItemUpdate(EwsItemId itemId, string? itemType = null)
    {
        ItemId = itemId;
        _itemType = itemType;
    }

    /// <summary>The item.</summary>
    public EwsItemId ItemId { get; }

    /// <summary>How many properties are changed.</summary>
    public int Count => _changes.Count;

    /// <summary>Marks an item as read or unread.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="isRead">Whether it was read.</param>
    public static EwsItemUpdate MarkAsRead(EwsItemId itemId, bool isRead = true) =>
        new EwsItemUpdate(itemId).Set("message:IsRead", isRead);

    /// <summary>Sets a property.</summary>
    /// <param name="name">A name as <see cref="EwsPropertyPath.Parse(string)"/> takes it.</param>
    /// <param name="value">The value, as <see cref="EwsPropertyValue"/> takes it.</param>
    /// <returns>The update.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UnknownEwsProperty</c>, <c>PropertyNotWritable</c>, <c>InvalidPropertyValue</c>.
    /// </exception>
    public EwsItemUpdate Set(string name, object value)
    {
        EwsPropertyPath property = Path(name);
        return Add(property, new EwsPropertyValue(property, value));
    }

    /// <summary>Takes a property away from the item.</summary>
    /// <param name="name">A name as <see cref="EwsPropertyPath.Parse(string)"/> takes it.</param>
    /// <returns>The update.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UnknownEwsProperty</c>, <c>PropertyNotWritable</c>.
    /// </exception>
    public EwsItemUpdate Delete(string name)
    {
        EwsPropertyPath property = Path(name);
        if (property.Property is { IsReadOnly: true })
            throw Errors.PropertyNotWritable(property, "the server alone sets it");
        return Add(property, null);
    }

    internal void WriteTo(XmlWriter writer)
    {
        if (_changes.Count == 0)
            throw Errors.NothingToUpdate(ItemId.Id);
        writer.WriteStartElement("ItemChange", EwsNames.Types);
        writer.WriteItemId(ItemId);
        writer.WriteStartElement("Updates", EwsNames.Types);
        foreach ((EwsPropertyPath property, EwsPropertyValue? value) in _changes)
        {
            writer.WriteStartElement(value is null ? "DeleteItemField" : "SetItemField", EwsNames.Types);
            property.WriteTo(writer);
            if (value is not null)
            {
                writer.WriteStartElement(_itemType ?? ElementOf(property), EwsNames.Types);
                value.WriteTo(writer);
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private EwsItemUpdate Add(EwsPropertyPath property, EwsPropertyValue? value)
    {
        _changes.RemoveAll(known => known.Property.Equals(property));
        _changes.Add((property, value));
        return this;
    }

    private EwsPropertyPath Path(string name) =>
        _itemType is null ? EwsPropertyPath.Parse(name) : EwsPropertyPaths.Of(_itemType, name);

    // The element around a value; that of items in general is the one that Microsoft's examples take for them.
    private static string ElementOf(EwsPropertyPath property)
    {
        string uri = property.ToString();
        return uri.StartsWith("calendar:", StringComparison.Ordinal) ? "CalendarItem"
            : uri.StartsWith("contacts:", StringComparison.Ordinal) ? "Contact"
            : uri.StartsWith("task:", StringComparison.Ordinal) ? "Task"
            : uri.StartsWith("distributionlist:", StringComparison.Ordinal) ? "DistributionList"
            : uri.StartsWith("postitem:", StringComparison.Ordinal) ? "PostItem"
            : "Message";
    }
}
