using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>
/// Copies items. A copy has the search key of its source, by which it is looked for after a lost answer. If there is
/// none, the item is sent again; if there is one, it is the one that was made, provided that the folder was empty when
/// the first run began. Else it may be an older one, and nobody can tell.
/// </summary>
public sealed class CopyBatchOperation : BatchOperation
{
    private const string Empty = "empty";

    private readonly EwsFolderId _destination;
    private readonly HashSet<IdPrint> _made = [];
    private bool _wasEmpty;

    /// <summary>Makes an operation.</summary>
    /// <param name="destination">Where to.</param>
    public CopyBatchOperation(EwsFolderId destination) => _destination = destination;

    /// <inheritdoc/>
    public override string Name => "CopyItem";

    internal override string Arguments => $"{_destination.Mailbox}\n{_destination.Value}";

    internal override bool MustBeOver => true;

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) =>
        new CopyItemRequest(entries.Select(entry => new EwsItemId(entry.Item.Id)), _destination);

    internal override NextStep AfterLoss(BatchEntry entry) => NextStep.Look;

    internal override NextStep AfterLook(BatchEntry entry, EwsItemResult seen) =>
        entry.IsAmbiguous ? NextStep.Unknown : seen.NewItemId is not null ? NextStep.Done : NextStep.Send;

    internal override void Recall(IEnumerable<IdPrint> newItems) => _made.UnionWith(newItems);

    internal override async Task<EwsReply<string>?> PrepareAsync(
        EwsClient client, string? known, CancellationToken cancellationToken)
    {
        if (known is not null)
        {
            _wasEmpty = known == Empty;
            return null;
        }
        EwsReply<EwsFolder> reply = await client.GetFolderAsync(new GetFolderRequest(_destination), cancellationToken);
        _wasEmpty = reply.Value?.TotalCount == 0;
        return reply.With(reply.Value is null ? null : _wasEmpty ? Empty : "used", reply.Error);
    }

    internal override async Task<EwsReply<IReadOnlyList<EwsItemResult>>> LookAsync(
        EwsClient client, IReadOnlyList<BatchEntry> entries, CancellationToken cancellationToken)
    {
        EwsReply<IReadOnlyList<EwsItemResult>> sources = await client.GetItemAsync(
            new GetItemRequest(entries.Select(entry => entry.Item.Id))
            {
                BaseShape = EwsBaseShape.IdOnly,
                Properties = [SearchKeys.Property],
            },
            cancellationToken);
        if (sources.Value is not { } items)
            return sources;
        for (int i = 0; i < items.Count; i++)
            entries[i].SearchKey = items[i].Item is { } item ? SearchKeys.Of(item) : null;
        string[] keys = [.. entries.Select(entry => entry.SearchKey).OfType<string>().Distinct()];
        if (keys.Length == 0)
            return Answer(sources, items, entries, null);
        HashSet<IdPrint> known = [.. _made, .. entries.Select(entry => IdPrint.Of(entry.Item.Id))];
        (ILookup<string, EwsItem> found, EwsError? error) =
            await SearchKeys.FindAsync(client, _destination, keys, cancellationToken);
        return error is not null
            ? sources.With<IReadOnlyList<EwsItemResult>>(null, error)
            : Answer(
                sources, items, entries,
                found.SelectMany(group => group).Where(item => !known.Contains(IdPrint.Of(item.ItemId)))
                    .ToLookup(item => SearchKeys.Of(item) ?? ""));
    }

    private EwsReply<IReadOnlyList<EwsItemResult>> Answer(
        EwsReply<IReadOnlyList<EwsItemResult>> sources, IReadOnlyList<EwsItemResult> items,
        IReadOnlyList<BatchEntry> entries, ILookup<string, EwsItem>? copies)
    {
        List<EwsItemResult> answers = [];
        Dictionary<string, int> taken = [];
        for (int i = 0; i < entries.Count; i++)
        {
            string? key = entries[i].SearchKey;
            if (items[i].Error is not null || key is null || copies is null)
            {
                entries[i].IsAmbiguous = items[i].Error is null;
                answers.Add(items[i]);
                continue;
            }
            taken.TryGetValue(key, out int place);
            taken[key] = place + 1;
            EwsItem[] made = [.. copies[key]];
            int wanted = entries.Count(entry => entry.SearchKey == key);
            entries[i].IsAmbiguous = made.Length > 0 && (!_wasEmpty || made.Length != wanted);
            EwsItem? copy = made.Length == wanted ? made[place] : null;
            answers.Add(new EwsItemResult(entries[i].Item.Id, null, null)
            {
                NewItemId = copy is null ? null : EwsItemId.Of(copy),
            });
        }
        return sources.With<IReadOnlyList<EwsItemResult>>(answers, null);
    }
}
