using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Deletes folders with all that is in them.</summary>
public sealed class DeleteFolderRequest : EwsBatchRequest
{
    private readonly EwsFolderId[] _folders;

    /// <summary>Makes a request.</summary>
    /// <param name="folders">The folders.</param>
    public DeleteFolderRequest(params EwsFolderId[] folders)
        : base(folders.Select(folder => folder.Value)) => _folders = folders;

    /// <summary>The folders.</summary>
    public IReadOnlyList<EwsFolderId> Folders => _folders;

    /// <summary>What becomes of them.</summary>
    public EwsDisposalType DeleteType { get; init; } = EwsDisposalType.MoveToDeletedItems;

    /// <inheritdoc/>
    public override string Operation => "DeleteFolder";

    internal override string? Mailbox => _folders[0].Mailbox;

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteAttributeString("DeleteType", DeleteType.ToString());
        writer.WriteFolders("FolderIds", _folders);
        writer.WriteEndElement();
    }
}
