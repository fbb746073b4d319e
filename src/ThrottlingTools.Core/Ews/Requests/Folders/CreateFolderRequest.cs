using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Makes a folder.</summary>
public sealed class CreateFolderRequest : EwsRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="parent">Where to make it.</param>
    /// <param name="displayName">Its name; no other folder in the same one has it.</param>
    public CreateFolderRequest(EwsFolderId parent, string displayName)
    {
        Parent = parent;
        DisplayName = displayName;
    }

    /// <summary>Where to make it.</summary>
    public EwsFolderId Parent { get; }

    /// <summary>Its name.</summary>
    public string DisplayName { get; }

    /// <summary>
    /// The class of its items, such as <c>IPF.Note</c>; <c>null</c> for that of the server, which is mail.
    /// </summary>
    public string? FolderClass { get; init; }

    /// <inheritdoc/>
    public override string Operation => "CreateFolder";

    internal override string? Mailbox => Parent.Mailbox;

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteFolders("ParentFolderId", Parent);
        writer.WriteStartElement("Folders", EwsNames.Messages);
        writer.WriteStartElement("Folder", EwsNames.Types);
        if (FolderClass is not null)
            writer.WriteElementString("FolderClass", EwsNames.Types, FolderClass);
        writer.WriteElementString("DisplayName", EwsNames.Types, DisplayName);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
