using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Asks for one folder with its name and counts.</summary>
public sealed class GetFolderRequest : EwsRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="folder">The folder.</param>
    public GetFolderRequest(EwsFolderId folder) => Folder = folder;

    /// <summary>The folder.</summary>
    public EwsFolderId Folder { get; }

    /// <inheritdoc/>
    public override string Operation => "GetFolder";

    internal override string? Mailbox => Folder.Mailbox;

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteShape("FolderShape", EwsBaseShape.Default, []);
        writer.WriteFolders("FolderIds", Folder);
        writer.WriteEndElement();
    }
}
