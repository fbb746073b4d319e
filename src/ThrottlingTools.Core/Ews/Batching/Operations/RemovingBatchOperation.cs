using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>
/// An operation after which the item is no longer there under its id, so that a second one is refused. An item that is
/// gone after a lost answer is looked for where it is to be, by its search key.
/// </summary>
public abstract class RemovingBatchOperation : BatchOperation
{
    private protected RemovingBatchOperation()
    {
    }

    /// <summary>Where the item is afterwards; <c>null</c> for nowhere that can be looked at.</summary>
    private protected virtual EwsFolderId? Target => null;

    internal override IReadOnlyList<string> LookedAt => Target is null ? [] : [SearchKeys.Property];

    // Without the search key, nobody could tell later where the item went.
    internal override bool LooksFirst(BatchEntry entry) => Target is not null && entry.SearchKey is null;

    internal sealed override NextStep AfterLoss(BatchEntry entry) => NextStep.Look;

    internal sealed override NextStep AfterError(BatchEntry entry, EwsError error) =>
        entry.WasLost && error.ResponseCode is EwsResponseCodes.ItemNotFound or Conflict
            ? NextStep.Look
            : NextStep.Fail;

    internal override NextStep AfterLook(BatchEntry entry, EwsItemResult seen)
    {
        if (seen.Item is not { } item)
            return NextStep.Done;
        entry.SearchKey ??= SearchKeys.Of(item);
        return base.AfterLook(entry, seen);
    }

    internal sealed override async Task<EwsReply<IReadOnlyList<EwsItemResult>>> LookAsync(
        EwsClient client, IReadOnlyList<BatchEntry> entries, CancellationToken cancellationToken)
    {
        EwsReply<IReadOnlyList<EwsItemResult>> sources = await base.LookAsync(client, entries, cancellationToken);
        if (Target is not { } target || sources.Value is not { } items)
            return sources;
        bool[] isGone = [.. items.Select((item, i) => entries[i].IsInDoubt && entries[i].SearchKey is not null
            && item.Error?.ResponseCode == EwsResponseCodes.ItemNotFound)];
        string[] keys = [.. entries.Where((_, i) => isGone[i]).Select(entry => entry.SearchKey!).Distinct()];
        if (keys.Length == 0)
            return sources;
        (ILookup<string, EwsItem> found, EwsError? error) =
            await SearchKeys.FindAsync(client, target, keys, cancellationToken);
        return error is not null
            ? sources.With<IReadOnlyList<EwsItemResult>>(null, error)
            : sources.With<IReadOnlyList<EwsItemResult>>(
                [.. items.Select((item, i) => isGone[i] ? Arrived(entries[i], found) ?? item : item)], null);
    }

    // Its id there is known only where no copy can be taken for it.
    private static EwsItemResult? Arrived(BatchEntry entry, ILookup<string, EwsItem> found)
    {
        EwsItem[] items = [.. found[entry.SearchKey!]];
        return items.Length == 0 ? null : new EwsItemResult(entry.Item.Id, null, null)
        {
            NewItemId = items.Length == 1 ? EwsItemId.Of(items[0]) : null,
        };
    }
}
