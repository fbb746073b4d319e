using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Asks for one page of the folders below a folder.</summary>
public sealed class FindFolderRequest : EwsRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="parent">The folder.</param>
    public FindFolderRequest(EwsFolderId parent) => Parent = parent;

    /// <summary>The folder.</summary>
    public EwsFolderId Parent { get; }

    /// <summary>How much of each folder to return.</summary>
    public EwsBaseShape BaseShape { get; init; } = EwsBaseShape.Default;

    /// <summary>
    /// What to return beyond <see cref="BaseShape"/>, as <see cref="EwsPropertyPath.ParseFolder"/> takes it.
    /// </summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>The first folder to return, counted from 0.</summary>
    public int Offset { get; init; }

    /// <summary>The most folders to return, from 1 up. The server may return fewer, at most 1000.</summary>
    public int MaxEntriesReturned { get; init; } = 100;

    /// <summary>Which folders to look at.</summary>
    public EwsFolderTraversal Traversal { get; init; }

    /// <summary>What the folders have to be like; <c>null</c> for all.</summary>
    public EwsRestriction? Restriction { get; init; }

    /// <inheritdoc/>
    public override string Operation => "FindFolder";

    internal override string? Mailbox => Parent.Mailbox;

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteAttributeString("Traversal", Traversal.ToString());
        writer.WriteShape("FolderShape", BaseShape, Properties);
        writer.WritePage("IndexedPageFolderView", MaxEntriesReturned, Offset);
        writer.WriteRestriction(Restriction);
        writer.WriteFolders("ParentFolderIds", Parent);
        writer.WriteEndElement();
    }
}
