using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Knows of every item of a run where it is: decides what follows from each answer, and keeps the ledger, the
/// checkpoint and the results. A state machine without a clock.
/// </summary>
internal sealed class BatchDesk
{
    private readonly BatchOperation _operation;
    private readonly BatchOptions _options;
    private readonly HashSet<IdPrint> _seen = [];
    private readonly List<BatchItemResult> _results = [];
    private readonly List<BatchEntry> _takenBack = [];

    public BatchDesk(BatchOperation operation, BatchOptions options)
    {
        _operation = operation;
        _options = options;
        Queue = new BatchQueue(operation);
    }

    public BatchQueue Queue { get; }

    public BatchLedger Ledger { get; } = new();

    /// <summary>Why the run cannot go on; <c>null</c> while it can.</summary>
    public EwsError? Stop { get; set; }

    private BatchCheckpoint? Checkpoint => _options.Checkpoint;

    /// <summary>Whether no more requests are sent.</summary>
    public bool IsOver => Stop is not null || Checkpoint?.Failure is not null;

    /// <summary>Takes over what an earlier run left.</summary>
    /// <param name="isOver">When the last of its requests is over on the server.</param>
    /// <returns>How many items were under way, and the results that were not delivered.</returns>
    public (int UnderWay, IReadOnlyList<BatchItemResult> Results) Resume(TimeSpan isOver)
    {
        if (Checkpoint is not { IsResumed: true } checkpoint)
            return (0, []);
        _seen.UnionWith(checkpoint.Finished);
        _operation.Recall(checkpoint.NewItems);
        List<BatchItemResult> results = [];
        int underWay = 0;
        foreach (RecordedItem recorded in checkpoint.Left)
        {
            if (recorded.Result is { } result)
            {
                _seen.Add(IdPrint.Of(recorded.Item.Key));
                Ledger.Count(result.Status);
                results.Add(result);
            }
            else if (recorded.IsUnderWay)
            {
                _seen.Add(IdPrint.Of(recorded.Item.Key));
                underWay++;
                BatchEntry entry = new(recorded.Item)
                {
                    IsInDoubt = true, WasLost = true, SearchKey = recorded.SearchKey,
                    OverAt = _operation.MustBeOver ? isOver : TimeSpan.Zero,
                };
                Follow(entry, _operation.AfterLoss(entry), null);
            }
            else
                Admit(recorded.Item);
        }
        return (underWay, results);
    }

    /// <summary>Takes an item in; one that was taken before is passed over.</summary>
    public void Admit(BatchItem item)
    {
        if (!_seen.Add(IdPrint.Of(item.Key)))
        {
            Ledger.PassedOver++;
            return;
        }
        Checkpoint?.Accept(item);
        BatchEntry entry = new(item);
        if (_operation.LooksFirst(entry))
            Queue.AddLook(entry);
        else
            Queue.AddSend(entry);
    }

    /// <summary>Items are about to be sent.</summary>
    /// <returns>Whether they may be: the checkpoint knows of it.</returns>
    public bool Send(IReadOnlyList<BatchEntry> entries, DateTimeOffset utcNow)
    {
        if (!_operation.IsReadOnly && Checkpoint?.Send(entries, utcNow) == false)
        {
            foreach (BatchEntry entry in entries)
                Queue.AddSend(entry);
            return false;
        }
        foreach (BatchEntry entry in entries)
        {
            Ledger.Retried += entry.Attempts > 0 ? 1 : 0;
            entry.Attempts++;
            entry.IsInDoubt = true;
        }
        return true;
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>How many items need nothing more of this kind, and the first error that may pass.</returns>
    public (int Served, EwsError? Passing) Answer(
        BatchCall call, IReadOnlyList<EwsItemResult> answers, TimeSpan now)
    {
        int served = 0;
        EwsError? passing = null;
        for (int i = 0; i < answers.Count; i++)
        {
            BatchEntry entry = call.Entries[i];
            if (answers[i].Error is not { } error)
                if (call.IsLook)
                    Resolve(entry, _operation.AfterLook(entry, answers[i]), answers[i], now);
                else
                    Follow(entry, NextStep.Done, answers[i]);
            else if (IsPassing(error))
            {
                if (error.ResponseCode != EwsResponseCodes.BatchProcessingStopped)
                    passing ??= error;
                Take(call, entry, error, isAlone: true);
                continue;
            }
            else
                Refuse(call, entry, answers[i], now);
            served++;
        }
        return (served, passing);
    }

    /// <summary>A request failed as a whole.</summary>
    /// <param name="call">The request.</param>
    /// <param name="error">How.</param>
    /// <param name="now">The time.</param>
    /// <param name="isOver">When it is over on the server at the latest.</param>
    public void Fail(BatchCall call, EwsError error, TimeSpan now, TimeSpan isOver)
    {
        Ledger.FailedRequests++;
        bool isAlone = call.Entries.Count == 1;
        int half = Math.Max(1, call.Entries.Count / 2);
        foreach (BatchEntry entry in call.Entries)
        {
            if (error.Verdict != EwsVerdict.Throttled)
                entry.LargestBatch = Math.Min(entry.LargestBatch, half);
            if (!call.IsLook)
                entry.OverAt = error.HttpStatus == 200 || !_operation.MustBeOver ? TimeSpan.Zero : isOver;
            bool isRefused = isAlone && !error.IsTransient && Stop is null;
            if (isRefused && (call.IsLook || IsNotDone(error)))
                Refuse(call, entry, new EwsItemResult(entry.Item.Id, null, error), now);
            else
                Take(call, entry, error, isAlone);
        }
    }

    /// <summary>Says of what is left that it is not done, or may be.</summary>
    public void Leave(IEnumerable<BatchEntry> entries, bool hasResults)
    {
        foreach (BatchEntry entry in entries)
        {
            BatchItemStatus status = entry.IsInDoubt && !_operation.IsReadOnly
                ? BatchItemStatus.Unknown
                : BatchItemStatus.NotSent;
            Ledger.Count(status);
            if (hasResults)
                _results.Add(Result(entry, status, null, Stop ?? entry.LastError, isFinal: false));
        }
    }

    /// <summary>Writes down what happened since the last time, and hands the results over.</summary>
    public List<BatchItemResult> Flush()
    {
        List<BatchItemResult> results = [.. _results];
        _results.Clear();
        if (_takenBack.Count > 0)
            Checkpoint?.TakeBack(_takenBack);
        _takenBack.Clear();
        if (!_operation.IsReadOnly)
            Checkpoint?.Conclude(results.Where(result => result.IsFinal));
        return results;
    }

    /// <summary>Results arrived where they were to go.</summary>
    public void Acknowledge(IEnumerable<BatchItemResult> results) =>
        Checkpoint?.Deliver(results.Where(result => result.IsFinal));

    private static bool IsPassing(EwsError error) =>
        error.IsTransient || error.ResponseCode == EwsResponseCodes.BatchProcessingStopped;

    private bool IsNotDone(EwsError error) => _operation.IsReadOnly || error.ProvesNothingDone;

    // What fails in a passing way, or with others, is asked for again or, where it may be done, looked at first.
    private void Take(BatchCall call, BatchEntry entry, EwsError error, bool isAlone)
    {
        entry.LastError = error;
        bool isHopeless = isAlone && error.ResponseCode != EwsResponseCodes.BatchProcessingStopped
            && (!error.IsTransient ? Stop is null : IsHopeless(entry));
        if (call.IsLook)
            Follow(entry, !isHopeless ? NextStep.Look : entry.IsInDoubt ? NextStep.Unknown : NextStep.Fail, null);
        else if (IsNotDone(error))
            Repeat(entry, isHopeless);
        else
            Lose(entry, error, isHopeless);
    }

    private void Repeat(BatchEntry entry, bool isHopeless)
    {
        entry.IsInDoubt = false;
        if (!_operation.IsReadOnly && !isHopeless)
            _takenBack.Add(entry);
        Follow(entry, isHopeless ? Failing(entry, entry.LastError!) : NextStep.Send, null);
    }

    private void Lose(BatchEntry entry, EwsError error, bool isHopeless)
    {
        entry.WasLost = true;
        entry.Refusal = isHopeless ? error : null;
        NextStep step = _operation.AfterLoss(entry);
        if (step != NextStep.Send)
            Ledger.Lost++;
        else if (isHopeless)
            step = NextStep.Unknown;
        else
            Ledger.Repeated++;
        Follow(entry, step, null);
    }

    // The server speaks of this item alone.
    private void Refuse(BatchCall call, BatchEntry entry, EwsItemResult answer, TimeSpan now)
    {
        EwsError error = answer.Error!;
        if (error.Verdict == EwsVerdict.Authentication || error.ResponseCode == EwsResponseCodes.QuotaExceeded)
        {
            Stop ??= error;
            Take(call, entry, error, isAlone: false);
            return;
        }
        if (call.IsLook)
        {
            bool isGone = error.ResponseCode == EwsResponseCodes.ItemNotFound;
            Resolve(
                entry,
                !entry.IsInDoubt ? NextStep.Fail : isGone ? _operation.WhenGone(entry) : NextStep.Unknown, answer, now);
            return;
        }
        entry.IsInDoubt = false;
        NextStep step = _operation.AfterError(entry, error);
        if (step == NextStep.Look)
            entry.IsInDoubt = entry.WasLost;
        Follow(entry, step == NextStep.Fail ? Failing(entry, error) : step, answer);
    }

    // What was sent before, and lost, may have been done all the same.
    private NextStep Failing(BatchEntry entry, EwsError error)
    {
        if (!entry.WasLost || !_operation.CanLook)
            return NextStep.Fail;
        (entry.IsInDoubt, entry.LastError, entry.Refusal) = (true, error, error);
        return NextStep.Look;
    }

    // What is not done, or cannot be told, may still be under way; else what was refused before has failed.
    private void Resolve(BatchEntry entry, NextStep step, EwsItemResult answer, TimeSpan now)
    {
        if (entry.IsInDoubt && step is NextStep.Send or NextStep.Unknown && entry.OverAt > now)
        {
            entry.LookFrom = entry.OverAt;
            Follow(entry, NextStep.Look, answer);
        }
        else if (entry.IsInDoubt && step == NextStep.Send && entry.Refusal is { } refusal)
            Follow(entry, NextStep.Fail, new EwsItemResult(entry.Item.Id, null, refusal));
        else
            Follow(entry, step, answer);
    }

    // An item that fails while others succeed is itself the cause.
    private bool IsHopeless(BatchEntry entry)
    {
        if (entry.DoneAtFailure == Ledger.Done)
            return false;
        entry.DoneAtFailure = Ledger.Done;
        return ++entry.Failures > _options.MaxFailures;
    }

    private void Follow(BatchEntry entry, NextStep step, EwsItemResult? answer)
    {
        switch (step)
        {
            case NextStep.Send:
                entry.IsInDoubt = false;
                Queue.AddSend(entry);
                return;
            case NextStep.Look:
                Queue.AddLook(entry);
                return;
            case NextStep.Done:
                Conclude(entry, BatchItemStatus.Done, answer, null);
                return;
            case NextStep.Fail:
                Conclude(entry, BatchItemStatus.Failed, answer, answer?.Error ?? entry.LastError);
                return;
            default:
                Conclude(entry, BatchItemStatus.Unknown, answer, entry.LastError ?? answer?.Error);
                return;
        }
    }

    private void Conclude(BatchEntry entry, BatchItemStatus status, EwsItemResult? answer, EwsError? error)
    {
        Ledger.Count(status);
        BatchItemResult result = Result(entry, status, answer, error, isFinal: true);
        if (result.NewItemId is { } id)
            _operation.Recall([IdPrint.Of(id)]);
        _results.Add(result);
    }

    private BatchItemResult Result(
        BatchEntry entry, BatchItemStatus status, EwsItemResult? answer, EwsError? error, bool isFinal) =>
        new(entry.Item, _operation.Name, status)
        {
            NewItemId = _operation.IsReadOnly ? null : answer?.NewItemId?.Id,
            NewChangeKey = _operation.IsReadOnly ? null : answer?.NewItemId?.ChangeKey,
            Error = error,
            Attempts = entry.Attempts,
            IsFoundByLooking = entry.IsInDoubt && entry.WasLost && status == BatchItemStatus.Done,
            Item = _operation.IsReadOnly ? answer?.Item : null,
            Data = answer?.Data,
            Attachment = answer?.Attachment,
            IsFinal = isFinal,
        };
}
