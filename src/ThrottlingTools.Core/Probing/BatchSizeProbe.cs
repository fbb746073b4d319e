using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Probing;

/// <summary>
/// Measures batches of several sizes against an endpoint, one request at a time. It honours every wait the server asks
/// for, rests so that what was measured before does not count, stays within its limits, and ends at the first lockout.
/// </summary>
public sealed class BatchSizeProbe
{
    private const double MostOverTime = 1.5;

    private readonly IBatchOperation _operation;
    private readonly BatchSizeProbeOptions _options;
    private readonly IClock _clock;
    private readonly BackOff _backOff;
    private readonly ProbeBudget _budget;
    private readonly BatchSizeSchedule _schedule;
    private readonly CancellationToken _deadline;
    private TimeSpan? _begin;
    private TimeSpan _wait;
    private bool _isWarm;
    private bool _isRetry;

    /// <summary>Makes a probe; nothing is sent yet.</summary>
    /// <param name="operation">What to send.</param>
    /// <param name="clock">What to wait by.</param>
    /// <param name="options">What to measure.</param>
    /// <param name="deadline">
    /// Ends it as <see cref="BatchSizeProbeOptions.MaxDuration"/> does, a running request included; for who measures
    /// that in real time.
    /// </param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidProbe</c>; <c>ProfileValueUnknown</c>: the profile lacks a limit.
    /// </exception>
    public BatchSizeProbe(
        IBatchOperation operation, IClock clock, BatchSizeProbeOptions? options = null,
        CancellationToken deadline = default)
    {
        _deadline = deadline;
        _operation = operation;
        _clock = clock;
        _options = options ?? new BatchSizeProbeOptions();
        _options.Validate();
        _isWarm = !_options.WarmUp;
        _backOff = new BackOff(_options.BackOff);
        _budget = ProbeBudget.Of(_options.Profile);
        _schedule = new BatchSizeSchedule(_options, operation.ItemCount, _budget.LargestRequest);
    }

    /// <summary>The most requests that are sent if none fails.</summary>
    public int PlannedRequests
    {
        get
        {
            long each = BatchOperations.NeedsPreparation(_operation.Operation) ? 2 : 1;
            long warmUp = _options.WarmUp ? each : 0;
            return (int)Math.Min(_schedule.PlannedMost * each + warmUp, _options.MaxRequests);
        }
    }

    /// <summary>What became of requests and items so far.</summary>
    public ProbeLedger Ledger { get; } = new();

    /// <summary>Why the probe ended before its plan was done; <c>null</c> if it did not.</summary>
    public string? StoppedBecause { get; private set; }

    /// <summary>The lockout that ended the probe; <c>null</c> if none did.</summary>
    public EwsError? Lockout { get; private set; }

    /// <summary>The time since the first request.</summary>
    public TimeSpan Elapsed => _begin is { } begin ? _clock.Now - begin : TimeSpan.Zero;

    /// <summary>The time that is left at most.</summary>
    public TimeSpan LongestRemaining =>
        Elapsed < _options.MaxDuration ? _options.MaxDuration - Elapsed : TimeSpan.Zero;

    /// <summary>What can be said so far, in a few words.</summary>
    public string SoFar => _schedule.Analysis is { } analysis
        ? $"The smallest good size is {analysis.KneeLow} to {analysis.KneeHigh}."
        : "";

    /// <summary>Sends the next request and measures it.</summary>
    /// <param name="cancellationToken">Ends the call early; what was measured stays.</param>
    /// <returns>The sample; <c>null</c> once the probe is done.</returns>
    /// <exception cref="ThrottlingToolsException">The server refuses in a way that waiting does not change.</exception>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public async Task<BatchSizeSample?> NextSampleAsync(CancellationToken cancellationToken)
    {
        _begin ??= _clock.Now;
        if (!_isWarm)
            await WarmUpAsync(cancellationToken);
        while (StoppedBecause is null && _schedule.Next() is { } size)
        {
            TimeSpan rest = RestBefore(size);
            if (!MayGoOn(size, rest) || !await RestAsync(rest, cancellationToken))
                break;
            if (_operation.NeedsPreparation(size))
                await PrepareAsync(size, cancellationToken);
            else
                return await MeasureAsync(size, rest, cancellationToken);
        }
        Ledger.ItemsNotSent = _schedule.Pending.Sum(size => (long)size);
        return null;
    }

    /// <summary>What was measured so far.</summary>
    public BatchSizeExperiment GetExperiment() => new(_operation, _options, _schedule, _budget.Basis, Lockout)
    {
        Ledger = Ledger,
        StoppedBecause = StoppedBecause,
        Elapsed = Elapsed,
    };

    private async Task<BatchSizeSample?> MeasureAsync(int size, TimeSpan rest, CancellationToken cancellationToken)
    {
        TimeSpan inUse = _budget.UsedAt(_clock.Now);
        TimeSpan sentAfter = Elapsed;
        Ledger.Retries += _isRetry ? 1 : 0;
        if (await SendAsync(size, cancellationToken) is not { } reply)
            return null;
        TimeSpan wait = Judge(size, reply);
        BatchSizeSample sample = new(_operation.Operation, size, reply)
        {
            Request = Ledger.Requests,
            Block = _schedule.Block,
            SentAfter = sentAfter,
            Rest = rest,
            BudgetInUse = inUse,
            BackOff = wait,
        };
        _wait = wait;
        _isRetry = reply.Error is not null && StoppedBecause is null && !(size >= _schedule.TooLarge);
        Ledger.ItemsRetried += _isRetry ? size : 0;
        _schedule.Add(sample, isDone: reply.Error is null);
        CheckCarryOver();
        return sample;
    }

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        _isWarm = true;
        if (!MayGoOn(1, TimeSpan.Zero))
            return;
        if (_operation.NeedsPreparation(1))
            await PrepareAsync(1, cancellationToken);
        if (_operation.NeedsPreparation(1) || !MayGoOn(1, TimeSpan.Zero))
            return;
        Ledger.WarmUps++;
        if (await SendAsync(1, cancellationToken) is { } reply)
            _wait = JudgeAside(reply);
    }

    private async Task PrepareAsync(int size, CancellationToken cancellationToken)
    {
        Ledger.Requests++;
        Ledger.Preparations++;
        BatchReply reply = await _operation.PrepareAsync(size, cancellationToken);
        _budget.Use(reply.Elapsed, _clock.Now);
        _wait = JudgeAside(reply);
    }

    /// <summary>Judges a request that is not measured: what ends it does not come from its size.</summary>
    private TimeSpan JudgeAside(BatchReply reply)
    {
        if ((reply.Error ?? reply.ItemError) is not { } error)
            return TimeSpan.Zero;
        if (IsLockout(error))
            return Stop(error);
        return error is { IsTransient: true, Verdict: not EwsVerdict.Network } && _backOff.Next(error) is { } wait
            ? wait
            : throw error.ToException(reply.Operation);
    }

    private async Task<BatchReply?> SendAsync(int size, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline);
        Ledger.Requests++;
        try
        {
            BatchReply reply = await _operation.SendAsync(size, either.Token);
            _budget.Use(reply.Elapsed, _clock.Now);
            Ledger.ItemsDone += size - reply.Failed;
            Ledger.ItemsFailed += reply.Failed;
            return reply;
        }
        catch (OperationCanceledException)
        {
            Ledger.ItemsUnanswered += size;
            Ledger.ItemsNotSent = _schedule.Pending.Skip(1).Sum(pending => (long)pending);
            if (cancellationToken.IsCancellationRequested)
                throw;
            StopAtDeadline();
            return null;
        }
    }

    /// <summary>What the server asks to wait, and what is still to be let open, whichever is longer.</summary>
    private TimeSpan RestBefore(int size)
    {
        TimeSpan next = _schedule.Predict(size) ?? TimeSpan.Zero;
        TimeSpan block = _schedule.PredictBlock();
        TimeSpan needed = block < _budget.Allowance ? block : next;
        return _budget.RestBefore(needed, _clock.Now);
    }

    private async Task<bool> RestAsync(TimeSpan rest, CancellationToken cancellationToken)
    {
        TimeSpan wait = _wait > rest ? _wait : rest;
        Ledger.TimeBackedOff += _wait;
        Ledger.TimeRested += wait - _wait;
        _wait = TimeSpan.Zero;
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline);
        try
        {
            await _clock.Delay(wait, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            StopAtDeadline();
            return false;
        }
    }

    private bool MayGoOn(int size, TimeSpan rest)
    {
        if (StoppedBecause is not null)
            return false;
        int needed = _operation.NeedsPreparation(size) ? 2 : 1;
        TimeSpan wait = _wait > rest ? _wait : rest;
        if (Ledger.Requests + needed > _options.MaxRequests)
            StoppedBecause = $"The limit of {_options.MaxRequests} requests is reached.";
        else if (Elapsed + wait + (_schedule.Predict(size) ?? TimeSpan.Zero) > _options.MaxDuration)
            StopAtDeadline();
        return StoppedBecause is null;
    }

    private void StopAtDeadline() => StoppedBecause =
        string.Format(CultureInfo.InvariantCulture, "The limit of {0:g} would be passed.", _options.MaxDuration);

    private TimeSpan Judge(int size, BatchReply reply)
    {
        if ((reply.Error ?? reply.ItemError) is not { } error)
        {
            _backOff.Reset();
            if (reply.Elapsed.Ticks > MostOverTime * _options.MaxBatchTime.Ticks)
                GiveUpSlow(size, reply.Elapsed);
            return TimeSpan.Zero;
        }
        if (IsLockout(error))
            return Stop(error);
        if (error.Verdict is EwsVerdict.Timeout or EwsVerdict.Oversized)
        {
            _schedule.GiveUp(size, error.Message);
            return error.BackOff ?? TimeSpan.Zero;
        }
        if (reply.Error is null)
            return error.BackOff ?? TimeSpan.Zero;
        return error.IsTransient && _backOff.Next(error) is { } wait ? wait : throw error.ToException(reply.Operation);
    }

    private void GiveUpSlow(int size, TimeSpan elapsed) => _schedule.GiveUp(size, string.Format(
        CultureInfo.InvariantCulture, "It took {0:0.#} s, over {1:0.#} s: half of what a batch is given.",
        elapsed.TotalSeconds, _options.MaxBatchTime.TotalSeconds));

    private TimeSpan Stop(EwsError error)
    {
        Lockout = error;
        StoppedBecause = $"The server locked the caller out: {error.Message}";
        return TimeSpan.Zero;
    }

    private void CheckCarryOver()
    {
        if (_options.Profile is not null || _budget.Allowance == TimeSpan.Zero || !CarryOver.IsSeen(_schedule.Samples))
            return;
        _budget.Tighten();
        _schedule.Restart(CarryOver.Concerns, "The budget of the requests before it was not recharged.");
    }

    // Busy without one of the counting limits means that the time budget is spent (learn-ews-throttling, table 3).
    private static bool IsLockout(EwsError error) =>
        error is { Verdict: EwsVerdict.Throttled, ResponseCode: EwsResponseCodes.ServerBusy }
        && error.PolicyPart is not ("MaxConcurrency" or "MaxStreamingConcurrency" or "ConcurrentSyncCalls");
}
