using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>A request about items that exist.</summary>
public abstract class EwsItemBatchRequest : EwsBatchRequest
{
    private protected EwsItemBatchRequest(IEnumerable<EwsItemId> itemIds)
        : this([.. itemIds])
    {
    }

    private EwsItemBatchRequest(EwsItemId[] itemIds)
        : base(itemIds.Select(id => id.Id)) => ItemIds = itemIds;

    /// <summary>The items, in the order in which the answers come.</summary>
    public IReadOnlyList<EwsItemId> ItemIds { get; }

    internal sealed override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        WriteArguments(writer);
        writer.WriteItemIds(ItemIds);
        WriteMore(writer);
        writer.WriteEndElement();
    }

    /// <summary>Writes the attributes and what stands before the ids.</summary>
    private protected virtual void WriteArguments(XmlWriter writer)
    {
    }

    /// <summary>Writes what stands behind the ids.</summary>
    private protected virtual void WriteMore(XmlWriter writer)
    {
    }
}
