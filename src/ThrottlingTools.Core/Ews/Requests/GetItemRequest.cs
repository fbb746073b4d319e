using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Asks for a batch of items by id.</summary>
public sealed class GetItemRequest : EwsRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The ids, in the order in which the answers come; at least one.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public GetItemRequest(IEnumerable<string> itemIds)
    {
        ItemIds = itemIds.ToArray();
        if (ItemIds.Count == 0)
            throw new ArgumentException("A batch holds at least one item.", nameof(itemIds));
    }

    /// <summary>The ids.</summary>
    public IReadOnlyList<string> ItemIds { get; }

    /// <summary>How much of each item to return.</summary>
    public EwsBaseShape BaseShape { get; init; } = EwsBaseShape.Default;

    /// <summary>Names or FieldURIs of what to return beyond <see cref="BaseShape"/>.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <inheritdoc/>
    public override string Operation => "GetItem";

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteShape("ItemShape", BaseShape, Properties);
        writer.WriteStartElement("ItemIds", EwsNames.Messages);
        foreach (string id in ItemIds)
        {
            writer.WriteStartElement("ItemId", EwsNames.Types);
            writer.WriteAttributeString("Id", id);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
