using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>How much of an item or folder a request asks for.</summary>
public enum EwsBaseShape
{
    /// <summary>Ids alone.</summary>
    IdOnly,
    /// <summary>What EWS deems the default.</summary>
    Default,
    /// <summary>Everything; dear to the server.</summary>
    AllProperties,
}

/// <summary>Which items of a folder a find looks at.</summary>
public enum EwsTraversal
{
    /// <summary>The items of the folder.</summary>
    Shallow,
    /// <summary>The items in the dumpster.</summary>
    SoftDeleted,
    /// <summary>The hidden items.</summary>
    Associated,
}

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

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteShape("FolderShape", EwsBaseShape.Default, []);
        writer.WriteFolders("FolderIds", Folder);
        writer.WriteEndElement();
    }
}

/// <summary>Asks for one page of the items of a folder.</summary>
public sealed class FindItemRequest : EwsRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="folder">The folder.</param>
    public FindItemRequest(EwsFolderId folder) => Folder = folder;

    /// <summary>The folder.</summary>
    public EwsFolderId Folder { get; }

    /// <summary>How much of each item to return.</summary>
    public EwsBaseShape BaseShape { get; init; } = EwsBaseShape.Default;

    /// <summary>Names or FieldURIs of what to return beyond <see cref="BaseShape"/>.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>The first item to return, counted from 0.</summary>
    public int Offset { get; init; }

    /// <summary>The most items to return, from 1 up. The server may return fewer, at most 1000 (facts 2).</summary>
    public int MaxEntriesReturned { get; init; } = 100;

    /// <summary>Which items to look at.</summary>
    public EwsTraversal Traversal { get; init; }

    /// <summary>
    /// An Advanced Query Syntax query; <c>null</c> for all items. With one, a page holds at most 250 items (facts
    /// 2).
    /// </summary>
    public string? QueryString { get; init; }

    /// <inheritdoc/>
    public override string Operation => "FindItem";

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteAttributeString("Traversal", Traversal.ToString());
        writer.WriteShape("ItemShape", BaseShape, Properties);
        writer.WriteStartElement("IndexedPageItemView", EwsNames.Messages);
        writer.WriteAttributeString("MaxEntriesReturned", MaxEntriesReturned.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("Offset", Offset.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("BasePoint", "Beginning");
        writer.WriteEndElement();
        writer.WriteFolders("ParentFolderIds", Folder);
        if (!string.IsNullOrEmpty(QueryString))
            writer.WriteElementString("QueryString", EwsNames.Messages, QueryString);
        writer.WriteEndElement();
    }

    /// <summary>The same find over another page.</summary>
    internal FindItemRequest Page(int offset, int size) => new(Folder)
    {
        BaseShape = BaseShape,
        Properties = Properties,
        Traversal = Traversal,
        QueryString = QueryString,
        Offset = offset,
        MaxEntriesReturned = size,
    };
}

/// <summary>Asks for a batch of items by id.</summary>
public sealed class GetItemRequest : EwsRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The ids, in the order in which the answers come; at least one.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public GetItemRequest(IEnumerable<string> itemIds)
    {
        ItemIds = itemIds.ToArray();
        if (ItemIds.Count == 0)
            throw new ArgumentException("A batch holds at least one item.", nameof(itemIds));
    }

    /// <summary>The ids.</summary>
    public IReadOnlyList<string> ItemIds { get; }

    /// <summary>How much of each item to return.</summary>
    public EwsBaseShape BaseShape { get; init; } = EwsBaseShape.Default;

    /// <summary>Names or FieldURIs of what to return beyond <see cref="BaseShape"/>.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <inheritdoc/>
    public override string Operation => "GetItem";

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteShape("ItemShape", BaseShape, Properties);
        writer.WriteStartElement("ItemIds", EwsNames.Messages);
        foreach (string id in ItemIds)
        {
            writer.WriteStartElement("ItemId", EwsNames.Types);
            writer.WriteAttributeString("Id", id);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
