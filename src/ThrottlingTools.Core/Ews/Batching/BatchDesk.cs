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

    /// <summary>Takes over what an earlier run left.</summary>
    /// <param name="isOver">When the last of its requests is over on the server.</param>
    /// <returns>How many items were under way.</returns>
    public int Resume(TimeSpan isOver)
    {
        if (Checkpoint is not { IsResumed: true } checkpoint)
            return 0;
        _seen.UnionWith(checkpoint.ConcludedItems);
        _operation.Recall(checkpoint.NewItems);
        int underWay = 0;
        foreach (BatchItem item in checkpoint.UnderWay)
        {
            BatchEntry entry = new(item)
            {
                IsInDoubt = true,
                WasLost = true,
                LookFrom = _operation.MustBeOver ? isOver : TimeSpan.Zero,
            };
            NextStep step = _operation.AfterLoss(entry);
            if (step == NextStep.Send && _operation.NeedsData)
                continue; // comes again with its data
            _seen.Add(IdPrint.Of(item.Key));
            underWay++;
            Follow(entry, step, null);
        }
        if (!_operation.NeedsData)
            foreach (BatchItem item in checkpoint.Waiting)
                Admit(item);
        return underWay;
    }

    /// <summary>Takes an item in; one that was taken before is passed over.</summary>
    public void Admit(BatchItem item)
    {
        if (!_seen.Add(IdPrint.Of(item.Key)))
        {
            Ledger.PassedOver++;
            return;
        }
        BatchEntry entry = new(item);
        if (_operation.LooksFirst(entry))
            Queue.AddLook(entry);
        else
            Queue.AddSend(entry);
    }

    /// <summary>Items are about to be sent.</summary>
    public void Send(IReadOnlyList<BatchEntry> entries, DateTimeOffset utcNow)
    {
        if (!_operation.IsReadOnly)
            Checkpoint?.Send(entries, utcNow);
        foreach (BatchEntry entry in entries)
        {
            Ledger.Retried += entry.Attempts > 0 ? 1 : 0;
            entry.Attempts++;
            entry.IsInDoubt = true;
        }
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>How many items need nothing more of this kind, and the first error that may pass.</returns>
    public (int Served, EwsError? Passing) Answer(BatchCall call, IReadOnlyList<EwsItemResult> answers)
    {
        int served = 0;
        EwsError? passing = null;
        for (int i = 0; i < answers.Count; i++)
        {
            BatchEntry entry = call.Entries[i];
            if (answers[i].Error is not { } error)
                Follow(entry, call.IsLook ? _operation.AfterLook(entry, answers[i]) : NextStep.Done, answers[i]);
            else if (IsPassing(error))
            {
                if (error.ResponseCode != EwsResponseCodes.BatchProcessingStopped)
                    passing ??= error;
                Repeat(call, entry, error);
                continue;
            }
            else
                Refuse(call, entry, answers[i]);
            served++;
        }
        return (served, passing);
    }

    /// <summary>A request failed as a whole.</summary>
    /// <param name="call">The request.</param>
    /// <param name="error">How.</param>
    /// <param name="isOver">When it is over on the server at the latest.</param>
    public void Fail(BatchCall call, EwsError error, TimeSpan isOver)
    {
        Ledger.FailedRequests++;
        bool isLost = error.Verdict is EwsVerdict.Network or EwsVerdict.Timeout or EwsVerdict.Outage;
        bool isForGood = !error.IsTransient && Stop is null;
        int half = Math.Max(1, call.Entries.Count / 2);
        foreach (BatchEntry entry in call.Entries)
        {
            if (error.Verdict != EwsVerdict.Throttled)
                entry.LargestBatch = Math.Min(entry.LargestBatch, half);
            entry.LookFrom = error.HttpStatus == 200 || !_operation.MustBeOver ? TimeSpan.Zero : isOver;
            if (isForGood && call.Entries.Count == 1)
                Refuse(call, entry, new EwsItemResult(entry.Item.Id, null, error));
            else if (!call.IsLook && isLost)
                Lose(entry, error, call.Entries.Count == 1);
            else
                Repeat(call, entry, error, mayCount: call.Entries.Count == 1);
        }
    }

    /// <summary>Says of what is left that it is not done, or may be.</summary>
    public void Leave(IEnumerable<BatchEntry> entries, bool hasResults)
    {
        List<BatchEntry> left = [.. entries];
        foreach (BatchEntry entry in left)
        {
            BatchItemStatus status = entry.IsInDoubt && !_operation.IsReadOnly
                ? BatchItemStatus.Unknown
                : BatchItemStatus.NotSent;
            Ledger.Count(status);
            if (hasResults)
                _results.Add(Result(entry, status, null, Stop ?? entry.LastError));
        }
        if (!_operation.NeedsData)
            Checkpoint?.Leave(left.Where(entry => !entry.IsInDoubt || _operation.IsReadOnly));
    }

    /// <summary>Writes down what happened since the last time, and hands the results over.</summary>
    public List<BatchItemResult> Flush()
    {
        List<BatchItemResult> results = [.. _results];
        _results.Clear();
        Checkpoint?.Leave(_takenBack);
        _takenBack.Clear();
        if (!_operation.IsReadOnly)
            Checkpoint?.Conclude(results.Where(IsConcluded));
        return results;
    }

    /// <summary>A result arrived where it was to go; what was read counts as done only then.</summary>
    public void Acknowledge(BatchItemResult result)
    {
        if (_operation.IsReadOnly && IsConcluded(result))
            Checkpoint?.Conclude([result]);
    }

    // What ended with the run is looked at, or sent, by the next one.
    private bool IsConcluded(BatchItemResult result) =>
        result.Status is BatchItemStatus.Done or BatchItemStatus.Failed
        || (result.Status == BatchItemStatus.Unknown && Stop is null);

    private static bool IsPassing(EwsError error) =>
        error.IsTransient || error.ResponseCode == EwsResponseCodes.BatchProcessingStopped;

    private void Refuse(BatchCall call, BatchEntry entry, EwsItemResult answer)
    {
        EwsError error = answer.Error!;
        if (error.Verdict == EwsVerdict.Authentication || error.ResponseCode == EwsResponseCodes.QuotaExceeded)
        {
            Stop ??= error;
            Repeat(call, entry, error);
            return;
        }
        bool isGone = error.ResponseCode == EwsResponseCodes.ItemNotFound;
        if (!call.IsLook)
        {
            entry.IsInDoubt = false;
            Follow(entry, _operation.AfterError(entry, error), answer);
        }
        else if (!entry.IsInDoubt)
            Follow(entry, NextStep.Fail, answer);
        else
            Follow(entry, isGone ? _operation.WhenGone(entry) : NextStep.Unknown, answer);
    }

    private void Lose(BatchEntry entry, EwsError error, bool mayCount)
    {
        entry.LastError = error;
        entry.WasLost = true;
        NextStep step = _operation.AfterLoss(entry);
        if (step != NextStep.Send)
            Ledger.Lost++;
        if (mayCount && IsHopeless(entry) && step == NextStep.Send)
            step = _operation.IsReadOnly ? NextStep.Fail : NextStep.Unknown;
        Follow(entry, step, new EwsItemResult(entry.Item.Id, null, error));
    }

    private void Repeat(BatchCall call, BatchEntry entry, EwsError error, bool mayCount = true)
    {
        entry.LastError = error;
        bool isHopeless = mayCount && error.IsTransient
            && error.ResponseCode != EwsResponseCodes.BatchProcessingStopped && IsHopeless(entry);
        if (!call.IsLook)
        {
            entry.IsInDoubt = false;
            if (!_operation.IsReadOnly && !isHopeless)
                _takenBack.Add(entry);
        }
        NextStep step = isHopeless ? entry.IsInDoubt ? NextStep.Unknown : NextStep.Fail
            : call.IsLook ? NextStep.Look
            : NextStep.Send;
        Follow(entry, step, new EwsItemResult(entry.Item.Id, null, error));
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
        BatchItemResult result = Result(entry, status, answer, error);
        if (result.NewItemId is { } id)
            _operation.Recall([IdPrint.Of(id)]);
        _results.Add(result);
    }

    private BatchItemResult Result(
        BatchEntry entry, BatchItemStatus status, EwsItemResult? answer, EwsError? error) =>
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
        };
}
