using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Puts items into another folder.</summary>
public abstract class TransferItemRequest : EwsItemBatchRequest
{
    private protected TransferItemRequest(IEnumerable<EwsItemId> itemIds, EwsFolderId toFolder)
        : base(itemIds) => ToFolder = toFolder;

    /// <summary>Where to put them.</summary>
    public EwsFolderId ToFolder { get; }

    /// <summary>
    /// Whether the new ids are returned. They never are for another mailbox or a public folder. Default: true.
    /// </summary>
    public bool ReturnNewItemIds { get; init; } = true;

    private protected sealed override void WriteArguments(XmlWriter writer) =>
        writer.WriteFolders("ToFolderId", ToFolder);

    // Servers before Exchange 2010 SP1 do not know the element, and return the ids anyway.
    private protected sealed override void WriteMore(XmlWriter writer)
    {
        if (!ReturnNewItemIds)
            writer.WriteElementString("ReturnNewItemIds", EwsNames.Messages, "false");
    }
}
