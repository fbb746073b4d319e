using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>
/// What a batch run does with each item, and how it can be told whether it was done where the answer was lost.
/// </summary>
public abstract class BatchOperation
{
    /// <summary>The item was changed since the version that was named.</summary>
    internal const string Conflict = "ErrorIrresolvableConflict";

    private protected BatchOperation()
    {
    }

    /// <summary>The name that people know it by.</summary>
    public abstract string Name { get; }

    /// <summary>Whether nothing changes in the mailbox.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>Everything that decides what is done, as text.</summary>
    internal virtual string Arguments => "";

    /// <summary>Whether a lost request has to be over before looking: what it does late would not be refused.</summary>
    internal virtual bool MustBeOver => false;

    /// <summary>Whether looking can tell what became of an item.</summary>
    internal virtual bool CanLook => true;

    /// <summary>What to look at beyond id and version.</summary>
    internal virtual IReadOnlyList<string> LookedAt => [];

    /// <summary>Whether a version has to be known before sending.</summary>
    internal virtual bool LooksFirst(BatchEntry entry) => false;

    /// <summary>Whether two items can go in one request.</summary>
    internal virtual bool Fit(BatchEntry first, BatchEntry second) => true;

    internal abstract EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries);

    /// <summary>What to do about an item that was sent and may be done.</summary>
    internal abstract NextStep AfterLoss(BatchEntry entry);

    /// <summary>What to do about an item that the server refused.</summary>
    internal virtual NextStep AfterError(BatchEntry entry, EwsError error) => NextStep.Fail;

    /// <summary>Gets ready before the first item, by at most one request.</summary>
    /// <param name="client">What sends it.</param>
    /// <param name="known">What an earlier run found; <c>null</c> if there was none.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What was found, to be kept for later runs; <c>null</c> if nothing is needed.</returns>
    internal virtual Task<EwsReply<string>?> PrepareAsync(
        EwsClient client, string? known, CancellationToken cancellationToken) =>
        Task.FromResult<EwsReply<string>?>(null);

    /// <summary>Looks at items; one answer for each.</summary>
    internal virtual Task<EwsReply<IReadOnlyList<EwsItemResult>>> LookAsync(
        EwsClient client, IReadOnlyList<BatchEntry> entries, CancellationToken cancellationToken) =>
        client.GetItemAsync(
            new GetItemRequest(entries.Select(entry => entry.Item.Id))
            {
                BaseShape = EwsBaseShape.IdOnly,
                Properties = LookedAt,
            },
            cancellationToken);

    /// <summary>What to do about an item that was looked at and is there.</summary>
    internal virtual NextStep AfterLook(BatchEntry entry, EwsItemResult seen)
    {
        entry.ChangeKey = seen.Item!.ChangeKey;
        return NextStep.Send;
    }

    /// <summary>What to do about an item that was sent, may be done, and is not there.</summary>
    internal virtual NextStep WhenGone(BatchEntry entry) => NextStep.Unknown;

    /// <summary>Hears what came of items, in this run or an earlier one.</summary>
    internal virtual void Recall(IEnumerable<IdPrint> newItems)
    {
    }
}
