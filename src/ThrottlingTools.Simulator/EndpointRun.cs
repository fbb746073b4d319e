using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Simulator.Logs;
using ThrottlingTools.Simulator.Operations;

namespace ThrottlingTools.Simulator;

/// <summary>An admitted request from its first unit of work to its completion.</summary>
internal sealed class EndpointRun
{
    private static readonly ItemError TimedOut = new(
        ThrottlingError.TimeoutExpired, "The request timed out before this item: the budget did not recharge in time.");

    private readonly GuardedEngine _engine;
    private readonly ServiceTimes _serviceTimes;
    private readonly double _factor;
    private readonly TimeSpan? _whole;
    private readonly OperationCall _call;
    private readonly Admission _admission;
    private readonly RequestTrace? _trace;
    private TimeSpan _due;
    private TimeSpan _uncharged;

    /// <param name="engine">The engine that has admitted it.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="admission">The admission.</param>
    /// <param name="time">By how much its service time differs from the usual, or all of it.</param>
    /// <param name="trace">What hears of it, if anybody does.</param>
    public EndpointRun(
        GuardedEngine engine, OperationCall call, in Admission admission, (double Factor, TimeSpan? Whole) time,
        RequestTrace? trace)
    {
        _engine = engine;
        _serviceTimes = engine.Conditions.ServiceTimes;
        _factor = time.Factor;
        _whole = time.Whole;
        _call = call;
        _admission = admission;
        _trace = trace;
        _due = admission.StartedAt;
    }

    /// <summary>Works, and completes the request unless its answer is a stream: then its closing does.</summary>
    /// <returns>The stream; <c>null</c> for a call that is done.</returns>
    public async Task<Stream?> ToEndAsync(CancellationToken cancellationToken)
    {
        Stream? stream = null;
        try
        {
            await WorkWithDelayAsync(cancellationToken).ConfigureAwait(false);
            stream = _call.OpenStream(Complete);
            return stream;
        }
        finally
        {
            if (stream is null)
                Complete();
        }
    }

    private async Task WorkWithDelayAsync(CancellationToken cancellationToken)
    {
        bool isDelayFirst = _engine.Assumptions.IsMicroDelayBeforeCall;
        if (isDelayFirst)
            await HoldAsync(_admission.Delay, cancellationToken).ConfigureAwait(false);
        await WorkAsync(cancellationToken).ConfigureAwait(false);
        if (!isDelayFirst)
            await HoldAsync(_admission.Delay, cancellationToken).ConfigureAwait(false);
    }

    private void Complete()
    {
        _engine.Complete(_admission, _serviceTimes.Charge(_uncharged), _trace);
        if (_call is SubscribeCall { IsMade: false })
            _engine.EndSubscriptions(_admission.Request.Owner, _call.FindEntries);
        _trace?.EndStream();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        ServiceTime time = _serviceTimes[_call.Operation];
        int findCount = _admission.FindCount;
        TimeSpan cost = time.Base;
        for (int unit = 0; unit < _call.Units && !_call.IsStopped; unit++)
        {
            WorkDone work = _call.Run(unit, ref findCount);
            cost += time.OfItems(work.Items, work.Bytes);
            cost = Vary(_whole is { } whole ? TimeSpan.FromTicks(whole.Ticks / _call.Units) : cost);
            await HoldAsync(cost, cancellationToken).ConfigureAwait(false);
            _uncharged += cost;
            cost = TimeSpan.Zero;
            if (unit + 1 < _call.Units && !await ContinueAsync(cancellationToken).ConfigureAwait(false))
            {
                _call.FailFrom(unit + 1, TimedOut);
                return;
            }
        }
    }

    private async Task<bool> ContinueAsync(CancellationToken cancellationToken)
    {
        BatchStep step = _engine.ChargeItem(_admission, _serviceTimes.Charge(_uncharged), _trace);
        _uncharged = TimeSpan.Zero;
        await HoldAsync(step.Delay, cancellationToken).ConfigureAwait(false);
        return !step.IsTimedOut;
    }

    /// <summary>
    /// Timers are coarse: waiting for a due time instead of a duration keeps their errors from adding up.
    /// </summary>
    private Task HoldAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        _due += duration;
        return _engine.Clock.Delay(_due - _engine.Clock.Now, cancellationToken);
    }

    private TimeSpan Vary(TimeSpan cost) => _factor == 1 ? cost : TimeSpan.FromTicks((long)(cost.Ticks * _factor));
}
