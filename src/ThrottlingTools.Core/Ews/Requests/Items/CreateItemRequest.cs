using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Makes items. Nobody is invited to meetings that are made.</summary>
public sealed class CreateItemRequest : EwsBatchRequest
{
    private readonly EwsItemDraft[] _drafts;

    /// <summary>Makes a request.</summary>
    /// <param name="drafts">The items; at least one.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    public CreateItemRequest(IEnumerable<EwsItemDraft> drafts)
        : this([.. drafts])
    {
    }

    private CreateItemRequest(EwsItemDraft[] drafts)
        : base(drafts.Select((_, place) => place.ToString(CultureInfo.InvariantCulture))) => _drafts = drafts;

    /// <summary>The items.</summary>
    public IReadOnlyList<EwsItemDraft> Drafts => _drafts;

    /// <summary>Where to make them, or to keep what is sent; <c>null</c> for the default folder of the kind.</summary>
    public EwsFolderId? SavedItemFolder { get; init; }

    /// <summary>What becomes of messages. Default: they are kept. The ids of what is sent are not returned.</summary>
    public EwsMessageDisposition MessageDisposition { get; init; }

    /// <inheritdoc/>
    public override string Operation => "CreateItem";

    internal override string? Mailbox => SavedItemFolder?.Mailbox;

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteAttributeString("MessageDisposition", MessageDisposition.ToString());
        writer.WriteAttributeString("SendMeetingInvitations", "SendToNone");
        if (SavedItemFolder is { } folder)
            writer.WriteFolders("SavedItemFolderId", folder);
        writer.WriteStartElement("Items", EwsNames.Messages);
        foreach (EwsItemDraft draft in _drafts)
            draft.WriteTo(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
