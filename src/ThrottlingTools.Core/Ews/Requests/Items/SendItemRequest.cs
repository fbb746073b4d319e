using System;
using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Sends messages that were made before. Servers want their change keys.</summary>
public sealed class SendItemRequest : EwsItemBatchRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The messages; at least one.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public SendItemRequest(IEnumerable<EwsItemId> itemIds)
        : base(itemIds)
    {
    }

    /// <summary>Whether a copy is kept. Default: true.</summary>
    public bool SaveItemToFolder { get; init; } = true;

    /// <summary>Where the copy is kept; <c>null</c> for Sent Items.</summary>
    public EwsFolderId? SavedItemFolder { get; init; }

    /// <inheritdoc/>
    public override string Operation => "SendItem";

    private protected override void WriteArguments(XmlWriter writer) =>
        writer.WriteAttributeString("SaveItemToFolder", XmlConvert.ToString(SaveItemToFolder));

    private protected override void WriteMore(XmlWriter writer)
    {
        if (SaveItemToFolder && SavedItemFolder is { } folder)
            writer.WriteFolders("SavedItemFolderId", folder);
    }
}
