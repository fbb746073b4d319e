using System;

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
    private const int LongestHold = 64;

    private readonly PaceLimits _limits;
    private readonly BackOff _backOff;
    private readonly BalanceEstimate? _balance;
    private readonly int _mostInFlight;
    private readonly int _mostItems;
    private readonly int _leastItems;
    private int? _mostItemsInFlight;
    private int _hold;
    private int _nextHold = FirstHold;
    private int _successes;
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
        _balance = _limits.Bucket is { } bucket ? new BalanceEstimate(bucket) : null;
        int most = _limits.MaxConcurrency is { } allowed
            ? allowed - (options.Reserve ?? (allowed + 3) / 4)
            : UnknownMaxInFlight;
        _mostInFlight = Math.Max(1, Math.Min(most, options.MaxInFlight));
        _mostItemsInFlight = _limits.MaxItemsInFlight is { } items ? Math.Max(1, items) : null;
        _mostItems = Math.Max(1, Math.Min(options.MaxItemsPerCall ?? int.MaxValue, _limits.MaxItemsPerCall));
        _leastItems = Math.Min(options.MinItemsPerCall, _mostItems);
        MaxInFlight = _limits.MaxConcurrency is null ? Math.Min(UnknownInitialInFlight, _mostInFlight) : _mostInFlight;
        ItemsPerCall = Math.Min(_mostItems, options.InitialItemsPerCall);
    }

    /// <summary>The longest wait in all without a success.</summary>
    public TimeSpan MaxWait { get; }

    /// <summary>How few items a call may come to ask for.</summary>
    public int LeastItems => _leastItems;

    /// <summary>How many calls may be under way.</summary>
    public int MaxInFlight { get; private set; }

    /// <summary>How many items a call may ask for, as far as its own size goes.</summary>
    public int ItemsPerCall { get; private set; }

    /// <summary>How many calls are under way.</summary>
    public int InFlight { get; private set; }

    /// <summary>How many items they have asked for.</summary>
    public int ItemsInFlight { get; private set; }

    /// <summary>Until when nobody calls.</summary>
    public TimeSpan WaitUntil { get; private set; }

    /// <summary>Whether any call has succeeded.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>The error for which the waiting became too long; <c>null</c> while there is hope.</summary>
    public EwsError? GivenUpFor { get; private set; }

    /// <summary>How many items the next call asks for: what is allowed, shared among those at a time.</summary>
    public int NextItems
    {
        get
        {
            int items = Math.Max(_leastItems, Math.Min(ItemsPerCall, _balance?.MostItems ?? int.MaxValue));
            return _mostItemsInFlight is { } most
                ? Math.Min(items, Math.Max(most / Calls, Math.Min(_leastItems, most)))
                : items;
        }
    }

    // So many that each has a fair number of items.
    private int Calls => _mostItemsInFlight is { } most
        ? Math.Max(1, Math.Min(MaxInFlight, most / Math.Max(1, _leastItems)))
        : MaxInFlight;

    /// <summary>Lets a call go, if one may.</summary>
    /// <param name="wanted">How many items it would ask for, from 1 up.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many it may ask for; <c>null</c> if it has to wait.</returns>
    public PaceTicket? TryStart(int wanted, TimeSpan now)
    {
        int items = Math.Min(wanted, NextItems);
        if (!HasRoom(items) || TimeUntilStart(now) > TimeSpan.Zero)
            return null;
        InFlight++;
        ItemsInFlight += items;
        return new PaceTicket(items, now);
    }

    /// <summary>How long the time alone keeps the next call back; zero if it does not.</summary>
    /// <param name="now">The time.</param>
    public TimeSpan TimeUntilStart(TimeSpan now)
    {
        TimeSpan wait = WaitUntil > now ? WaitUntil - now : TimeSpan.Zero;
        TimeSpan recharge = _balance?.TimeUntil(InFlight + 1, now) ?? TimeSpan.Zero;
        return recharge > wait ? recharge : wait;
    }

    /// <summary>Whether a call of so many items would stay within concurrency and find count.</summary>
    /// <param name="items">The items.</param>
    public bool HasRoom(int items) =>
        InFlight < Calls && (_mostItemsInFlight is not { } most || ItemsInFlight + items <= most);

    /// <summary>The time spent waiting for the server so far.</summary>
    /// <param name="now">The time.</param>
    public TimeSpan TimeBackedOff(TimeSpan now)
    {
        TimeSpan end = now < WaitUntil ? now : WaitUntil;
        return _waitedBefore + (end > _waitFrom ? end - _waitFrom : TimeSpan.Zero);
    }

    /// <summary>Takes a call back that was never answered because the caller ended it.</summary>
    /// <param name="ticket">The call.</param>
    public void Abandon(PaceTicket ticket)
    {
        InFlight--;
        ItemsInFlight -= ticket.Items;
    }

    /// <summary>A call was answered.</summary>
    /// <param name="ticket">The call.</param>
    /// <param name="served">How many items came.</param>
    /// <param name="isCut">Whether the server gave fewer than were asked for and than there are.</param>
    /// <param name="now">The time.</param>
    public void Succeed(PaceTicket ticket, int served, bool isCut, TimeSpan now)
    {
        Abandon(ticket);
        HasSucceeded = true;
        TimeSpan latency = now - ticket.StartedAt;
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
        int itemsInFlight = ItemsInFlight;
        Abandon(ticket);
        bool isNew = ticket.StartedAt >= _lastCut;
        if (isNew)
            Adapt(error, itemsInFlight, now);
        TimeSpan? wait = isNew ? error.Verdict == EwsVerdict.Oversized ? TimeSpan.Zero : _backOff.Next(error)
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

    private void Adapt(EwsError error, int itemsInFlight, TimeSpan now)
    {
        bool isFindCount = error.ResponseCode == EwsResponseCodes.FindCountLimit;
        if (isFindCount)
            _mostItemsInFlight = Math.Max(
                Math.Min(_leastItems, _limits.MaxItemsInFlight ?? _leastItems),
                Math.Min(_mostItemsInFlight ?? int.MaxValue, itemsInFlight) / 2);
        if (isFindCount || error.Verdict is EwsVerdict.Oversized or EwsVerdict.Timeout)
            Shrink(now);
        else if (error.Verdict == EwsVerdict.Throttled)
            MaxInFlight = Math.Max(1, MaxInFlight / 2);
        if (error.Verdict == EwsVerdict.Throttled && !isFindCount
            && error.ResponseCode != EwsResponseCodes.ConnectionCount)
            _balance?.Exhaust(now);
        Cut(now);
    }

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
        ItemsPerCall = Math.Max(_leastItems, Math.Min(ItemsPerCall, served));
        if (ticket.Items > served)
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
        _successes = 0;
    }

    private void Grow(PaceTicket ticket, int served, TimeSpan latency)
    {
        _successes++;
        if (_hold > 0)
            return;
        bool isQuick = latency.Ticks < _limits.CallTimeLimit.Ticks / 8; // twice as many stay under a quarter
        if (served >= ticket.Items && ticket.Items >= NextItems && isQuick)
            ItemsPerCall = Math.Min(_mostItems, ItemsPerCall * 2);
        if (_successes < MaxInFlight)
            return;
        _successes = 0;
        MaxInFlight = Math.Min(_mostInFlight, MaxInFlight + 1);
        // A find count that was only learnt is forgotten once it would hold nobody back.
        long enough = _limits.MaxItemsInFlight ?? (long)_mostInFlight * _mostItems;
        if (_mostItemsInFlight is { } most && most < enough)
            _mostItemsInFlight = (int)Math.Min(enough, (long)most + Math.Max(1, most / 4));
    }
}
