using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Probing;

/// <summary>
/// Measures GetItem batches of several sizes against an endpoint, one request at a time. It honours every wait the
/// server asks for, never sends more than <see cref="BatchSizeProbeOptions.MaxRequests"/>, and ends at the first
/// lockout.
/// </summary>
public sealed class BatchSizeProbe
{
    private readonly EwsClient _client;
    private readonly IReadOnlyList<string> _itemIds;
    private readonly BatchSizeProbeOptions _options;
    private readonly IClock _clock;
    private readonly BackOff _backOff;
    private readonly Queue<int> _pending;
    private readonly List<BatchSizeSample> _samples = [];
    private int _nextItem;
    private bool _isWarm;
    private TimeSpan _wait;

    /// <summary>Makes a probe; nothing is sent yet.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="itemIds">The items to fetch; sizes above their number are left out.</param>
    /// <param name="clock">What to wait by.</param>
    /// <param name="options">What to measure.</param>
    /// <exception cref="ThrottlingToolsException"><c>NoItemsToProbe</c> or <c>InvalidProbe</c>.</exception>
    public BatchSizeProbe(
        EwsClient client, IReadOnlyList<string> itemIds, IClock clock, BatchSizeProbeOptions? options = null)
    {
        _client = client;
        _itemIds = itemIds.Count > 0 ? itemIds : throw Errors.NoItemsToProbe();
        _clock = clock;
        _options = options ?? new BatchSizeProbeOptions();
        if (_options.BatchSizes.Count == 0 || _options.BatchSizes.Any(size => size < 1) || _options.Repeat < 1)
            throw Errors.InvalidProbe();
        _isWarm = !_options.WarmUp;
        _backOff = new BackOff(_options.BackOff);
        _pending = new Queue<int>(PlanOrder());
        PlannedRequests = Math.Min(_pending.Count + (_isWarm ? 0 : 1), _options.MaxRequests);
    }

    /// <summary>How many requests the probe will send if none fails.</summary>
    public int PlannedRequests { get; }

    /// <summary>How many requests were sent.</summary>
    public int Requests { get; private set; }

    /// <summary>Why the probe ended before its plan was done; <c>null</c> if it did not.</summary>
    public string? StoppedBecause { get; private set; }

    /// <summary>The lockout that ended the probe; <c>null</c> if none did.</summary>
    public EwsError? Lockout { get; private set; }

    /// <summary>Sends the next request and measures it.</summary>
    /// <param name="cancellationToken">Ends the call early; what was measured stays.</param>
    /// <returns>The sample; <c>null</c> once the probe is done.</returns>
    /// <exception cref="ThrottlingToolsException">The server refuses in a way that waiting does not change.</exception>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public async Task<BatchSizeSample?> NextSampleAsync(CancellationToken cancellationToken)
    {
        await _clock.Delay(_wait, cancellationToken);
        _wait = TimeSpan.Zero;
        if (!_isWarm && _pending.Count > 0)
            await WarmUpAsync(cancellationToken);
        if (!MayGoOn())
            return null;
        int size = _pending.Peek();
        EwsReply<IReadOnlyList<EwsItemResult>> reply = await SendAsync(size, cancellationToken);
        BatchSizeSample sample = Judge(size, reply);
        _samples.Add(sample);
        return sample;
    }

    /// <summary>
    /// One result for each size, smallest first, with the recommended one marked; of what was measured so far.
    /// </summary>
    public IReadOnlyList<BatchSizeResult> GetResults() => BatchSizeSummary.Sum(
        _options.BatchSizes.Distinct().OrderBy(size => size), _samples, _itemIds.Count);

    private IEnumerable<int> PlanOrder()
    {
        Random random = new(_options.Seed);
        int[] sizes =
            _options.BatchSizes.Distinct().Where(size => size <= _itemIds.Count).OrderBy(size => size).ToArray();
        for (int round = 0; round < _options.Repeat; round++)
        {
            foreach (int size in Shuffle(sizes, random))
                yield return size;
        }
    }

#pragma warning disable CA5394 // The order of an experiment; no secret depends on it.
    private static int[] Shuffle(int[] sizes, Random random) => sizes.OrderBy(_ => random.Next()).ToArray();
#pragma warning restore CA5394

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        _isWarm = true;
        if (!MayGoOn())
            return;
        EwsReply<IReadOnlyList<EwsItemResult>> reply = await SendAsync(1, cancellationToken);
        if (reply.Error is { IsTransient: false } or { Verdict: EwsVerdict.Network })
            throw reply.Error.ToException(reply.Operation);
        if (reply.Error is { } error && IsLockout(error))
            Stop(error);
        else if (reply.Error?.BackOff is { } wait)
            await _clock.Delay(wait, cancellationToken);
    }

    private bool MayGoOn()
    {
        if (_pending.Count == 0 || StoppedBecause is not null)
            return false;
        if (Requests < _options.MaxRequests)
            return true;
        StoppedBecause = $"The limit of {_options.MaxRequests} requests is reached.";
        return false;
    }

    private Task<EwsReply<IReadOnlyList<EwsItemResult>>> SendAsync(int size, CancellationToken cancellationToken)
    {
        Requests++;
        string[] batch = Enumerable.Range(_nextItem, size).Select(i => _itemIds[i % _itemIds.Count]).ToArray();
        _nextItem = (_nextItem + size) % _itemIds.Count;
        return _client.GetItemAsync(new GetItemRequest(batch) { BaseShape = _options.BaseShape }, cancellationToken);
    }

    private BatchSizeSample Judge(int size, EwsReply<IReadOnlyList<EwsItemResult>> reply)
    {
        if (reply.Value is not { } results)
            return Fail(size, reply);
        _pending.Dequeue();
        _backOff.Reset();
        EwsError? first = results.FirstOrDefault(result => result.Error is not null)?.Error;
        int errors = results.Count(result => result.Error is not null);
        if (first is not null && IsLockout(first))
            Stop(first);
        else if (first is not null && IsTooLarge(first))
            GiveUp(size);
        else if (first?.BackOff is { } hint)
            _wait = hint;
        return new BatchSizeSample(size, size - errors, errors, reply.Elapsed, first) { BackOff = _wait };
    }

    private BatchSizeSample Fail(int size, EwsReply<IReadOnlyList<EwsItemResult>> reply)
    {
        EwsError error = reply.Error!;
        if (IsLockout(error))
            Stop(error);
        else if (IsTooLarge(error))
            GiveUp(size);
        else if (error.IsTransient && _backOff.Next(error) is { } wait)
            _wait = wait;
        else
            throw error.ToException(reply.Operation);
        return new BatchSizeSample(size, 0, size, reply.Elapsed, error) { BackOff = _wait };
    }

    // What is too large once stays too large; asking again would only load the server.
    private void GiveUp(int size)
    {
        int[] rest = _pending.Where(pending => pending < size).ToArray();
        _pending.Clear();
        foreach (int pending in rest)
            _pending.Enqueue(pending);
    }

    private void Stop(EwsError error)
    {
        Lockout = error;
        StoppedBecause = $"The server locked the caller out: {error.Message}";
    }

    private static bool IsTooLarge(EwsError error) => error.Verdict is EwsVerdict.Timeout or EwsVerdict.Oversized;

    // Busy without one of the counting limits means that the time budget is spent (facts 3.2, 5.4).
    private static bool IsLockout(EwsError error) =>
        error is { Verdict: EwsVerdict.Throttled, ResponseCode: EwsResponseCodes.ServerBusy }
        && error.PolicyPart is not ("MaxConcurrency" or "MaxStreamingConcurrency" or "ConcurrentSyncCalls");
}
