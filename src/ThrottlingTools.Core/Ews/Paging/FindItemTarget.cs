using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>A find of items.</summary>
public sealed class FindItemTarget : FindTarget<EwsItem>
{
    private const string Created = "item:DateTimeCreated";
    private const string Parent = "item:ParentFolderId";

    // They are set once, so that an item keeps its place.
    private static readonly string[] LastingDates = [Created, "item:DateTimeReceived", "item:DateTimeSent"];

    private readonly FindItemRequest _find;
    private readonly string? _key;
    private readonly bool _isParentAsked;
    private string? _parent; // empty where it may be any

    /// <summary>Makes a target.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="find">
    /// The find; page size and offset are not looked at. Without a sort order it is that of creation, oldest first, for
    /// what is created meanwhile comes last then.
    /// </param>
    /// <param name="mailbox">The mailbox, for people; <c>null</c> for that of the folder or the client.</param>
    public FindItemTarget(EwsClient client, FindItemRequest find, string? mailbox = null)
        : base(client, find.Folder, mailbox)
    {
        IReadOnlyList<EwsSortField> order = find.SortOrder.Count > 0 ? find.SortOrder : [new EwsSortField(Created)];
        string first = EwsFieldUri.Expand(order[0].Property);
        _find = find.Anchored(order, Asked(find, order));
        _isParentAsked = find.BaseShape == EwsBaseShape.AllProperties
            || find.Properties.Select(EwsFieldUri.Expand).Contains(Parent, StringComparer.OrdinalIgnoreCase);
        if (order.Count > 1 || !LastingDates.Contains(first, StringComparer.Ordinal))
            return;
        _key = first.Substring(first.IndexOf(':') + 1);
        IsDescending = order[0].IsDescending;
    }

    /// <summary>The names that the items show where they are shown; <c>null</c> for the usual ones.</summary>
    internal IReadOnlyList<string>? Selection { get; init; }

    internal override string Operation => _find.Operation;

    internal override bool? IsDescending { get; }

    internal override bool IsRestricted => _find.Restriction is not null || !string.IsNullOrEmpty(_find.QueryString);

    internal override IEnumerable<(string Name, string Value)> Query =>
    [
        ("Operation", Operation), ("Folder", _find.Folder.Value), ("Traversal", _find.Traversal.ToString()),
        ("QueryString", _find.QueryString ?? ""), ("Restriction", TextOf(_find.Restriction)),
            ("BaseShape", _find.BaseShape.ToString()),
        ("SortOrder", string.Join(", ", _find.SortOrder)), ("Properties", string.Join(", ", _find.Properties)),
    ];

    internal override async Task<FindReply<EwsItem>> FetchAsync(
        int offset, int size, CancellationToken cancellationToken)
    {
        if (_isParentAsked && _parent is null
            && await FindParentAsync(cancellationToken).ConfigureAwait(false) is { } no)
            return new FindReply<EwsItem>(null, no, TimeSpan.Zero);
        EwsReply<FindItemPage> reply =
            await Client.FindItemAsync(_find.Page(offset, size), cancellationToken).ConfigureAwait(false);
        if (reply.Value is not { } page)
            return new FindReply<EwsItem>(null, reply.Error, reply.Elapsed);
        FindEntry<EwsItem>[] entries = ToEntries(page.Items);
        return new FindReply<EwsItem>(
            new FindSlice<EwsItem>(
                entries, page.TotalItemsInView, page.IncludesLastItemInRange, page.IndexedPagingOffset)
            {
                Foreign = Refuse(entries),
            },
            null, reply.Elapsed);
    }

    // A search folder shows items of many folders.
    private async Task<EwsError?> FindParentAsync(CancellationToken cancellationToken)
    {
        EwsReply<EwsFolder> reply = await Client.GetFolderAsync(
            new GetFolderRequest(_find.Folder), cancellationToken).ConfigureAwait(false);
        if (reply.Value is { } folder)
            _parent = folder.FolderType == "SearchFolder" ? "" : folder.FolderId;
        return reply.Error;
    }

    /// <summary>Takes their ids from entries of other folders, so that they are not taken over.</summary>
    private int Refuse(FindEntry<EwsItem>[] entries)
    {
        int count = 0;
        if (string.IsNullOrEmpty(_parent))
            return count;
        for (int i = 0; i < entries.Length; i++)
            if (entries[i].Value["ParentFolderId"] is string parent && parent != _parent)
            {
                entries[i] = entries[i] with { Id = "" };
                count++;
            }
        return count;
    }

    [MethodImpl(PlainBytes.Hot)]
    private FindEntry<EwsItem>[] ToEntries(IReadOnlyList<EwsItem> items)
    {
        FindEntry<EwsItem>[] entries = new FindEntry<EwsItem>[items.Count];
        if (entries.Length == 0)
            return entries;
        ValueLayout layout = items[0].Layout;
        layout.Mailbox = Mailbox;
        layout.Selection = Selection;
        int slot = _key is null ? -1 : layout.Find(_key);
        for (int i = 0; i < entries.Length; i++)
        {
            long? key = slot >= 0 && items[i].Value(slot) is DateTimeOffset date ? date.UtcTicks : null;
            entries[i] = new FindEntry<EwsItem>(items[i], items[i].ItemId, key);
        }
        return entries;
    }

    // The key has to come with each item.
    private static IReadOnlyList<string> Asked(FindItemRequest find, IReadOnlyList<EwsSortField> order)
    {
        HashSet<string> asked = new(find.Properties.Select(EwsFieldUri.Expand), StringComparer.OrdinalIgnoreCase);
        return [.. find.Properties, .. order.Select(field => field.Property)
            .Where(property => asked.Add(EwsFieldUri.Expand(property)))];
    }
}
