using System;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>A request under way.</summary>
internal sealed record FindCall<T>(
    FindRun<T> Run, PlannedSlice<T> Slice, PaceTicket Ticket, Task<FindReply<T>> Reply)
    where T : class;

/// <summary>One mailbox of a paged find: its cursor, and the pace of whoever is charged.</summary>
internal sealed class FindRun<T>
    where T : class
{
    private const int MaxEarlyFailures = 3;

    private readonly Action<PagingEvent>? _observer;
    private readonly Func<TimeSpan, DateTimeOffset> _toDate;
    private readonly TimeSpan _backedOffBefore;
    private (int Parallelism, int PageSize) _told;
    private int _earlyFailures;

    public FindRun(
        FindCursor<T> cursor, CallPace pace, Action<PagingEvent>? observer, Func<TimeSpan, DateTimeOffset> toDate)
    {
        Cursor = cursor;
        Pace = pace;
        _observer = observer;
        _toDate = toDate;
        _backedOffBefore = cursor.Ledger.TimeBackedOff;
        _told = (pace.MaxInFlight, pace.ItemsPerCall);
    }

    public FindCursor<T> Cursor { get; }

    public CallPace Pace { get; }

    public ThrottlingToolsException? Failure { get; private set; }

    public bool IsOver => Cursor.IsDone || Failure is not null;

    private PagingLedger Ledger => Cursor.Ledger;

    /// <summary>Sends the next request if there is one, and the pace allows it.</summary>
    /// <param name="ahead">How many answers and requests may be kept; 0 for what is needed at once only.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the request early.</param>
    public FindCall<T>? TryStart(int ahead, TimeSpan now, CancellationToken cancellationToken)
    {
        if (IsOver || Cursor.Next(Pace.NextItems, ahead) is not { } slice)
            return null;
        if (Pace.TryStart(slice.Size, now) is not { } ticket)
            return null;
        slice.Size = ticket.Items;
        slice.IsUnderWay = true;
        Ledger.Requests++;
        if (slice.HasFailed)
        {
            Ledger.Retries++;
            Tell(PagingEventKind.Retrying, slice);
        }
        return new FindCall<T>(
            this, slice, ticket, Cursor.Target.FetchAsync(slice.Offset, slice.Size, cancellationToken));
    }

    /// <summary>Takes an answer, or learns from a failure. A request that could not be made ends the find.</summary>
    public void Finish(FindCall<T> call, TimeSpan now)
    {
        try
        {
            Finish(call, call.Reply.GetAwaiter().GetResult(), now);
        }
        catch (ThrottlingToolsException exception)
        {
            Abandon(call);
            GiveUp(exception);
        }
    }

    /// <summary>The request was ended by the caller; it is sent again if the caller goes on.</summary>
    public void Abandon(FindCall<T> call)
    {
        Pace.Abandon(call.Ticket);
        call.Slice.IsUnderWay = false;
    }

    /// <summary>The next entries that are new, if they have arrived.</summary>
    public FoundPage<T>? Take(TimeSpan now)
    {
        if (IsOver)
            return null;
        try
        {
            FoundPage<T>? page = Cursor.Take(slice => Tell(PagingEventKind.Reconnecting, slice));
            if (Cursor.IsStalled)
                Stall(now);
            if (Cursor.Shortfall is { } shortfall)
                Observe(new PagingEvent(PagingEventKind.Short, Name, 0, Ledger) { Doubt = shortfall });
            if (Cursor.IsDone)
                Observe(new PagingEvent(PagingEventKind.Completed, Name, 0, Ledger));
            return page;
        }
        catch (ThrottlingToolsException exception)
        {
            GiveUp(exception);
            return null;
        }
    }

    /// <summary>Gives up if all waiting for the owner is over.</summary>
    public void CheckPace(TimeSpan now)
    {
        CountTime(now);
        if (!IsOver && Pace.GivenUpFor is { } error)
            GiveUp(Errors.EwsWaitTooLong(Operation, error, Pace.MaxWait));
    }

    private string Name => Cursor.Target.ToString();

    private string Operation => $"{Cursor.Target.Operation} ({Name})";

    private void Finish(FindCall<T> call, FindReply<T> reply, TimeSpan now)
    {
        if (reply.Slice is { } answer)
        {
            int served = answer.Entries.Length;
            bool isCut = served < call.Slice.Size && !answer.IncludesLast(call.Slice.Offset);
            Ledger.CutShort += isCut ? 1 : 0;
            Pace.Succeed(call.Ticket, served, isCut, reply.Elapsed, now);
            if (Cursor.Arrive(call.Slice, answer) is { } doubt)
                Observe(new PagingEvent(PagingEventKind.Doubting, Name, call.Slice.Offset, Ledger) { Doubt = doubt });
            else
                Tell(PagingEventKind.PageReceived, call.Slice, items: served);
        }
        else
            Fail(call, reply.Error!, now);
        TellPace(call.Slice);
        CountTime(now);
    }

    private void Fail(FindCall<T> call, EwsError error, TimeSpan now)
    {
        call.Slice.IsUnderWay = false;
        call.Slice.HasFailed = true;
        bool isSmallest = call.Slice.Size <= Pace.LeastItems;
        // Before the first answer a network failure is more likely a wrong address than a passing fault.
        bool isUnreached = !Pace.HasSucceeded && (!error.HasBegun || ++_earlyFailures >= MaxEarlyFailures);
        bool isHopeless = error.Verdict == EwsVerdict.Network ? isUnreached
            : error.Verdict == EwsVerdict.Oversized ? isSmallest
            : !error.IsTransient;
        if (isHopeless)
        {
            Pace.Abandon(call.Ticket);
            GiveUp(error.ToException(Operation));
            return;
        }
        if (error.Verdict == EwsVerdict.Throttled)
            Ledger.Deferred++;
        PaceChange change = Pace.Fail(call.Ticket, error, now);
        if (!change.IsGivenUp)
            TellWait(call.Slice.Offset, error, change.Wait, now);
    }

    private void Stall(TimeSpan now)
    {
        PaceChange change = Pace.Pause(now);
        if (change.IsGivenUp)
            throw Errors.PagingStuck(Name, Ledger.Pages, 1);
        TellWait(0, null, change.Wait, now);
    }

    private void GiveUp(ThrottlingToolsException failure)
    {
        Failure = failure;
        Observe(new PagingEvent(PagingEventKind.Failed, Name, 0, Ledger));
    }

    private void CountTime(TimeSpan now) => Ledger.TimeBackedOff = _backedOffBefore + Pace.TimeBackedOff(now);

    private void TellWait(int offset, EwsError? error, TimeSpan wait, TimeSpan now) =>
        Observe(new PagingEvent(PagingEventKind.BackingOff, Name, offset, Ledger)
        {
            Error = error, Delay = wait, Until = _toDate(now + wait), PageSize = Pace.ItemsPerCall,
            Parallelism = Pace.MaxInFlight,
        });

    private void TellPace(PlannedSlice<T> slice)
    {
        if (_told == (Pace.MaxInFlight, Pace.ItemsPerCall))
            return;
        _told = (Pace.MaxInFlight, Pace.ItemsPerCall);
        Tell(PagingEventKind.PaceChanged, slice);
    }

    private void Tell(PagingEventKind kind, PlannedSlice<T> slice, int items = 0) =>
        Observe(new PagingEvent(kind, Name, slice.Offset, Ledger)
        {
            Items = items, PageSize = Pace.ItemsPerCall, Parallelism = Pace.MaxInFlight,
        });

    private void Observe(PagingEvent step) => _observer?.Invoke(step);
}
