using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// How fast the calls of one budget owner may go: how many at a time, how many items each asks for, and until when
/// everybody waits. It grows step by step while all goes well, halves when the server objects, and returns to speed.
/// A state machine without a clock or threads of its own; all workers of the owner share one, on one thread at a time.
/// </summary>
public sealed class CallPace
{
    private const int UnknownMaxInFlight = 5; // half of what Exchange 2010 allows, the least of all releases
    private const int UnknownInitialInFlight = 2;
    private const int FirstHold = 4;
    private const int LongestHold = 256;
    private const int LearningFactor = 4; // between the sizes by which it is learnt what an item takes

    private readonly PaceLimits _limits;
    private readonly BackOff _backOff;
    private readonly BalanceEstimate? _balance;
    private readonly CallTimes _times = new();
    private readonly FindHold? _findHold;
    private readonly int _mostInFlight;
    private readonly int _mostItems;
    private readonly int _leastItems;
    private readonly Allowance _calls;
    private readonly List<PaceTicket> _underWay = [];
    private Allowance? _findCount;
    private int _started;
    private int _hold;
    private int _nextHold = FirstHold;
    private TimeSpan _lastCut = TimeSpan.MinValue;
    private TimeSpan _waitFrom;
    private TimeSpan _waitedBefore;

    /// <summary>Makes a pace that starts at what is safe.</summary>
    /// <param name="options">The limits and how to wait.</param>
    public CallPace(PaceOptions options)
    {
        _limits = options.Limits;
        _backOff = new BackOff(options.BackOff);
        MaxWait = options.BackOff.MaxWait;
        _balance = _limits.Bucket is { } bucket ? new BalanceEstimate(bucket, _times) : null;
        _findHold = _limits.HoldsItemsWhileServed ? new FindHold(_times) : null;
        int most = _limits.MaxConcurrency is { } allowed
            ? allowed - (options.Reserve ?? (allowed + 3) / 4)
            : UnknownMaxInFlight;
        _mostInFlight = Math.Max(1, Math.Min(most, options.MaxInFlight));
        _mostItems = Math.Max(1, Math.Min(options.MaxItemsPerCall ?? int.MaxValue, _limits.MaxItemsPerCall));
        _leastItems = Math.Min(options.MinItemsPerCall, _mostItems);
        int first = _limits.MaxConcurrency is null ? UnknownInitialInFlight : _mostInFlight;
        _calls = new Allowance(Math.Min(first, _mostInFlight), _mostInFlight);
        _findCount = _limits.MaxItemsInFlight is { } items
            ? new Allowance(Math.Max(1, items), Math.Max(1, items))
            : null;
        ItemsPerCall = Math.Min(_mostItems, options.InitialItemsPerCall);
    }

    /// <summary>The longest wait in all without a success.</summary>
    public TimeSpan MaxWait { get; }

    /// <summary>How few items a call may come to ask for.</summary>
    public int LeastItems => _leastItems;

    /// <summary>How many calls may be under way.</summary>
    public int MaxInFlight => _calls.Value;

    /// <summary>How many items a call may ask for, as far as its own size goes.</summary>
    public int ItemsPerCall { get; private set; }

    /// <summary>How many calls are under way.</summary>
    public int InFlight => _underWay.Count;

    /// <summary>How many items they have asked for.</summary>
    public int ItemsInFlight => _underWay.Sum(call => call.Items);

    /// <summary>Until when nobody calls.</summary>
    public TimeSpan WaitUntil { get; private set; }

    /// <summary>Whether any call has succeeded.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>The error for which the waiting became too long; <c>null</c> while there is hope.</summary>
    public EwsError? GivenUpFor { get; private set; }

    /// <summary>How many items the next call asks for: what is allowed, shared among those at a time.</summary>
    public int NextItems => Plan().Items;

    // So many that each has a fair number of items.
    private int Calls => _findCount is { Value: int most }
        ? Math.Max(1, Math.Min(MaxInFlight, most / Math.Max(1, _leastItems)))
        : MaxInFlight;

    /// <summary>Lets a call go, if one may.</summary>
    /// <param name="wanted">How many items it would ask for, from 1 up.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many it may ask for; <c>null</c> if it has to wait.</returns>
    public PaceTicket? TryStart(int wanted, TimeSpan now)
    {
        int items = Math.Min(wanted, NextItems);
        if (!HasRoom(items, now) || TimeUntilAllowed(now) > TimeSpan.Zero)
            return null;
        _started++;
        PaceTicket ticket = new(items, now) { Calls = InFlight + 1, AllItems = ItemsInFlight + items };
        _underWay.Add(ticket);
        return ticket;
    }

    /// <summary>How long the time alone keeps the next call back; zero if it does not.</summary>
    /// <param name="now">The time.</param>
    public TimeSpan TimeUntilStart(TimeSpan now) => Longest(TimeUntilAllowed(now), TimeUntilRoom(now));

    /// <summary>Whether a call of so many items would stay within concurrency and find count.</summary>
    /// <param name="items">The items.</param>
    /// <param name="now">The time.</param>
    public bool HasRoom(int items, TimeSpan now) =>
        InFlight < Calls && (_findCount is not { Value: int most } || Held(now) + items + Plan().Spare <= most);

    /// <summary>The time spent waiting for the server so far.</summary>
    /// <param name="now">The time.</param>
    public TimeSpan TimeBackedOff(TimeSpan now)
    {
        TimeSpan end = now < WaitUntil ? now : WaitUntil;
        return _waitedBefore + (end > _waitFrom ? end - _waitFrom : TimeSpan.Zero);
    }

    /// <summary>Takes a call back that was never answered because the caller ended it.</summary>
    /// <param name="ticket">The call.</param>
    public void Abandon(PaceTicket ticket) => _underWay.Remove(ticket);

    /// <summary>A call was answered.</summary>
    /// <param name="ticket">The call.</param>
    /// <param name="served">How many items came.</param>
    /// <param name="isCut">Whether the server gave fewer than were asked for and than there are.</param>
    /// <param name="latency">How long the answer took; it may have waited to be looked at since.</param>
    /// <param name="now">The time.</param>
    public void Succeed(PaceTicket ticket, int served, bool isCut, TimeSpan latency, TimeSpan now)
    {
        Abandon(ticket);
        HasSucceeded = true;
        _times.Learn(latency, served);
        _balance?.Charge(latency, served, now);
        if (ticket.StartedAt < _lastCut)
            return;
        _backOff.Reset();
        _hold = Math.Max(0, _hold - 1);
        if (isCut)
            LearnPage(ticket, served, now);
        else if (latency.Ticks > _limits.CallTimeLimit.Ticks / 2)
            Shrink(now);
        else
            Grow(ticket, served, latency);
    }

    /// <summary>A call failed, in a way that may pass.</summary>
    /// <param name="ticket">The call.</param>
    /// <param name="error">The failure.</param>
    /// <param name="now">The time.</param>
    public PaceChange Fail(PaceTicket ticket, EwsError error, TimeSpan now)
    {
        Abandon(ticket);
        bool isNew = ticket.StartedAt >= _lastCut;
        if (isNew)
            Adapt(ticket, error, now);
        TimeSpan? wait = isNew ? WaitFor(ticket, error, now)
            : _backOff.Extend(error.BackOff ?? TimeSpan.Zero, WaitUntil - now);
        if (wait is null)
            GivenUpFor = error;
        else
            WaitFor(wait.Value, now);
        return new PaceChange(WaitUntil > now ? WaitUntil - now : TimeSpan.Zero, wait is null);
    }

    /// <summary>Answers came that led nowhere: waits as after a failure.</summary>
    /// <param name="now">The time.</param>
    public PaceChange Pause(TimeSpan now)
    {
        TimeSpan? wait = _backOff.Next(new EwsError { Verdict = EwsVerdict.Outage });
        if (wait is { } time)
            WaitFor(time, now);
        return new PaceChange(wait ?? TimeSpan.Zero, wait is null);
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan TimeUntilAllowed(TimeSpan now) => Longest(
        WaitUntil > now ? WaitUntil - now : TimeSpan.Zero,
        _balance?.TimeUntil(InFlight + 1, now) ?? TimeSpan.Zero);

    // Until so many calls have released their items on the server that the next one fits.
    private TimeSpan TimeUntilRoom(TimeSpan now)
    {
        if (_findHold is not { EndsEarly: true } hold || _findCount is not { Value: int most } || InFlight >= Calls)
            return TimeSpan.Zero;
        (int items, int spare) = Plan();
        int over = Held(now) + items + spare - most;
        TimeSpan wait = TimeSpan.Zero;
        foreach ((TimeSpan left, int released) in _underWay
            .Select(call => (call.StartedAt + hold.Of(call.Items) - now, call.Items))
            .Where(call => call.Item1 > TimeSpan.Zero).OrderBy(call => call.Item1))
            if (over > 0)
                (wait, over) = (left, over - released);
        return over > 0 ? TimeSpan.Zero : wait;
    }

    private int Held(TimeSpan now) => _findHold?.Held(_underWay, now) ?? ItemsInFlight;

    // How many items the next call asks for, and how much of the find count is left free beside it.
    private (int Items, int Spare) Plan()
    {
        int items = Math.Max(_leastItems, Math.Min(ItemsPerCall, _balance?.MostItems ?? int.MaxValue));
        if (_findCount is not { Value: int most })
            return (items, 0);
        int fair = Math.Max(most / Calls, Math.Min(_leastItems, most));
        if (_findHold is null || items <= fair)
            return (Math.Min(items, fair), 0);
        if (!_times.IsKnown && _started > Calls && _started % 2 == 0)
            return (Math.Min(items, Math.Min(most / 2, LearningFactor * fair)), 0);
        return _findHold.EndsEarly ? Quickest(_findHold, items, fair, most) : (fair, 0);
    }

    // The size by which most items come: small calls lose time on the network, large ones wait for room. Room for one
    // call is left, so that one that comes late does no harm.
    private (int Items, int Spare) Quickest(FindHold hold, int items, int fair, int most)
    {
        (int Items, int Spare) best = (fair, 0);
        double bestRate = Calls * fair / (double)_times.Of(fair).Ticks;
        for (int parts = 2; parts <= Calls + 1; parts++)
        {
            int size = Math.Min(items, (most - 1) / parts);
            if (size < _leastItems)
                break;
            int held = (most - 1) / size - 1;
            double rate = size * Math.Min(Calls / (double)_times.Of(size).Ticks, held / (double)hold.Of(size).Ticks);
            if (rate > bestRate)
                (best, bestRate) = ((size, size), rate);
        }
        return best;
    }

    private void Adapt(PaceTicket ticket, EwsError error, TimeSpan now)
    {
        if (error.ResponseCode == EwsResponseCodes.FindCountLimit)
            LoseFindCount(ticket.AllItems, ticket.AllItems / 2);
        else if (error.Verdict is EwsVerdict.Oversized or EwsVerdict.Timeout)
            ItemsPerCall = Math.Max(_leastItems, ItemsPerCall / 2);
        else if (error.ResponseCode == EwsResponseCodes.ConnectionCount)
            _calls.Refuse(ticket.Calls, Math.Max(1, ticket.Calls / 2));
        else if (error.Verdict == EwsVerdict.Throttled)
        {
            _calls.Lower(Math.Max(1, MaxInFlight / 2));
            _balance?.Exhaust(now);
        }
        Cut(now);
    }

    private void LoseFindCount(int refused, int left)
    {
        if (LoseHold())
            return;
        int least = Math.Min(_leastItems, _limits.MaxItemsInFlight ?? _leastItems);
        _findCount ??= new Allowance(refused, (int)Math.Min(int.MaxValue, (long)_mostInFlight * _mostItems));
        _findCount.Refuse(refused, Math.Max(least, left));
    }

    // Whether the calls may have met on the server because the next ones did not wait for their answers.
    private bool LoseHold()
    {
        bool isCause = _findHold?.EndsEarly == true;
        _findHold?.Lose();
        return isCause;
    }

    // Where the caller's own calls take the room, it is free again when they end.
    private TimeSpan? WaitFor(PaceTicket ticket, EwsError error, TimeSpan now) =>
        error.Verdict == EwsVerdict.Oversized || (IsForRoom(error) && InFlight > 0) ? TimeSpan.Zero
        : _backOff.Next(error, ticket.StartedAt, now);

    private static bool IsForRoom(EwsError error) =>
        error.ResponseCode is EwsResponseCodes.FindCountLimit or EwsResponseCodes.ConnectionCount
        && (error.BackOff ?? TimeSpan.Zero) == TimeSpan.Zero;

    private void WaitFor(TimeSpan wait, TimeSpan now)
    {
        if (now + wait <= WaitUntil)
            return;
        if (now >= WaitUntil)
        {
            _waitedBefore += WaitUntil - _waitFrom;
            _waitFrom = now;
        }
        WaitUntil = now + wait;
    }

    // Less was granted: either this is the server's largest page, or others hold a part of the find count. So it is
    // asked for more again, ever more rarely.
    private void LearnPage(PaceTicket ticket, int served, TimeSpan now)
    {
        if (ticket.Items <= served)
            return;
        bool isForPage = served >= ticket.Items / 2 || ticket.Calls == 1 || _findCount is null;
        if (isForPage && _findHold?.EndsEarly != true)
            ItemsPerCall = Math.Max(_leastItems, Math.Min(ItemsPerCall, served));
        if (_findCount is not null && ticket.Calls > 1)
            LoseFindCount(ticket.AllItems, ticket.AllItems - ticket.Items + served);
        else
            LoseHold();
        Cut(now);
    }

    private void Shrink(TimeSpan now)
    {
        ItemsPerCall = Math.Max(_leastItems, ItemsPerCall / 2);
        Cut(now);
    }

    private void Cut(TimeSpan now)
    {
        _lastCut = now;
        _hold = _nextHold;
        _nextHold = Math.Min(LongestHold, _nextHold * 2);
    }

    private void Grow(PaceTicket ticket, int served, TimeSpan latency)
    {
        _findHold?.Succeed(latency, served, Calls);
        if (_hold > 0)
            return;
        if (served >= ticket.Items && ticket.Items >= NextItems)
            ItemsPerCall = (int)Math.Min(_mostItems, ItemsPerCall * GrowthAfter(latency));
        _calls.Succeed(MaxInFlight, 1);
        _findCount?.Succeed(MaxInFlight, Math.Max(1, _findCount.Value / 4));
    }

    // So that the next call stays under a quarter of the time limit.
    private long GrowthAfter(TimeSpan latency) =>
        latency.Ticks < _limits.CallTimeLimit.Ticks / 32 ? 4 : latency.Ticks < _limits.CallTimeLimit.Ticks / 8 ? 2 : 1;
}
