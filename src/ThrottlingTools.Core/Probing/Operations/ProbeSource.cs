using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Probing;

/// <summary>
/// Finds what a probe asks for: items, the attachments of items, or the names of their senders. It only reads, and
/// waits out what throttles it.
/// </summary>
public sealed class ProbeSource
{
    private readonly EwsClient _client;
    private readonly IClock _clock;

    /// <summary>Makes a source; nothing is sent yet.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="clock">What to wait by.</param>
    public ProbeSource(EwsClient client, IClock clock)
    {
        _client = client;
        _clock = clock;
    }

    /// <summary>The items to use; with none, those of <see cref="Folder"/>.</summary>
    public IReadOnlyList<EwsItem> Items { get; init; } = [];

    /// <summary>The folder to look in. Default: the Inbox.</summary>
    public EwsFolderId Folder { get; init; } = EwsFolderId.Parse("inbox");

    /// <summary>The most to find, from 1. Default: 1000.</summary>
    public int MaxCount { get; init; } = 1000;

    /// <summary>Hears of each step in the folder; nobody if <c>null</c>.</summary>
    public Action<PagingEvent>? Observer { get; init; }

    /// <summary>Finds what an operation is measured with.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>NoItemsToProbe</c>, <c>NoAttachmentsToProbe</c>, <c>NoNamesToProbe</c>; the server refuses.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public async Task<ProbeItems> FindAsync(EwsOperation operation, CancellationToken cancellationToken) =>
        operation switch
        {
            EwsOperation.GetAttachment => await AttachmentsAsync(cancellationToken),
            EwsOperation.ResolveNames => await NamesAsync(cancellationToken),
            _ => new ProbeItems((await ItemsAsync(["Size"], null, cancellationToken))
                .Select(item => new ProbeItem(item.ItemId, item.Size ?? 0))),
        };

    private async Task<ProbeItems> AttachmentsAsync(CancellationToken cancellationToken)
    {
        EwsComparisonRestriction hasSome =
            new(EwsPropertyPath.Parse("HasAttachments"), EwsComparisonOperator.IsEqualTo, true);
        IReadOnlyList<EwsItem> items = await ItemsAsync([], hasSome, cancellationToken);
        List<BatchItemResult> read = [];
        // A find does not tell of attachments.
        BatchRun run = new(_client, ReadBatchOperation.GetItem(["Attachments"]), _clock);
        await run.RunAsync(
            BatchInput.Of(items.Select(item => new BatchItem(item.ItemId))), read.AddRange, cancellationToken);
        ProbeItem[] found = read.SelectMany(result => result.Item?.Attachments ?? [])
            .Select(attachment => new ProbeItem(attachment.AttachmentId, attachment.Size ?? 0))
            .Take(MaxCount).ToArray();
        if (found.Length > 0)
            return new ProbeItems(found);
        EwsError? error = read.Select(result => result.Error).FirstOrDefault(error => error is not null);
        throw error?.ToException("GetItem") ?? Errors.NoAttachmentsToProbe(Items.Count);
    }

    private async Task<ProbeItems> NamesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EwsItem> items = await ItemsAsync(["From", "Sender"], null, cancellationToken);
        ProbeItem[] names = items.Select(item => item.From ?? item.Sender).OfType<string>()
            .Where(name => name.Trim().Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => new ProbeItem(name)).ToArray();
        return names.Length > 0 ? new ProbeItems(names) : throw Errors.NoNamesToProbe(Items.Count);
    }

    private async Task<IReadOnlyList<EwsItem>> ItemsAsync(
        IReadOnlyList<string> properties, EwsRestriction? restriction, CancellationToken cancellationToken)
    {
        if (Items.Count > 0)
            return Items.Take(MaxCount).ToArray();
        FindItemRequest find = new(Folder)
        {
            BaseShape = EwsBaseShape.IdOnly, Properties = properties, Restriction = restriction,
        };
        PagedFind pages = new(_client, find, _clock, new PagedFindOptions { MaxItems = MaxCount }, Observer);
        List<EwsItem> items = [];
        while (await pages.NextPageAsync(cancellationToken) is { } page)
            items.AddRange(page.Items);
        return items;
    }
}
