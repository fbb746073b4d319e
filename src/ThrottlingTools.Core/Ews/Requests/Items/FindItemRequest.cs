using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

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

    /// <summary>The most items to return, from 1 up. The server may return fewer, at most 1000.</summary>
    public int MaxEntriesReturned { get; init; } = 100;

    /// <summary>Which items to look at.</summary>
    public EwsTraversal Traversal { get; init; }

    /// <summary>
    /// An Advanced Query Syntax query; <c>null</c> for all items. With one, a page holds at most 250 items
    /// (learn-ews-throttling).
    /// </summary>
    public string? QueryString { get; init; }

    /// <summary>
    /// What the items have to be like; <c>null</c> for all. With one, a page holds at most 250 items. It
    /// excludes <see cref="QueryString"/>: no call of the EWS Managed API takes both.
    /// </summary>
    public EwsRestriction? Restriction { get; init; }

    /// <summary>The order of the items; none for that of the server, which is newest first.</summary>
    public IReadOnlyList<EwsSortField> SortOrder { get; init; } = [];

    /// <inheritdoc/>
    public override string Operation => "FindItem";

    internal override string? Mailbox => Folder.Mailbox;

    internal override void WriteBody(XmlWriter writer)
    {
        if (Restriction is not null && !string.IsNullOrEmpty(QueryString))
            throw Errors.QueryAndFilter();
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteAttributeString("Traversal", Traversal.ToString());
        writer.WriteShape("ItemShape", BaseShape, Properties);
        writer.WritePage("IndexedPageItemView", MaxEntriesReturned, Offset);
        writer.WriteRestriction(Restriction);
        writer.WriteSortOrder(SortOrder);
        writer.WriteFolders("ParentFolderIds", Folder);
        if (!string.IsNullOrEmpty(QueryString))
            writer.WriteElementString("QueryString", EwsNames.Messages, QueryString);
        writer.WriteEndElement();
    }

    /// <summary>The same find over another page.</summary>
    internal FindItemRequest Page(int offset, int size) => Copy(SortOrder, Properties, offset, size);

    /// <summary>The same find in another order and with other properties.</summary>
    internal FindItemRequest Anchored(IReadOnlyList<EwsSortField> order, IReadOnlyList<string> properties) =>
        Copy(order, properties, Offset, MaxEntriesReturned);

    private FindItemRequest Copy(
        IReadOnlyList<EwsSortField> order, IReadOnlyList<string> properties, int offset, int size) => new(Folder)
    {
        BaseShape = BaseShape,
        Properties = properties,
        Traversal = Traversal,
        QueryString = QueryString,
        Restriction = Restriction,
        SortOrder = order,
        Offset = offset,
        MaxEntriesReturned = size,
    };
}
