using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>The SortOrder of a find. Without one, items come newest first.</summary>
internal sealed class ItemOrder
{
    private readonly List<(PropertyPath Path, bool IsDescending)> _fields;

    private ItemOrder(List<(PropertyPath, bool)> fields) => _fields = fields;

    /// <summary>The date by which contents stand in this order or its reverse without sorting.</summary>
    public string? Date =>
        _fields.Count == 0 ? MailboxItem.ReceivedUri
        : _fields.Count == 1 && DateOrder.Uris.Contains(_fields[0].Path.Key) ? _fields[0].Path.Key
        : null;

    /// <summary>The properties by which it sorts.</summary>
    public IEnumerable<PropertyPath> Paths => _fields.Select(one => one.Path);

    /// <summary>Whether a date goes from the oldest item to the newest.</summary>
    public bool IsOldestFirst => _fields.Count == 1 && !_fields[0].IsDescending;

    public static ItemOrder By(string fieldUri) => new([(new PropertyPath(fieldUri), false)]);

    /// <exception cref="SoapFaultException">It is no sort order.</exception>
    public static ItemOrder Read(XElement operation) => new(
        (operation.Element(EwsXml.Messages + "SortOrder")?.Elements(EwsXml.Types + "FieldOrder") ?? [])
        .Select(order => (
            PropertyPath.Parse(
                order.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(order, "FieldURI")),
            (string?)order.Attribute("Order") switch
            {
                "Descending" => true,
                "Ascending" => false,
                _ => throw SoapFaultException.Schema("The Order is neither Ascending nor Descending.", order),
            }))
        .ToList());

    /// <summary>Sorts places of a folder; what is equal stays as it was.</summary>
    public int[] Sort(IReadOnlyList<MailboxItem> contents, IEnumerable<int> places)
    {
        (int Place, object?[] Keys)[] keyed = places
            .Select(place => (place, _fields.Select(field => Key(contents[place].Read(field.Path))).ToArray()))
            .ToArray();
        Array.Sort(keyed, (left, right) => Compare(left, right));
        return Array.ConvertAll(keyed, entry => entry.Place);
    }

    private int Compare((int Place, object?[] Keys) left, (int Place, object?[] Keys) right)
    {
        for (int i = 0; i < _fields.Count; i++)
        {
            int order = PropertyValue.Compare(left.Keys[i], right.Keys[i]);
            if (order != 0)
                return _fields[i].IsDescending ? -order : order;
        }
        return left.Place.CompareTo(right.Place);
    }

    private static object? Key(object? value) =>
        value is XElement element && element.Name == EwsXml.Types + "ExtendedProperty"
            ? MapiProperties.ValueOf(element)
            : value;
}
