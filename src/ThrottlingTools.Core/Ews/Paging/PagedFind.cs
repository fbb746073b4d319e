using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>
/// Fetches every entry of finds, in one mailbox or many: each exactly once, whatever is created, moved or deleted
/// meanwhile (<see cref="FindCursor{T}"/> tells why). Requests are fetched ahead as far as the pace of whoever is
/// charged allows (<see cref="CallPace"/>). Throttling and passing outages are waited out.
/// </summary>
/// <remarks>
/// One loop does everything, on the thread of whoever asks for the next page. Requests are sent only while somebody
/// does; between the calls those under way go on. Not for use by two threads at once.
/// </remarks>
/// <typeparam name="T">What is found.</typeparam>
public class PagedFind<T>
    where T : class
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly IClock _clock;
    private readonly PagedFindOptions _options;
    private readonly Queue<FindRun<T>> _upcoming;
    private readonly List<FindRun<T>> _active = [];
    private readonly List<FindCall<T>> _calls = [];
    private readonly List<FindCursor<T>> _cursors;
    private int _turn;

    /// <summary>Makes a find over several mailboxes or folders; nothing is sent yet.</summary>
    /// <param name="targets">The finds.</param>
    /// <param name="clock">What to wait by.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="observer">Hears of each step and decision.</param>
    /// <param name="checkpoint">Where to begin and where to keep how far it is; <c>null</c> for no checkpoint.</param>
    /// <exception cref="ThrottlingToolsException">The checkpoint belongs to another find.</exception>
    public PagedFind(
        IReadOnlyList<FindTarget<T>> targets, IClock clock, PagedFindOptions? options = null,
        Action<PagingEvent>? observer = null, FindCheckpoint? checkpoint = null)
    {
        _clock = clock;
        _options = options ?? new PagedFindOptions();
        Check(_options);
        Dictionary<BudgetOwner, CallPace> paces = [];
        bool isRestricted = targets.Any(target => target.IsRestricted);
        _cursors = [.. targets.Select(target =>
            new FindCursor<T>(target, _options.MaxItems, checkpoint?.Find(target)))];
        _upcoming = new Queue<FindRun<T>>(_cursors.Where(cursor => !cursor.IsDone).Select(cursor =>
            new FindRun<T>(cursor, PaceOf(cursor.Target), observer, now => clock.UtcNow + (now - clock.Now))));

        CallPace PaceOf(FindTarget<T> target) => paces.TryGetValue(target.Owner, out CallPace? pace)
            ? pace
            : paces[target.Owner] = new CallPace(_options.ToPace(isRestricted));
    }

    /// <summary>What has been done so far in all mailboxes.</summary>
    public PagingLedger Ledger =>
        _cursors.Count == 1 ? _cursors[0].Ledger
        : _cursors.Aggregate(new PagingLedger(), (sum, cursor) => sum.Plus(cursor.Ledger));

    /// <summary>What has been done so far in each mailbox.</summary>
    public IEnumerable<(FindTarget<T> Target, PagingLedger Ledger)> Ledgers =>
        _cursors.Select(cursor => (cursor.Target, cursor.Ledger));

    /// <summary>How far each mailbox is, counting only what was acknowledged.</summary>
    internal IEnumerable<(FindTarget<T> Target, FindProgress Progress)> Progress =>
        _cursors.Select(cursor => (cursor.Target, cursor.Progress));

    /// <summary>Fetches the next page that holds new entries, however long the server makes it wait.</summary>
    /// <param name="cancellationToken">
    /// Ends the call early, and the requests that were sent in it; a later call goes on at the same place.
    /// </param>
    /// <returns>The page; <c>null</c> once everything was returned.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// One mailbox failed for good: <c>EwsWaitTooLong</c>, <c>PagingStuck</c>, <c>PagingIncomplete</c>,
    /// <c>PagingOrderBroken</c>, or an id by the verdict, such as <c>EwsAuthentication</c>. A later call goes on
    /// with the others.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public async Task<FoundPage<T>?> NextPageAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Collect();
            FoundPage<T>? page = Take();
            TimeSpan now = _clock.Now;
            Start(now, cancellationToken);
            if (page is not null)
                return page;
            if (_active.Find(run => run.Failure is not null) is { } failed)
            {
                _active.Remove(failed);
                throw failed.Failure!;
            }
            _active.RemoveAll(run => run.IsOver);
            if (_active.Count == 0 && _upcoming.Count == 0)
                return null;
            await PauseAsync(now, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Tells how much of a page was handed on, so that a checkpoint counts it. Pages go in their order.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="count">How many of its entries; all that were handed on.</param>
    public void Acknowledge(FoundPage<T> page, int count) => page.Cursor.Acknowledge(page, count);

    private static void Check(PagedFindOptions options)
    {
        if (options.PageSize is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.PageSize, "A page has 1 item or more.");
        if (options.ThrottleLimit < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.ThrottleLimit, "At least one at a time.");
    }

    private void Collect()
    {
        for (int i = 0; i < _calls.Count;)
        {
            FindCall<T> call = _calls[i];
            if (!call.Reply.IsCompleted)
            {
                i++;
                continue;
            }
            _calls.RemoveAt(i);
            if (call.Reply.IsCanceled)
                call.Run.Abandon(call);
            else
                call.Run.Finish(call, _clock.Now);
        }
        foreach (FindRun<T> run in _active)
            run.CheckPace(_clock.Now);
    }

    private FoundPage<T>? Take()
    {
        for (int i = 0; i < _active.Count; i++)
        {
            _turn = (_turn + 1) % _active.Count;
            if (_active[_turn].Take(_clock.Now) is { } page)
                return page;
        }
        return null;
    }

    // What somebody waits for goes first, then what is fetched ahead.
    private void Start(TimeSpan now, CancellationToken cancellationToken)
    {
        while (_upcoming.Count > 0
            && _active.Count(run => !run.IsOver && run.Pace.WaitUntil <= now) < _options.ThrottleLimit)
            _active.Add(_upcoming.Dequeue());
        foreach (int ahead in new[] { 0, _options.ThrottleLimit })
            foreach (FindRun<T> run in _active)
                while (_calls.Count < _options.ThrottleLimit
                    && run.TryStart(ahead, now, cancellationToken) is { } call)
                    _calls.Add(call);
    }

    // Until an answer comes, or a wait is over. The time is that of the last start: a wait that ended since then kept
    // something back, and nothing else would wake the loop.
    private async Task PauseAsync(TimeSpan now, CancellationToken cancellationToken)
    {
        if (_calls.Exists(call => call.Reply.IsCompleted))
            return;
        TimeSpan wait = LongestPause;
        foreach (FindRun<T> run in _active)
            if (run.Pace.TimeUntilStart(now) is { Ticks: > 0 } own && own < wait)
                wait = own;
        using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task time = _clock.Delay(wait, pause.Token);
        await Task.WhenAny(_calls.Select(call => (Task)call.Reply).Append(time)).ConfigureAwait(false);
        pause.Cancel();
    }
}

/// <summary>Fetches every item of a find in one mailbox, exactly once.</summary>
public sealed class PagedFind : PagedFind<EwsItem>
{
    /// <summary>Makes a find; nothing is sent yet.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="find">The find; page size and offset are not looked at.</param>
    /// <param name="clock">What to wait by.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="observer">Hears of each step and decision.</param>
    public PagedFind(
        EwsClient client, FindItemRequest find, IClock clock, PagedFindOptions? options = null,
        Action<PagingEvent>? observer = null)
        : base([new FindItemTarget(client, find)], clock, options, observer)
    {
    }
}
