using System;
using System.Threading;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>One run of a scenario: always what is due first happens, and tells when its thread is due again.</summary>
internal sealed class WorkloadRun
{
    private const long Never = -1;
    private const int EventsBetweenChecks = 1 << 14;

    private static readonly TimeSpan LongestRefusal = TimeSpan.FromDays(30);

    private readonly WorkloadScenario _scenario;
    private readonly WorkloadRunOptions _options;
    private readonly ThrottlingEngine _engine;
    private readonly WorkloadOwner[] _owners;
    private readonly WorkloadClientState[] _clients;
    private readonly WorkloadThread[] _threads;
    private readonly WorkloadQueue _queue;
    private readonly long _halfLatency;
    private readonly long _end;
    private readonly bool _isDelayFirst;
    private readonly bool _usesPercentTime;
    private readonly bool _hasHealth;
    private readonly bool _skipsItems;
    private int _nextHealth;
    private long _spent;
    private long _lastAdmittedAt;
    private AssumptionUse _used = AssumptionUse.ServiceTimes | AssumptionUse.NetworkLatency;

    public WorkloadRun(WorkloadScenario scenario, WorkloadRunOptions options)
    {
        _scenario = scenario;
        _options = options;
        _engine = new ThrottlingEngine(scenario.Profile, scenario.Assumptions);
        _usesPercentTime = _engine.Limits.UsesPercentTime;
        _hasHealth = scenario.Health.Count > 0;
        WorkloadParts parts = new(scenario, _engine);
        _owners = parts.Owners;
        _clients = parts.Clients;
        _threads = parts.Threads;
        _queue = new WorkloadQueue(_threads.Length + _clients.Length);
        _halfLatency = scenario.NetworkLatency.Ticks / 2;
        _end = (scenario.Duration ?? WorkloadChecks.LongestTime).Ticks;
        _isDelayFirst = scenario.Assumptions.IsMicroDelayBeforeCall;
        _skipsItems = options.SkipsItems && !_hasHealth && options.Observer is null;
    }

    public WorkloadResult ToEnd(CancellationToken cancellation)
    {
        Start();
        string stoppedBecause = Loop(cancellation);
        return new WorkloadReport(_scenario, _clients, _owners, _threads).Make(_end, stoppedBecause, _used);
    }

    private void Start()
    {
        for (int i = 0; i < _threads.Length; i++)
        {
            WorkloadClientState client = _clients[_threads[i].Client];
            long at = client.IsOpen ? Never : Next(ref _threads[i], client, client.Client.StartAt.Ticks);
            if (at != Never)
                _queue.Add(at, i);
            else
                client.Rest(i);
        }
        for (int i = 0; i < _clients.Length; i++)
        {
            if (_clients[i].IsOpen)
                _queue.Add(_clients[i].Client.StartAt.Ticks + FirstArrival(_clients[i]), _threads.Length + i);
        }
    }

    private static long FirstArrival(WorkloadClientState client) =>
        client.Client.Arrival.Kind == WorkloadArrivalKind.Burst ? 0 : client.Client.Arrival.NextTicks(client.Random);

    /// <summary>Why it ended before its scenario; empty if it did not.</summary>
    private string Loop(CancellationToken cancellation)
    {
        int untilCheck = 0;
        while (_queue.Count > 0 && _queue.NextAt <= _end)
        {
            if (--untilCheck < 0)
            {
                cancellation.ThrowIfCancellationRequested();
                _options.Progress?.Invoke(new WorkloadProgress(_spent, TimeSpan.FromTicks(_queue.NextAt)));
                untilCheck = EventsBetweenChecks;
                if (_scenario.Duration is null && _queue.NextAt - _lastAdmittedAt > LongestRefusal.Ticks)
                    return $"No request was admitted for {LongestRefusal.TotalDays} days.";
            }
            if (_spent >= _scenario.MaxRequests)
                return $"{_spent} requests were modelled, which is the most that are allowed.";
            if (_hasHealth)
                ChangeHealth(_queue.NextAt);
            int number = _queue.NextNumber;
            if (number >= _threads.Length)
                Receive(_clients[number - _threads.Length]);
            else
                Step(number);
        }
        return _queue.Count > 0 && _scenario.Duration is null
            ? $"Not all requests were done within {WorkloadChecks.LongestTime.TotalDays} days."
            : "";
    }

    private void ChangeHealth(long now)
    {
        while (_nextHealth < _scenario.Health.Count && _scenario.Health[_nextHealth].At.Ticks <= now)
        {
            WorkloadHealth change = _scenario.Health[_nextHealth++];
            if (change.CpuPercent is { } percent)
                _engine.CpuOf().Report(percent, change.At);
            if (change.DatabaseHealth is { } health)
                _engine.HealthOf(WorkloadHealth.Database).Report(health);
        }
    }

    private void Receive(WorkloadClientState client)
    {
        long now = _queue.NextAt;
        int coming = now < client.StopTicks ? client.Receive() : 0;
        if (coming == 0)
        {
            _queue.RemoveFirst();
            return;
        }
        _queue.MoveFirst(now + client.Client.Arrival.NextTicks(client.Random));
        Wake(client, now);
    }

    private void Wake(WorkloadClientState client, long now)
    {
        while (client.TryWake(out int number))
        {
            ref WorkloadThread thread = ref _threads[number];
            long at = Next(ref thread, client, Math.Max(now, thread.FreeAt));
            if (at == Never)
            {
                client.Rest(number);
                return;
            }
            _queue.Add(at, number);
        }
    }

    private void Step(int number)
    {
        long now = _queue.NextAt;
        ref WorkloadThread thread = ref _threads[number];
        WorkloadClientState client = _clients[thread.Client];
        long next = thread.Stage switch
        {
            WorkloadStage.Arrive => Arrive(ref thread, client, now),
            WorkloadStage.ItemDone => FinishItem(ref thread, client, now),
            _ => Respond(ref thread, client, now),
        };
        if (next == Never)
        {
            thread.Stage = WorkloadStage.Idle;
            client.Rest(number);
            _queue.RemoveFirst();
            return;
        }
        _queue.MoveFirst(next >= now ? next : long.MaxValue);
        if (client.CountsItems && client.Left > 0)
            Wake(client, now + _halfLatency);
    }

    /// <summary>Sends the next request, if there is one.</summary>
    private long Next(ref WorkloadThread thread, WorkloadClientState client, long at)
    {
        if (!client.TryTake(ref thread, at))
            return Never;
        thread.Stage = WorkloadStage.Arrive;
        return at + _halfLatency;
    }

    private long Arrive(ref WorkloadThread thread, WorkloadClientState client, long now)
    {
        _spent++;
        client.Requests++;
        WorkloadCall call = client.Calls[thread.Operation];
        WorkloadOwner owner = _owners[thread.Owner];
        thread.StartedAt = now;
        thread.Admission = _engine.Begin(
            owner.Budget, call.RequestOf(owner.Budget.Owner, thread.Asked), TimeSpan.FromTicks(now));
        owner.Observe(now);
        _used |= thread.Admission.AssumptionsUsed;
        if (!thread.Admission.IsAdmitted)
            return Refuse(ref thread, client, now);
        _lastAdmittedAt = now;
        long delay = thread.Admission.Delay.Ticks;
        if (delay > 0)
            CountDelay(client, owner.Budget, delay, now);
        bool isOfItems = call.IsOfItems && thread.Asked > 1;
        if (isOfItems)
            thread.Charge = call.DrawFirst(thread.Asked, client.Random, out thread.ItemTicks);
        else
            thread.Charge = call.DrawWhole(
                call.Request.IsPaged ? thread.Admission.FindCount : thread.Asked, client.Random);
        if (call.Request.Search is not null)
            Search(ref thread, now + (_isDelayFirst ? delay : 0));
        thread.Stage = isOfItems ? WorkloadStage.ItemDone : WorkloadStage.Respond;
        Tell(WorkloadEventKind.Admitted, thread, now, delay, "", thread.Admission.DelayedBy);
        return now + thread.Charge + call.UnchargedTicks + (_isDelayFirst || !isOfItems ? delay : 0);
    }

    /// <summary>Tells the causes of a delay apart, of which the engine gives the sum.</summary>
    private void CountDelay(WorkloadClientState client, Budget budget, long delay, long now)
    {
        if (_usesPercentTime)
        {
            long cpu = Math.Min(delay, CpuDelay(budget, now));
            client.CpuDelay += cpu;
            client.HealthDelay += delay - cpu;
            return;
        }
        AssumptionUse used = AssumptionUse.None;
        long micro = _hasHealth
            ? Math.Min(delay, BalanceRules.MicroDelay(budget, _engine.Assumptions, ref used).Ticks)
            : delay;
        client.MicroDelay += micro;
        client.HealthDelay += delay - micro;
    }

    private long CpuDelay(Budget budget, long now) => _hasHealth
        ? CpuLoad.Delay(budget.Limits.CpuStartPercent, _engine.CpuOf().Average(TimeSpan.FromTicks(now))).Ticks
        : 0;

    private void Search(ref WorkloadThread thread, long now)
    {
        SearchWork work = _engine.Search(thread.Admission, TimeSpan.FromTicks(now));
        thread.Charge += work.ServerTime.Ticks;
        thread.TimedOutBy = work.IsTimedOut ? work.LimitedBy : null;
        _used |= work.AssumptionsUsed;
    }

    private long Refuse(ref WorkloadThread thread, WorkloadClientState client, long now)
    {
        ThrottlingError error = thread.Admission.Error!.Value;
        bool isGivenUp = client.Client.BackOff.Kind == WorkloadBackOffKind.GiveUp;
        long wait = isGivenUp ? 0 : BackOff(client.Client.BackOff, error);
        client.AddError(error.ResponseCode, error.Parameter, now, wait);
        Tell(WorkloadEventKind.Refused, thread, now, wait, error.ResponseCode, error.Parameter);
        client.LastResponseAt = Math.Max(client.LastResponseAt, now + _halfLatency);
        if (!isGivenUp)
            return now + 2 * _halfLatency + wait;
        client.Abandoned++;
        Tell(WorkloadEventKind.Abandoned, thread, now, 0, error.ResponseCode, error.Parameter);
        return Free(ref thread, client, now);
    }

    private long BackOff(WorkloadBackOff backOff, in ThrottlingError error)
    {
        if (backOff.Kind == WorkloadBackOffKind.IgnoreHint)
            return backOff.RetryDelay.Ticks;
        if (error.BackOff > TimeSpan.Zero)
            return error.BackOff.Value.Ticks;
        _used |= AssumptionUse.ClientRetry;
        return _scenario.Assumptions.ClientRetryDelay.Ticks;
    }

    private long FinishItem(ref WorkloadThread thread, WorkloadClientState client, long now)
    {
        WorkloadCall call = client.Calls[thread.Operation];
        thread.Done++;
        if (thread.Done == thread.Asked)
        {
            thread.Stage = WorkloadStage.Respond;
            return now + (_isDelayFirst ? 0 : thread.Admission.Delay.Ticks);
        }
        _spent++;
        WorkloadOwner owner = _owners[thread.Owner];
        BatchStep step = _engine.ChargeItem(thread.Admission, Charge(thread.Charge), TimeSpan.FromTicks(now));
        owner.Observe(now);
        _used |= step.AssumptionsUsed;
        client.Charged += thread.Charge;
        long cpu = _usesPercentTime ? Math.Min(step.Delay.Ticks, CpuDelay(owner.Budget, now)) : 0;
        client.CpuDelay += cpu;
        if (step.Delay.Ticks > cpu)
            client.AddWait(step.DelayedBy, step.Delay.Ticks - cpu);
        thread.TimedOutBy = step.IsTimedOut ? "BatchTimeLimitInSeconds" : null;
        thread.Charge = step.IsTimedOut ? 0 : call.DrawItem(thread.ItemTicks, client.Random);
        Tell(WorkloadEventKind.ItemDone, thread, now, step.Delay.Ticks, "", step.DelayedBy);
        if (step.IsTimedOut)
        {
            thread.Stage = WorkloadStage.Respond;
            return now + step.Delay.Ticks + (_isDelayFirst ? 0 : thread.Admission.Delay.Ticks);
        }
        return _skipsItems && call.HasEqualItems
            ? SkipItems(ref thread, client, now, step)
            : now + step.Delay.Ticks + thread.Charge;
    }

    /// <summary>Charges the next items at once as far as nothing else happens meanwhile.</summary>
    private long SkipItems(ref WorkloadThread thread, WorkloadClientState client, long now, in BatchStep step)
    {
        int most = (int)Math.Min(thread.Asked - thread.Done - 1, _scenario.MaxRequests - _spent);
        TimeSpan until = TimeSpan.FromTicks(Math.Min(_queue.SecondAt, _end));
        ItemRun run = _engine.ChargeItems(
            thread.Admission, Charge(thread.Charge), TimeSpan.FromTicks(now), most, until);
        if (run.Count == 0)
            return now + step.Delay.Ticks + thread.Charge;
        thread.Done += run.Count;
        _spent += run.Count;
        client.Charged += thread.Charge * run.Count;
        if (run.Wait > step.Delay)
            client.AddWait(client.BurstParameter, (run.Wait - step.Delay).Ticks);
        _owners[thread.Owner].Observe(run.End.Ticks);
        return now + run.Wait.Ticks + thread.Charge * (run.Count + 1);
    }

    private long Respond(ref WorkloadThread thread, WorkloadClientState client, long now)
    {
        WorkloadOwner owner = _owners[thread.Owner];
        _engine.Complete(thread.Admission, Charge(thread.Charge), TimeSpan.FromTicks(now));
        owner.Observe(now);
        client.Charged += thread.Charge;
        if (thread.TimedOutBy is not null)
            return EndEarly(ref thread, client, now);
        int done = thread.Admission.Request.IsPaged ? thread.Admission.FindCount : thread.Asked;
        thread.Done = done;
        client.Completed++;
        client.Items += done;
        client.Latencies.Add(now + _halfLatency - thread.SentAt);
        client.Answers?.Add(now + 2 * _halfLatency - thread.StartedAt);
        if (client.CountsItems)
            client.TakeBack(thread.Asked - done);
        client.LastResponseAt = Math.Max(client.LastResponseAt, now + _halfLatency);
        Tell(WorkloadEventKind.Completed, thread, now, 0, "", "");
        return Free(ref thread, client, now);
    }

    /// <summary>The items of a batch whose time was up go into another request; a search is given up.</summary>
    private long EndEarly(ref WorkloadThread thread, WorkloadClientState client, long now)
    {
        string limit = thread.TimedOutBy!;
        thread.TimedOutBy = null;
        client.AddError(ThrottlingError.TimeoutExpired, limit, now, 0);
        Tell(WorkloadEventKind.TimedOut, thread, now, 0, ThrottlingError.TimeoutExpired, limit);
        client.Items += thread.Done;
        client.Answers?.Add(now + 2 * _halfLatency - thread.StartedAt);
        client.LastResponseAt = Math.Max(client.LastResponseAt, now + _halfLatency);
        if (thread.Done == 0)
        {
            client.Abandoned++;
            return Free(ref thread, client, now);
        }
        thread.Asked -= thread.Done;
        thread.Done = 0;
        if (client.CountsItems)
        {
            client.TakeBack(thread.Asked);
            return Free(ref thread, client, now);
        }
        thread.Stage = WorkloadStage.Arrive;
        return now + 2 * _halfLatency;
    }

    private long Free(ref WorkloadThread thread, WorkloadClientState client, long now)
    {
        thread.FreeAt = now + _halfLatency;
        return Next(ref thread, client, thread.FreeAt + (client.IsOpen ? 0 : client.Client.Arrival.Interval.Ticks));
    }

    private ServerCharge Charge(long ticks) => _usesPercentTime
        ? _scenario.ServiceTimes.Charge(TimeSpan.FromTicks(ticks))
        : new ServerCharge(TimeSpan.FromTicks(ticks));

    private void Tell(
        WorkloadEventKind kind, in WorkloadThread thread, long now, long delay, string code, string parameter)
    {
        if (_options.Observer is not { } observer)
            return;
        WorkloadClientState client = _clients[thread.Client];
        Budget budget = _owners[thread.Owner].Budget;
        bool isAsking = kind is WorkloadEventKind.Admitted or WorkloadEventKind.Refused;
        observer(new WorkloadEvent(
            TimeSpan.FromTicks(now), kind, client.Client.Name, thread.Number + 1, budget.Owner.ToString(),
            client.Calls[thread.Operation].Operation.Operation, isAsking ? thread.Asked : thread.Done,
            _usesPercentTime ? null : budget.Bucket.Balance, TimeSpan.FromTicks(delay), code, parameter));
    }
}
