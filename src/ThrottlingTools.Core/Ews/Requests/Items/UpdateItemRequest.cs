using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Changes items. Nobody is told of meetings that change.</summary>
public sealed class UpdateItemRequest : EwsBatchRequest
{
    private readonly EwsItemUpdate[] _updates;

    /// <summary>Makes a request.</summary>
    /// <param name="updates">The changes; at least one item.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    public UpdateItemRequest(IEnumerable<EwsItemUpdate> updates)
        : this([.. updates])
    {
    }

    private UpdateItemRequest(EwsItemUpdate[] updates)
        : base(updates.Select(update => update.ItemId.Id)) => _updates = updates;

    /// <summary>The changes.</summary>
    public IReadOnlyList<EwsItemUpdate> Updates => _updates;

    /// <summary>
    /// What happens if an item was changed since. Default: AutoResolve, for which the change keys have to be given.
    /// </summary>
    public EwsConflictResolution ConflictResolution { get; init; } = EwsConflictResolution.AutoResolve;

    /// <summary>What becomes of messages. Default: they are kept.</summary>
    public EwsMessageDisposition MessageDisposition { get; init; }

    /// <summary>Whether marking as read sends no receipt; from Exchange 2013 on.</summary>
    public bool SuppressReadReceipts { get; init; }

    /// <inheritdoc/>
    public override string Operation => "UpdateItem";

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteAttributeString("ConflictResolution", ConflictResolution.ToString());
        writer.WriteAttributeString("MessageDisposition", MessageDisposition.ToString());
        writer.WriteAttributeString("SendMeetingInvitationsOrCancellations", "SendToNone");
        if (SuppressReadReceipts)
            writer.WriteAttributeString("SuppressReadReceipts", "true");
        writer.WriteStartElement("ItemChanges", EwsNames.Messages);
        foreach (EwsItemUpdate update in _updates)
            update.WriteTo(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
