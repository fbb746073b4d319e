using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>
/// GroupBy and DistinguishedGroupBy of a FindItem: items with the same value of a property stand together, and the
/// groups are ordered by the smallest or largest value that another property has in them (public documentation:
/// GroupBy, AggregateOn, StandardGroupBy).
/// </summary>
internal sealed class ItemGrouping
{
    private readonly PropertyPath _path;
    private readonly PropertyPath _aggregateOn;
    private readonly bool _isMaximum;
    private readonly bool _isDescending;

    private ItemGrouping(XElement element)
    {
        _isDescending = ReadOrder(element) == "Descending";
        if (element.Name.LocalName == "DistinguishedGroupBy")
        {
            string standard = Require(element, "StandardGroupBy").Value.Trim();
            if (standard != "ConversationTopic")
                throw SoapFaultException.Schema($"The value '{standard}' is no StandardGroupBy.", element);
            _path = new PropertyPath("message:ConversationTopic");
            _aggregateOn = new PropertyPath(MailboxItem.ReceivedUri);
            _isMaximum = true;
            return;
        }
        XElement aggregateOn = Require(element, "AggregateOn");
        _path = ReadPath(element);
        _aggregateOn = ReadPath(aggregateOn);
        _isMaximum = ReadAggregate(aggregateOn) == "Maximum";
    }

    /// <summary>Reads the grouping of a request; <c>null</c> where it asks for none.</summary>
    /// <exception cref="SoapFaultException">It is no grouping.</exception>
    public static ItemGrouping? Read(XElement operation) =>
        operation.Element(EwsXml.Messages + "GroupBy") is { } own ? new ItemGrouping(own)
        : operation.Element(EwsXml.Messages + "DistinguishedGroupBy") is { } named ? new ItemGrouping(named)
        : null;

    /// <summary>The properties that it looks at.</summary>
    public IEnumerable<PropertyPath> Paths => [_path, _aggregateOn];

    /// <summary>What the items of a group share; empty for those without the property.</summary>
    public string KeyOf(MailboxItem item) => string.Join("; ", Texts(item.Read(_path)));

    /// <summary>
    /// The GroupIndex: the value that the group shares, or its number in the answer where that is no plain text
    /// (assumption GroupIndex).
    /// </summary>
    public string IndexOf(IGrouping<string, MailboxItem> group, int number) =>
        group.First().Read(_path) is XElement ? XmlConvert.ToString(number) : group.Key;

    /// <summary>Brings the places of groups together; inside a group they stay as they were.</summary>
    public int[] Sort(IReadOnlyList<MailboxItem> contents, IEnumerable<int> places)
    {
        List<(object? Extreme, int[] Places)> groups = places
            .GroupBy(place => KeyOf(contents[place]), StringComparer.OrdinalIgnoreCase)
            .Select(group => (Extreme(group.Select(place => contents[place].Read(_aggregateOn))), group.ToArray()))
            .ToList();
        Comparer<object?> comparer = Comparer<object?>.Create(PropertyValue.Compare);
        return (_isDescending
            ? groups.OrderByDescending(group => group.Extreme, comparer)
            : groups.OrderBy(group => group.Extreme, comparer)).SelectMany(group => group.Places).ToArray();
    }

    private object? Extreme(IEnumerable<object?> values) => values.Aggregate((left, right) =>
        PropertyValue.Compare(left, right) < 0 == _isMaximum ? right : left);

    private static IEnumerable<string> Texts(object? value) => value is null ? [] : PropertyValue.Texts(value);

    private static PropertyPath ReadPath(XElement element) => PropertyPath.Parse(
        element.Elements().FirstOrDefault(PropertyPath.IsPath)
        ?? throw SoapFaultException.Missing(element, "FieldURI"));

    private static XElement Require(XElement element, string name) =>
        element.Element(EwsXml.Types + name) ?? throw SoapFaultException.Missing(element, name);

    private static string ReadOrder(XElement element) => (string?)element.Attribute("Order") switch
    {
        "Ascending" => "Ascending",
        "Descending" => "Descending",
        _ => throw SoapFaultException.Schema("The Order is neither Ascending nor Descending.", element),
    };

    private static string ReadAggregate(XElement element) => (string?)element.Attribute("Aggregate") switch
    {
        "Minimum" => "Minimum",
        "Maximum" => "Maximum",
        _ => throw SoapFaultException.Schema("The Aggregate is neither Minimum nor Maximum.", element),
    };
}
