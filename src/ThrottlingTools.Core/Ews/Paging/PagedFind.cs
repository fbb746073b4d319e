using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>How a pager goes about it.</summary>
public sealed class PagedFindOptions
{
    /// <summary>How many items to ask for at a time, 1 to 1000. Default: 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>How small pages may get when the server finds them too large. Default: 10.</summary>
    public int MinPageSize { get; init; } = 10;

    /// <summary>How many empty pages in a row that are not the last end the paging with an error. Default: 5.</summary>
    public int MaxEmptyPages { get; init; } = 5;

    /// <summary>How long to wait after failures.</summary>
    public BackOffOptions BackOff { get; init; } = new();
}

/// <summary>
/// Fetches every item of a find page by page. A short page is normal: only <c>IncludesLastItemInRange</c> tells the
/// end. Throttling and passing outages are waited out, and the same page is asked for again.
/// </summary>
public sealed class PagedFind
{
    private readonly EwsClient _client;
    private readonly FindItemRequest _find;
    private readonly IClock _clock;
    private readonly PagedFindOptions _options;
    private readonly Action<PagingEvent>? _observer;
    private readonly BackOff _backOff;
    private int _offset;
    private int _pageSize;
    private int _emptyPages;
    private bool _isComplete;

    /// <summary>Makes a pager; nothing is sent yet.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="find">The find; its page size is not looked at, its offset is where to begin.</param>
    /// <param name="clock">What to wait by.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="observer">Hears of each page, wait and retry, on the thread that runs the request.</param>
    public PagedFind(
        EwsClient client, FindItemRequest find, IClock clock, PagedFindOptions? options = null,
        Action<PagingEvent>? observer = null)
    {
        _client = client;
        _find = find;
        _clock = clock;
        _options = options ?? new PagedFindOptions();
        _observer = observer;
        _backOff = new BackOff(_options.BackOff, clock);
        _offset = find.Offset;
        _pageSize = _options.PageSize is >= 1 and <= 1000
            ? _options.PageSize
            : throw new ArgumentOutOfRangeException(nameof(options), _options.PageSize, "A page has 1 to 1000 items.");
    }

    /// <summary>What has been done so far.</summary>
    public PagingLedger Ledger { get; } = new();

    /// <summary>Fetches the next page that holds items, however long the server makes it wait.</summary>
    /// <param name="cancellationToken">Ends the call early; a later call goes on at the same place.</param>
    /// <returns>The page; <c>null</c> once all items were returned.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// The find failed for good: <c>EwsWaitTooLong</c>, <c>PagingStuck</c>, or an id by the verdict, such as
    /// <c>EwsAuthentication</c>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public async Task<FindItemPage?> NextPageAsync(CancellationToken cancellationToken)
    {
        while (!_isComplete)
        {
            int offset = _offset;
            FindItemPage page = await FetchAsync(cancellationToken);
            Take(page);
            Report(PagingEventKind.PageReceived, offset, page.Items.Count);
            if (page.Items.Count > 0)
                return page;
            if (!_isComplete)
                await PauseAsync(null, cancellationToken);
        }
        return null;
    }

    private async Task<FindItemPage> FetchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Ledger.Requests++;
            FindItemRequest request = _find.Page(_offset, _pageSize);
            EwsReply<FindItemPage> reply = await _client.FindItemAsync(request, cancellationToken);
            if (reply.Value is { } page)
                return page;
            EwsError error = reply.Error!;
            if (TryShrink(error))
                Observe(new PagingEvent(PagingEventKind.PageSizeChanged, _offset, _pageSize, Ledger) { Error = error });
            else if (!IsWorthRepeating(error))
                throw error.ToException(reply.Operation);
            if (error.Verdict != EwsVerdict.Oversized)
                await PauseAsync(error, cancellationToken);
            Ledger.Retries++;
            Report(PagingEventKind.Retrying, _offset, 0);
        }
    }

    private void Take(FindItemPage page)
    {
        int end = _offset + page.Items.Count;
        // The server's own offset counts, unless it leads back into what was returned, or on from where nothing was.
        int next = page.Items.Count > 0 ? Math.Max(page.IndexedPagingOffset ?? end, end) : end;
        _isComplete = page.IncludesLastItemInRange
            ?? (page.Items.Count == 0 || next >= (page.TotalItemsInView ?? int.MaxValue));
        _offset = next;
        Ledger.Pages++;
        Ledger.Returned += page.Items.Count;
        Ledger.TotalItemsInView = page.TotalItemsInView ?? Ledger.TotalItemsInView;
        _emptyPages = page.Items.Count > 0 ? 0 : _emptyPages + 1;
        if (_emptyPages == 0)
            _backOff.Reset();
        else if (!_isComplete && _emptyPages >= _options.MaxEmptyPages)
            throw Errors.PagingStuck(_find.Folder.Value, _offset, _emptyPages);
    }

    // Before the first page a network failure is more likely a wrong address than a passing fault.
    private bool IsWorthRepeating(EwsError error) =>
        error.IsTransient && (error.Verdict != EwsVerdict.Network || Ledger.Pages > 0);

    private bool TryShrink(EwsError error)
    {
        bool isTooLarge = error.Verdict is EwsVerdict.Oversized or EwsVerdict.Timeout
            || error.ResponseCode == EwsResponseCodes.FindCountLimit;
        if (!isTooLarge || _pageSize <= _options.MinPageSize)
            return false;
        _pageSize = Math.Max(_options.MinPageSize, _pageSize / 2);
        return true;
    }

    private async Task PauseAsync(EwsError? error, CancellationToken cancellationToken)
    {
        EwsError cause = error ?? new EwsError { Verdict = EwsVerdict.Throttled, Message = "An empty page came." };
        TimeSpan wait = _backOff.Next(cause)
            ?? throw Errors.EwsWaitTooLong(_find.Operation, cause, _options.BackOff.MaxWait);
        Observe(new PagingEvent(PagingEventKind.BackingOff, _offset, _pageSize, Ledger)
        {
            Error = error,
            Delay = wait,
            Until = _clock.UtcNow + wait,
        });
        TimeSpan start = _clock.Now;
        try
        {
            await _backOff.WaitAsync(wait, cancellationToken);
        }
        finally
        {
            Ledger.TimeBackedOff += _clock.Now - start;
        }
    }

    private void Report(PagingEventKind kind, int offset, int items) =>
        Observe(new PagingEvent(kind, offset, _pageSize, Ledger) { Items = items });

    private void Observe(PagingEvent step) => _observer?.Invoke(step);
}
