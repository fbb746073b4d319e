using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Paging;

/// <summary>
/// Hands what a paged find returns to the pipeline, page by page, and keeps the checkpoint. While one page is handed
/// on, the next is fetched.
/// </summary>
internal sealed class PagedFindPipe<T>
    where T : class
{
    private readonly PagedFind<T> _find;
    private readonly FindCheckpoint? _checkpoint;
    private readonly IPipelineSink _sink;
    private readonly long[] _before;
    private (FoundPage<T> Page, Task<int> Handed)? _pending;

    public PagedFindPipe(
        IReadOnlyList<FindTarget<T>> targets, IClock clock, PagedFindOptions options, FindCheckpoint? checkpoint,
        IPipelineSink sink)
    {
        PagingReport report = new(sink, $"Finding in {targets[0].FolderName}");
        _find = new PagedFind<T>(targets, clock, options, report.Tell, checkpoint);
        _before = [.. _find.Ledgers.Select(entry => entry.Ledger.Returned)];
        report.Total = () => _find.Ledger;
        report.Expected = () => Expected(options.MaxItems);
        _checkpoint = checkpoint;
        _sink = sink;
        if (checkpoint is { IsResumed: true })
            TellResumed(checkpoint, targets, options);
    }

    public IEnumerable<PagedFindSummary> Summaries => _find.Ledgers.Select(entry =>
        new PagedFindSummary(entry.Target.Mailbox, entry.Target.FolderName, entry.Ledger));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A file that cannot be written is to be known before anything is handed on.
        _checkpoint?.Save(_find, isOver: !_checkpoint.MayRepeat);
        try
        {
            while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
            {
                await SettleAsync().ConfigureAwait(false);
                _pending = (page, _sink.HandOnAsync(page.Items));
            }
        }
        finally
        {
            await SettleAsync().ConfigureAwait(false);
            _checkpoint?.Save(_find, isOver: true);
        }
    }

    /// <summary>A mailbox that fails is reported, and the others go on.</summary>
    private async Task<FoundPage<T>?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _find.NextPageAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ThrottlingToolsException error)
            {
                _sink.Error(error);
            }
        }
    }

    private async Task SettleAsync()
    {
        if (_pending is not { } pending)
            return;
        _pending = null;
        int count = await pending.Handed.ConfigureAwait(false);
        _find.Acknowledge(pending.Page, count);
        if (count == pending.Page.Items.Count)
            _checkpoint?.Save(_find, isOver: false);
    }

    // A mailbox that did not begin yet is taken to have as many items as the others on average.
    private long? Expected(long? maxItems)
    {
        long[] known = [.. _find.Ledgers.Zip(_before, (entry, before) => Of(entry.Ledger, before)).OfType<long>()];
        return known.Length == 0 ? null : known.Sum() * _before.Length / known.Length;

        long? Of(PagingLedger ledger, long before) => maxItems is { } most
            ? Math.Min(ledger.TotalItemsInView ?? long.MaxValue, before + most)
            : ledger.TotalItemsInView;
    }

    private void TellResumed(FindCheckpoint checkpoint, IReadOnlyList<FindTarget<T>> targets, PagedFindOptions options)
    {
        _sink.Verbose($"Resuming after {checkpoint.Returned} items.");
        if (checkpoint.MayRepeat)
            _sink.Warning(
                "The last run was killed while it handed on a page. The items of that page, at most "
                + $"{options.PageSize ?? PaceLimits.LargestPage}, may come again.");
        if (targets.All(checkpoint.IsComplete))
            _sink.Warning("The checkpoint says that everything was returned. Delete it to start anew.");
    }
}
