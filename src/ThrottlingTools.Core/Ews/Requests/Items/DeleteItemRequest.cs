using System;
using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Deletes items. Nobody is told of meetings that vanish, and series of tasks vanish as a whole.</summary>
public sealed class DeleteItemRequest : EwsItemBatchRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The items; at least one.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public DeleteItemRequest(IEnumerable<EwsItemId> itemIds)
        : base(itemIds)
    {
    }

    /// <summary>What becomes of them.</summary>
    public EwsDisposalType DeleteType { get; init; } = EwsDisposalType.MoveToDeletedItems;

    /// <inheritdoc/>
    public override string Operation => "DeleteItem";

    // Required for appointments and for tasks, passed over for other items.
    private protected override void WriteArguments(XmlWriter writer)
    {
        writer.WriteAttributeString("DeleteType", DeleteType.ToString());
        writer.WriteAttributeString("SendMeetingCancellations", "SendToNone");
        writer.WriteAttributeString("AffectedTaskOccurrences", "AllOccurrences");
    }
}
