using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>
/// A find of folders. EWS has no order for it, so that folders are told apart by their ids, and their order is taken
/// as lasting.
/// </summary>
public sealed class FindFolderTarget : FindTarget<EwsFolder>
{
    private readonly FindFolderRequest _find;

    /// <summary>Makes a target.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="find">The find; page size and offset are not looked at.</param>
    /// <param name="mailbox">The mailbox, for people; <c>null</c> for that of the folder or the client.</param>
    public FindFolderTarget(EwsClient client, FindFolderRequest find, string? mailbox = null)
        : base(client, find.Parent, mailbox) => _find = find;

    internal override string Operation => _find.Operation;

    internal override bool? IsDescending => null;

    internal override bool IsRestricted => _find.Restriction is not null;

    internal override IEnumerable<(string Name, string Value)> Query =>
    [
        ("Operation", Operation), ("Folder", _find.Parent.Value), ("Traversal", _find.Traversal.ToString()),
        ("Restriction", TextOf(_find.Restriction)), ("BaseShape", _find.BaseShape.ToString()),
        ("Properties", string.Join(", ", _find.Properties)),
    ];

    internal override async Task<FindReply<EwsFolder>> FetchAsync(
        int offset, int size, CancellationToken cancellationToken)
    {
        FindFolderRequest request = new(_find.Parent)
        {
            BaseShape = _find.BaseShape,
            Properties = _find.Properties,
            Traversal = _find.Traversal,
            Restriction = _find.Restriction,
            Offset = offset,
            MaxEntriesReturned = size,
        };
        EwsReply<FindFolderPage> reply =
            await Client.FindFolderAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Value is { } page
            ? new FindReply<EwsFolder>(
                new FindSlice<EwsFolder>(
                    ToEntries(page.Folders), page.TotalItemsInView, page.IncludesLastItemInRange,
                    page.IndexedPagingOffset),
                null, reply.Elapsed)
            : new FindReply<EwsFolder>(null, reply.Error, reply.Elapsed);
    }

    private static FindEntry<EwsFolder>[] ToEntries(IReadOnlyList<EwsFolder> folders) =>
        [.. folders.Select(folder => new FindEntry<EwsFolder>(folder, folder.FolderId, null))];
}
