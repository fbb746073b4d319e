using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace ThrottlingTools.Ews;

/// <summary>
/// Finds its way through one view that changes while it is read. A state machine: it plans requests, and takes from
/// their answers what is new.
/// </summary>
/// <remarks>
/// <para>An answer is a slice of the view: entries that stood side by side when it was made. It <em>connects</em> if it
/// begins at offset 0, or with an entry that is known, which is one that was returned or stands before one that was.
/// Nothing that stays in the view can then lie unseen before it, whenever it was fetched; of a slice that connects
/// exactly the entries that are not known are returned. Of one that does not, nothing is: what lies before it is asked
/// for, from further and further back.</para>
/// <para>Assumption: entries that stay keep their order among each other, also where their keys are equal. For the
/// order of an unchanging date the key of the last entry tells what is known (<see cref="KeyFrontier"/>); for every
/// other order the ids do (<see cref="IdFingerprints"/>), and an entry whose key is changed meanwhile to one that comes
/// earlier is not found.</para>
/// </remarks>
internal sealed class FindCursor<T>
    where T : class
{
    private const int MaxIdle = 25; // far more than changes of the folder bring about
    private const int MaxEarlyEnds = 5;
    private const int MaxDoubts = 2; // of one page; after that what it holds is taken, and the count decides at the end
    private const int MaxPasses = 3;
    private const int MaxRemembered = 20_000; // items of which the ids are kept where the order does not need them

    private readonly List<PlannedSlice<T>> _slices = []; // in the order in which they are taken
    private readonly long? _maxItems;
    private readonly bool _isResumed;
    private ReturnedItems _returned;
    private int _place;
    private int _overlap = 1;
    private int _furthestBack = int.MaxValue;
    private int _furthest = -1;
    private int _idle;
    private int _acknowledgedPlace;
    private long _acknowledged;
    private long _pending;
    private bool _isEverything;
    private IdFingerprints? _seen;
    private int _passes = 1;
    private ThrottlingToolsException? _incomplete;

    public FindCursor(FindTarget<T> target, long? maxItems, FindProgress? progress)
    {
        Target = target;
        _isResumed = progress is not null;
        _returned = progress?.Returned
            ?? (target.IsDescending is { } descending ? new KeyFrontier(descending) : new IdFingerprints());
        _place = _acknowledgedPlace = progress?.Place ?? -1;
        Ledger = progress?.Ledger ?? new PagingLedger();
        _seen = progress is null && _returned is KeyFrontier ? new IdFingerprints() : null;
        _acknowledged = Ledger.Returned;
        _maxItems = maxItems + Ledger.Returned;
        _isEverything = IsDone = progress?.IsComplete ?? false;
        IsDone |= maxItems == 0;
    }

    public FindTarget<T> Target { get; }

    public PagingLedger Ledger { get; }

    /// <summary>Whether nothing more is to be fetched.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether the last answer led nowhere, so that a pause is due.</summary>
    public bool IsStalled { get; private set; }

    /// <summary>What is missing at the end and cannot be looked for, in words; <c>null</c> if nothing is.</summary>
    public string? Shortfall { get; private set; }

    /// <summary>How far it is, as far as what was found was also handed on.</summary>
    public FindProgress Progress => new(
        _returned, _acknowledgedPlace, _isEverything && _pending == 0, Copy(Ledger, _acknowledged));

    /// <summary>The next request to send; the caller says if it is under way.</summary>
    /// <param name="size">How many entries it may ask for.</param>
    /// <param name="ahead">How many answers and requests may be kept; 0 for what is needed at once only.</param>
    public PlannedSlice<T>? Next(int size, int ahead)
    {
        if (IsDone || _incomplete is not null)
            return null;
        if (_slices.Count == 0)
            _slices.Add(Base());
        PlannedSlice<T>? next = _slices.Find(slice => slice.IsWaiting);
        if (next is null && _slices.Count < ahead && FetchedAhead() is { } further)
            _slices.Add(next = further);
        if (next is null || (ahead == 0 && next != _slices[0]))
            return null;
        bool isOpen = !next.IsBase && next == _slices[_slices.Count - 1] && !next.HasFailed;
        next.Size = Math.Max(next.Offset == 0 ? 1 : 2, isOpen ? size : Math.Min(next.Size, size));
        return next;
    }

    /// <summary>Keeps an answer until it is its turn.</summary>
    /// <returns>Why it is asked for again instead; <c>null</c> if it is not.</returns>
    public string? Arrive(PlannedSlice<T> slice, FindSlice<T> answer)
    {
        slice.IsUnderWay = false;
        Ledger.Pages++;
        string? doubt = slice.Doubts < MaxDoubts ? answer.Flaw(slice.Offset) ?? SuddenEnd(slice, answer) : null;
        if (doubt is not null)
        {
            slice.Doubts++;
            Ledger.Doubted++;
            return doubt;
        }
        slice.Answer = answer;
        Ledger.See(answer.TotalItemsInView);
        FillBehind(slice, answer);
        return null;
    }

    // That a folder has become smaller just when its end is reached, or ends just where the first page does, is looked
    // at twice.
    private string? SuddenEnd(PlannedSlice<T> slice, FindSlice<T> answer) =>
        slice.Doubts > 0 || !answer.IncludesLast(slice.Offset) ? null
        : answer.TotalItemsInView < Ledger.TotalItemsInView
            ? $"of {Ledger.TotalItemsInView} items {answer.TotalItemsInView} are left"
        : slice.Offset == 0 && answer.Entries.Length == slice.Size
            ? "it is full, and nothing is said to follow"
        : null;

    /// <summary>Takes what has its turn, up to the next entries that are new.</summary>
    /// <param name="onReconnect">Hears of a slice that does not connect.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>PagingStuck</c>, <c>PagingIncomplete</c> or <c>PagingOrderBroken</c>.
    /// </exception>
    public FoundPage<T>? Take(Action<PlannedSlice<T>> onReconnect)
    {
        IsStalled = false;
        while (!IsDone && !IsStalled && _slices.Count > 0 && _slices[0] is { Answer: { } answer } slice)
        {
            if (!Connects(slice, answer))
            {
                Reconnect(slice);
                onReconnect(slice);
                continue;
            }
            _slices.RemoveAt(0);
            if (Accept(slice, answer) is { } page)
                return page;
        }
        return _incomplete is null ? null : throw _incomplete;
    }

    /// <summary>The first so many entries of the oldest page that was not acknowledged were handed on.</summary>
    [MethodImpl(PlainBytes.Hot)]
    public void Acknowledge(FoundPage<T> page, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _returned.Acknowledge(page.Entries[i].Id, page.Entries[i].Key);
            _seen?.Acknowledge(page.Entries[i].Id, null);
        }
        if (count > 0)
            _acknowledgedPlace = page.Place + count - 1;
        _acknowledged += count;
        _pending -= count;
    }

    private PlannedSlice<T> Base()
    {
        int place = Math.Min(_place + 1, Math.Max(0, Ledger.TotalItemsInView ?? int.MaxValue));
        int offset = Math.Max(0, place - _overlap);
        int bridge = _slices.Count > 0 ? _slices[0].Offset - offset + _overlap : 0;
        return new PlannedSlice<T>(offset, bridge > _overlap ? bridge : int.MaxValue, isBase: true);
    }

    private PlannedSlice<T>? FetchedAhead()
    {
        PlannedSlice<T> last = _slices[_slices.Count - 1];
        long wanted = _maxItems is { } most ? _place + 1 + most - Ledger.Returned : long.MaxValue;
        return Ledger.TotalItemsInView is { } total && last.End < Math.Min(total, wanted) && last.End > _overlap
            ? new PlannedSlice<T>(last.End - _overlap, int.MaxValue, isBase: false)
            : null;
    }

    // What a page that came short has left out is asked for before the next page turns out not to connect.
    private void FillBehind(PlannedSlice<T> slice, FindSlice<T> answer)
    {
        int next = _slices.IndexOf(slice) + 1;
        int offset = slice.End - _overlap;
        bool isShort = answer.Entries.Length > _overlap && !answer.IncludesLast(slice.Offset);
        if (isShort && next > 0 && next < _slices.Count && slice.End <= _slices[next].Offset)
            _slices.Insert(next, new PlannedSlice<T>(offset, _slices[next].Offset + 1 - offset, isBase: false));
    }

    private bool Connects(PlannedSlice<T> slice, FindSlice<T> answer)
    {
        if (slice.Offset == 0)
            return true;
        foreach (FindEntry<T> entry in answer.Entries)
            if (entry.Id.Length > 0)
                return _returned.Contains(entry.Id, entry.Key);
        return false;
    }

    private void Reconnect(PlannedSlice<T> slice)
    {
        Ledger.Reconnected++;
        if (slice.IsBase || slice.HasMissed)
            _slices.RemoveAt(0);
        slice.HasMissed = true;
        if (slice.IsBase)
            _overlap = (int)Math.Min(int.MaxValue, _overlap * 2L);
        PlannedSlice<T> next = Base();
        _slices.Insert(0, next);
        if (!slice.IsBase)
            return;
        bool isFurther = next.Offset < _furthestBack;
        _furthestBack = Math.Min(_furthestBack, next.Offset);
        if (isFurther)
            _furthest = -1;
        CountIdle(isFurther);
    }

    [MethodImpl(PlainBytes.Hot)]
    private FoundPage<T>? Accept(PlannedSlice<T> slice, FindSlice<T> answer)
    {
        CheckOrder(answer.Entries);
        FindEntry<T>[] fresh = new FindEntry<T>[answer.Entries.Length];
        int count = 0;
        int first = slice.Offset;
        for (int i = 0; i < answer.Entries.Length && !IsDone; i++)
            if (answer.Entries[i].Id.Length == 0)
                Ledger.Refused += slice.Offset + i > _place && _passes == 1 ? 1 : 0;
            else if (IsNew(answer.Entries[i]))
            {
                first = count == 0 ? slice.Offset + i : first;
                fresh[count++] = answer.Entries[i];
                IsDone = ++Ledger.Returned >= _maxItems;
            }
        if (answer.Entries.Length > 0 && (count > 0 || slice.IsBase))
            _place = slice.Offset + answer.Entries.Length - 1;
        bool isEnd = !IsDone && answer.IncludesLast(slice.Offset);
        FoundPage<T>? page = count > 0 ? Emit(fresh, count, first) : isEnd ? null : Pass(slice, answer);
        if (isEnd)
            End();
        if (IsDone)
            _slices.Clear();
        return page;
    }

    // What was added while the folder was read may stand behind what was returned; the rest has to be there. Where it
    // costs little, it is looked at in any case.
    private void End()
    {
        _slices.Clear();
        long missing = (Ledger.TotalItemsInView ?? 0) - Ledger.Returned;
        IdFingerprints? ids = _returned as IdFingerprints ?? _seen;
        bool isCheap = ids is not null && _passes == 1 && Ledger.TotalItemsInView <= MaxRemembered;
        if (missing <= 0 || (missing <= Ledger.AddedMeanwhile && !isCheap))
            IsDone = _isEverything = true;
        else if (_passes < MaxPasses && ids is not null)
            LookAgain(ids);
        else if (_returned is IdFingerprints || (!_isResumed && Ledger.AddedMeanwhile + Ledger.Vanished == 0))
            _incomplete = Errors.PagingIncomplete(Target.ToString(), Ledger);
        else
        {
            // In a folder that changes, also between two runs, an item that went may make up for one that came.
            Shortfall = Errors.Shortfall(Ledger);
            IsDone = _isEverything = true;
        }
    }

    // From the start, by the ids, so that exactly what is missing is new.
    private void LookAgain(IdFingerprints ids)
    {
        _passes++;
        _returned = ids;
        _seen = null;
        _place = _furthest = -1;
        _overlap = 1;
        _idle = 0;
        _furthestBack = int.MaxValue;
    }

    private FoundPage<T> Emit(FindEntry<T>[] fresh, int count, int first)
    {
        _overlap = Math.Max(1, _overlap / 2);
        _idle = 0;
        _furthest = _place;
        _furthestBack = int.MaxValue;
        _pending += count;
        return new FoundPage<T>(this, fresh, count, first);
    }

    // Nothing new: either it lay behind the frontier, which is walked towards, or the server gave nothing.
    private FoundPage<T>? Pass(PlannedSlice<T> slice, FindSlice<T> answer)
    {
        if (IsDone || !slice.IsBase)
            return null;
        _overlap = 1;
        bool isFurther = _place > _furthest;
        _furthest = Math.Max(_furthest, _place);
        CountIdle(isFurther);
        if (!isFurther && answer.EndsEarly(slice.Offset) && _idle >= MaxEarlyEnds)
            throw Errors.PagingIncomplete(Target.ToString(), Ledger);
        IsStalled = !isFurther;
        return null;
    }

    private void CountIdle(bool isProgress)
    {
        if (!isProgress && ++_idle >= MaxIdle)
            throw Errors.PagingStuck(Target.ToString(), _place + 1, _idle);
    }

    [MethodImpl(PlainBytes.Hot)]
    private bool IsNew(in FindEntry<T> entry)
    {
        if (_returned.Contains(entry.Id, entry.Key) || _seen?.Contains(entry.Id, null) == true)
        {
            Ledger.Repeated++;
            return false;
        }
        _returned.Add(entry.Id, entry.Key);
        if (_seen is not null)
            Remember(entry.Id);
        return true;
    }

    private void Remember(string id)
    {
        if (Ledger.TotalItemsInView > MaxRemembered || _seen!.IdCount >= 2 * MaxRemembered)
            _seen = null;
        else
            _seen.Add(id, null);
    }

    [MethodImpl(PlainBytes.Hot)]
    private void CheckOrder(FindEntry<T>[] entries)
    {
        long? before = null;
        foreach (FindEntry<T> entry in entries)
        {
            if (!_returned.IsOrdered(before, entry.Key))
            {
                // A server that does not know the order: the ids tell, if they are kept from the beginning.
                _returned = Ledger.Returned == 0
                    ? new IdFingerprints()
                    : throw Errors.PagingOrderBroken(Target.ToString());
                _seen = null;
                return;
            }
            before = entry.Key ?? before;
        }
    }

    private static PagingLedger Copy(PagingLedger ledger, long returned)
    {
        PagingLedger copy = ledger.Plus(new PagingLedger());
        copy.Returned = returned;
        return copy;
    }
}
