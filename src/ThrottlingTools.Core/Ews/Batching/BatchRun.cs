using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>
/// Does something with many items, in batches whose size and number follow what the server takes. Each item is done
/// once where that can be known: an answer to a write that was lost is resolved by looking at the item.
/// </summary>
/// <remarks>
/// <para>One loop decides everything; requests run beside it. Results come in the order in which items are concluded.
/// As long as a request is under way, a batch waits until it is full or no more items come.</para>
/// <para>An item that is given twice is done once.</para>
/// </remarks>
public sealed class BatchRun
{
    private const int MaxEarlyFailures = 3;
    private const int LeastWindow = 200;

    private readonly EwsClient _client;
    private readonly BatchOperation _operation;
    private readonly IClock _clock;
    private readonly BatchOptions _options;
    private readonly Action<BatchEvent>? _observer;
    private readonly CallPace _pace;
    private readonly BatchDesk _desk;
    private readonly List<BatchCall> _calls = [];
    private readonly List<BatchEntry> _interrupted = [];
    private int _earlyFailures;
    private bool _hasBegun;

    /// <summary>Makes a run; nothing is sent yet.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="operation">What is done with each item.</param>
    /// <param name="clock">What to wait by.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="observer">Hears of each step, on the thread of the run.</param>
    public BatchRun(
        EwsClient client, BatchOperation operation, IClock clock, BatchOptions? options = null,
        Action<BatchEvent>? observer = null)
    {
        _client = client;
        _operation = operation;
        _clock = clock;
        _options = options ?? new BatchOptions();
        _observer = observer;
        _pace = new CallPace(_options.Pace);
        _desk = new BatchDesk(operation, _options);
    }

    /// <summary>What has been done so far.</summary>
    public BatchLedger Ledger => _desk.Ledger;

    /// <summary>Does it with all items, however long the server makes it wait.</summary>
    /// <param name="input">The items; they may come while it runs.</param>
    /// <param name="sink">
    /// Takes the results, on the thread of the run, one for each item; of a run that is ended early only those of items
    /// that were concluded.
    /// </param>
    /// <param name="cancellationToken">Ends the run early; the ledger and the checkpoint tell where.</param>
    /// <exception cref="ThrottlingToolsException">
    /// The run cannot go on: the server refuses the caller, is not reached, or has to be waited for too long. What was
    /// taken has got its results before. <c>CheckpointOfOtherBatch</c>, <c>FileNotWritten</c>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The run was ended early.</exception>
    public async Task RunAsync(
        BatchInput input, Action<IReadOnlyList<BatchItemResult>> sink, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            (int underWay, IReadOnlyList<BatchItemResult> results) = _desk.Resume(_clock.Now + TimeLeft());
            if (results.Count > 0)
                sink(results);
            await PrepareAsync(cancellationToken);
            if (underWay > 0)
                Observe(BatchEventKind.Resumed, underWay);
            await SendAllAsync(input, sink, cancellationToken);
        }
        catch
        {
            await EndAsync(input, _ => { }, hasResults: false);
            throw;
        }
        bool isOver = _desk.IsOver;
        await EndAsync(input, sink, isOver);
        if (_options.Checkpoint?.Failure is { } failure)
            throw Errors.BatchUnrecorded(_operation.Name, failure, Ledger);
        if (isOver)
            throw _pace.GivenUpFor is { } error
                ? Errors.BatchWaitTooLong(_operation.Name, error, _options.Pace.BackOff.MaxWait, Ledger)
                : Errors.BatchStopped(_operation.Name, _desk.Stop!, Ledger);
    }

    /// <summary>
    /// Makes the checkpoint that of this run, so that it can accept items; <see cref="RunAsync"/> does if nobody did.
    /// </summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>CheckpointOfOtherBatch</c>, <c>FileNotWritten</c>.
    /// </exception>
    public void Begin()
    {
        if (_hasBegun)
            return;
        string mailbox = _client.ImpersonatedMailbox ?? "";
        _options.Checkpoint?.Begin(_operation.Name, $"{_options.Endpoint}\n{mailbox}\n{_operation.Arguments}");
        _hasBegun = true;
    }

    /// <summary>
    /// Says that results were handed on. A result that never was is delivered by the next run, and what is read is read
    /// again. Safe on any thread.
    /// </summary>
    /// <param name="results">The results.</param>
    public void Acknowledge(IEnumerable<BatchItemResult> results) => _desk.Acknowledge(results);

    // How long a request of an earlier run may still be under way.
    private TimeSpan TimeLeft()
    {
        TimeSpan left = (_options.Checkpoint?.LastSent ?? default) + CallTimeLimit - _clock.UtcNow;
        return left > CallTimeLimit ? CallTimeLimit : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private TimeSpan CallTimeLimit => _options.Pace.Limits.CallTimeLimit;

    // Each turn goes by one look at the input and one at the clock: what changes after it ends the turn's wait.
    private async Task SendAllAsync(
        BatchInput input, Action<IReadOnlyList<BatchItemResult>> sink, CancellationToken cancellationToken)
    {
        while (!_desk.IsOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(input);
            Task? more = input.More;
            TimeSpan now = _clock.Now;
            Start(more is null, now, cancellationToken);
            bool isDone = _calls.Count == 0 && _interrupted.Count == 0 && _desk.Queue.Count == 0 && more is null;
            if (isDone || _desk.IsOver)
                break;
            await WaitAsync(more, now, cancellationToken);
            Settle(sink);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        string? known = _options.Checkpoint?.Preparation;
        while (!_desk.IsOver)
        {
            await _clock.Delay(_pace.TimeUntilStart(_clock.Now), cancellationToken);
            if (_pace.TryStart(1, _clock.Now) is not { } ticket)
                continue;
            EwsReply<string>? reply = await _operation.PrepareAsync(_client, known, cancellationToken);
            if (reply?.Error is { } error)
            {
                Ledger.Requests++;
                Ledger.FailedRequests++;
                Blame(ticket, error, isLook: true);
                continue;
            }
            if (reply is null)
                _pace.Abandon(ticket);
            else
            {
                Ledger.Requests++;
                _pace.Succeed(ticket, 1, false, reply.Elapsed, _clock.Now);
                _options.Checkpoint?.Prepare(reply.Value!);
            }
            return;
        }
    }

    // How many more items may wait here.
    private int Room => Math.Max(
        0, Math.Max(LeastWindow, (_pace.MaxInFlight + 1) * _pace.NextItems) - _desk.Queue.Count);

    private void Read(BatchInput input)
    {
        foreach (BatchItem item in input.Take(Room))
            _desk.Admit(item);
    }

    private void Start(bool isLast, TimeSpan now, CancellationToken cancellationToken)
    {
        while (!_desk.IsOver)
        {
            int most = _pace.NextItems;
            int lookable = _desk.Queue.Lookable(most, now);
            int count = lookable > 0 ? lookable : _desk.Queue.Sendable(most);
            bool mayFill = lookable == 0 && _calls.Count > 0 && _desk.Queue.Count < most && !isLast;
            if (count == 0 || mayFill || _pace.TryStart(count, now) is not { } ticket)
                return;
            BatchCall? call = lookable > 0
                ? Look(ticket, _desk.Queue.TakeLooks(ticket.Items, now), cancellationToken)
                : Send(ticket, _desk.Queue.TakeSends(ticket.Items), cancellationToken);
            if (call is null)
                return;
            _calls.Add(call);
            Ledger.Requests++;
        }
    }

    private BatchCall Look(PaceTicket ticket, List<BatchEntry> entries, CancellationToken cancellationToken) =>
        new(ticket, entries, isLook: true, _operation.LookAsync(_client, entries, cancellationToken));

    private BatchCall? Send(PaceTicket ticket, List<BatchEntry> entries, CancellationToken cancellationToken)
    {
        if (!_desk.Send(entries, _clock.UtcNow))
        {
            _pace.Abandon(ticket);
            return null;
        }
        return new BatchCall(
            ticket, entries, isLook: false,
            _client.SendBatchAsync(_operation.Request(entries), cancellationToken));
    }

    // The time is that of the last start: a wait that ended since then kept something back.
    private async Task WaitAsync(Task? more, TimeSpan now, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = new();
        TaskCompletionSource<bool> stop = new();
        List<Task> events = [stop.Task, .. _calls.Select(call => call.Reply)];
        if (more is not null && Room > 0)
            events.Add(more);
        if (TimeUntilStart(now) is { } time)
            events.Add(_clock.Delay(time, timer.Token));
        using (cancellationToken.Register(() => stop.TrySetResult(true)))
            await Task.WhenAny(events);
        timer.Cancel();
    }

    // What keeps the next request back where it is time alone; null where it is a request under way.
    private TimeSpan? TimeUntilStart(TimeSpan now)
    {
        TimeSpan? look = _desk.Queue.NextLook(now) - now;
        bool isReady = _desk.Queue.Lookable(1, now) > 0 || _desk.Queue.Sendable(1) > 0;
        TimeSpan? start = isReady && _pace.HasRoom(1, now) && _pace.TimeUntilStart(now) is { Ticks: > 0 } wait
            ? wait
            : null;
        return look is null || start < look ? start : look;
    }

    private void Settle(Action<IReadOnlyList<BatchItemResult>> sink)
    {
        foreach (BatchCall call in _calls.Where(call => call.Reply.IsCompleted).ToList())
        {
            _calls.Remove(call);
            if (call.Reply.IsCanceled)
            {
                _pace.Abandon(call.Ticket);
                _interrupted.AddRange(call.Entries);
            }
            else
                Settle(call, call.Reply.GetAwaiter().GetResult());
        }
        Ledger.TimeBackedOff = _pace.TimeBackedOff(_clock.Now);
        List<BatchItemResult> results = _desk.Flush();
        if (results.Count > 0)
            sink(results);
    }

    private void Settle(BatchCall call, EwsReply<IReadOnlyList<EwsItemResult>> reply)
    {
        TimeSpan now = _clock.Now;
        if (reply.Error is { } error)
        {
            Blame(call.Ticket, error, call.IsLook);
            _desk.Fail(call, error, now, call.Ticket.StartedAt + CallTimeLimit);
            Observe(BatchEventKind.RequestFailed, call.Entries.Count, reply.Elapsed, error);
            return;
        }
        (int served, EwsError? passing) = _desk.Answer(call, reply.Value!, now);
        if (passing is null)
            _pace.Succeed(call.Ticket, served, false, reply.Elapsed, now);
        else if (passing.Verdict == EwsVerdict.Timeout && served > 0)
            _pace.Succeed(call.Ticket, served, isCut: true, reply.Elapsed, now);
        else
            Wait(call.Ticket, passing);
        Observe(call.IsLook ? BatchEventKind.Looked : BatchEventKind.Answered, call.Entries.Count, reply.Elapsed);
    }

    // Before the first answer a network failure is more likely a wrong address than a passing fault. Something that is
    // no EWS and does not even let items be read would go on so.
    private void Blame(PaceTicket ticket, EwsError error, bool isLook)
    {
        bool isUnreached = error.Verdict == EwsVerdict.Network && !_pace.HasSucceeded
            && ++_earlyFailures >= MaxEarlyFailures;
        bool isNoEws = error.Verdict == EwsVerdict.ClientError && error.ResponseCode is null
            && (isLook || !(_operation.CanLook || _pace.HasSucceeded));
        if (error.Verdict is EwsVerdict.Authentication or EwsVerdict.AccessBlocked || isUnreached || isNoEws)
            _desk.Stop ??= error;
        if (error.IsTransient || error.Verdict == EwsVerdict.Oversized)
            Wait(ticket, error);
        else
            _pace.Abandon(ticket);
    }

    private void Wait(PaceTicket ticket, EwsError error)
    {
        PaceChange change = _pace.Fail(ticket, error, _clock.Now);
        if (change.IsGivenUp)
            _desk.Stop ??= error;
        else if (change.Wait > TimeSpan.Zero)
            Observe(BatchEventKind.BackingOff, 0, change.Wait, error);
    }

    private async Task EndAsync(BatchInput input, Action<IReadOnlyList<BatchItemResult>> sink, bool hasResults)
    {
        foreach (BatchCall call in _calls)
            await Task.WhenAny(call.Reply);
        Settle(sink);
        foreach (BatchItem item in input.Take(int.MaxValue))
            _desk.Admit(item);
        _desk.Leave(_interrupted.Concat(_desk.Queue.All), hasResults);
        List<BatchItemResult> results = _desk.Flush();
        if (results.Count > 0)
            sink(results);
    }

    private void Observe(BatchEventKind kind, int items, TimeSpan time = default, EwsError? error = null) =>
        _observer?.Invoke(new BatchEvent(kind, items, Ledger)
        {
            Time = time,
            Error = error,
            NextItems = _pace.NextItems,
        });
}
