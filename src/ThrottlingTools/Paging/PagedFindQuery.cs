using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Paging;

/// <summary>What a paged find looks for, made of what was asked for.</summary>
internal sealed class PagedFindQuery
{
    private readonly bool _isForFolders;
    private readonly string? _traversal;
    private readonly string? _queryString;
    private readonly EwsRestriction? _restriction;
    private readonly EwsSortField[] _order;

    /// <summary>Reads what was asked for.</summary>
    /// <param name="isForFolders">Whether folders are looked for, not items.</param>
    /// <param name="traversal">The name of a traversal; <c>null</c> for the default.</param>
    /// <param name="queryString">A query in AQS.</param>
    /// <param name="filter">A filter in the module's own notation.</param>
    /// <param name="sortBy">The order.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>QueryAndFilter</c>, <c>NotForFolders</c>, <c>InvalidTraversal</c>, and those of filters and orders.
    /// </exception>
    public PagedFindQuery(
        bool isForFolders, string? traversal, string? queryString, string? filter, IReadOnlyCollection<string> sortBy)
    {
        if (queryString is not null && filter is not null)
            throw Errors.QueryAndFilter();
        if (isForFolders && queryString is not null)
            throw Errors.NotForFolders("QueryString");
        if (isForFolders && sortBy.Count > 0)
            throw Errors.NotForFolders("SortBy");
        Type accepted = isForFolders ? typeof(EwsFolderTraversal) : typeof(EwsTraversal);
        if (traversal is not null && !Enum.GetNames(accepted).Contains(traversal, StringComparer.OrdinalIgnoreCase))
            throw Errors.InvalidTraversal(traversal, string.Join(", ", Enum.GetNames(accepted)));
        _isForFolders = isForFolders;
        _traversal = traversal;
        _queryString = queryString;
        _restriction = filter is null ? null : isForFolders ? EwsFilter.ParseFolder(filter) : EwsFilter.Parse(filter);
        _order = [.. sortBy.Select(EwsSortField.Parse)];
    }

    /// <summary>Those of the properties that a find never returns, whatever is asked for.</summary>
    /// <exception cref="ThrottlingToolsException"><c>UnknownEwsProperty</c>, <c>InvalidExtendedProperty</c>.
    /// </exception>
    public IReadOnlyList<string> NeverReturned =>
    [
        .. Properties.Select(name => _isForFolders ? EwsPropertyPath.ParseFolder(name) : EwsPropertyPath.Parse(name))
            .Where(path => path.Property is { IsInFind: false })
            .Select(path => path.Property!.Name),
    ];

    /// <summary>The properties to return; none for the usual ones.</summary>
    public string[] Properties { get; init; } = [];

    /// <summary>The names that items show; <c>null</c> for the usual ones.</summary>
    public IReadOnlyList<string>? Selection { get; init; }

    /// <summary>Where it looks: a well-known name, an id or a path.</summary>
    public string FolderName => Folder ?? (_isForFolders ? "msgfolderroot" : "inbox");

    /// <summary>The folder that was asked for; <c>null</c> for the usual one.</summary>
    public string? Folder { get; init; }

    private EwsBaseShape BaseShape => Properties.Length > 0 ? EwsBaseShape.IdOnly : EwsBaseShape.Default;

    /// <summary>The find of items in a folder.</summary>
    public FindItemTarget ToItems(EwsClient client, EwsFolderId folder, string? mailbox) => new(
        client,
        new FindItemRequest(folder)
        {
            BaseShape = BaseShape,
            Properties = Properties,
            Traversal = _traversal is null ? EwsTraversal.Shallow : ToEnum<EwsTraversal>(_traversal),
            QueryString = _queryString,
            Restriction = _restriction,
            SortOrder = _order,
        },
        mailbox) { Selection = Selection, FolderName = FolderName };

    /// <summary>The find of folders below a folder.</summary>
    public FindFolderTarget ToFolders(EwsClient client, EwsFolderId folder, string? mailbox) => new(
        client,
        new FindFolderRequest(folder)
        {
            BaseShape = BaseShape,
            Properties = Properties,
            Traversal = _traversal is null ? EwsFolderTraversal.Deep : ToEnum<EwsFolderTraversal>(_traversal),
            Restriction = _restriction,
        },
        mailbox) { FolderName = FolderName };

    private static TEnum ToEnum<TEnum>(string name)
        where TEnum : struct => (TEnum)Enum.Parse(typeof(TEnum), name, ignoreCase: true);
}
