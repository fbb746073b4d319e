using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>A client while the model runs: what it has left to do, and what came of it.</summary>
internal sealed class WorkloadClientState
{
    private readonly double[] _weights;
    private readonly int[] _idle;
    private readonly int[] _owners; // one, or one a mailbox
    private readonly List<ErrorCount> _errors = [];
    private readonly Dictionary<string, long> _waits = []; // of batches, by the parameter they wait for
    private readonly double _weightSum;
    private readonly bool _usesPercentTime;
    private int _idleCount;
    private int _nextMailbox;
    private long _backlog;

    public WorkloadClientState(
        WorkloadClient client, WorkloadScenario scenario, BudgetLimits limits, int[] owners, int number)
    {
        Random = new WorkloadRandom(unchecked((ulong)scenario.Seed * 1_000_003 + (ulong)number));
        Client = client;
        _owners = owners;
        Calls = client.Operations.Select(operation => new WorkloadCall(operation, scenario)).ToArray();
        _weights = client.Operations.Select(operation => operation.Weight).ToArray();
        _weightSum = _weights.Sum();
        _idle = new int[client.Threads];
        CountsItems = client.Items is not null;
        Left = client.Requests ?? (client.RequestsPerMailbox * client.Mailboxes) ?? client.Items ?? long.MaxValue;
        IsOpen = client.Arrival.Kind != WorkloadArrivalKind.Closed;
        StopTicks = client.StopAt?.Ticks ?? long.MaxValue;
        BurstParameter = limits.MaxBurstName;
        HasTotal = Left < long.MaxValue;
        Answers = CountsItems ? new LatencyHistogram() : null;
        _usesPercentTime = limits.UsesPercentTime;
    }

    public WorkloadClient Client { get; }

    /// <summary>Its own, so that other clients change nothing of what it draws.</summary>
    public WorkloadRandom Random { get; }

    public WorkloadCall[] Calls { get; }

    /// <summary>The parameter that calls are delayed for.</summary>
    public string BurstParameter { get; }

    public bool IsOpen { get; }

    public bool HasTotal { get; }

    public long StopTicks { get; }

    /// <summary>Whether it has a number of items to do, not of requests.</summary>
    public bool CountsItems { get; }

    /// <summary>Requests that are still to come; items, if those are counted.</summary>
    public long Left { get; private set; }

    public LatencyHistogram Latencies { get; } = new();

    /// <summary>
    /// What each request took that the server worked on, whether its time was up or not; only kept where items are
    /// counted.
    /// </summary>
    public LatencyHistogram? Answers { get; }

    /// <summary>How long batches waited within requests, by the parameter.</summary>
    public IReadOnlyDictionary<string, long> Waits => _waits;

    public long Requests;
    public long Completed;
    public long Items;
    public long Abandoned;
    public long Charged;
    public long MicroDelay;
    public long CpuDelay;
    public long HealthDelay;
    public long LastResponseAt;

    public long BatchRecharge { get; private set; }

    /// <summary>Takes the next request to send at a time.</summary>
    public bool TryTake(ref WorkloadThread thread, long at)
    {
        if (at >= StopTicks || !(IsOpen ? TakeFromBacklog() : TakeNew(ref thread)))
            return false;
        if (Client.RequestsPerMailbox is null)
            thread.Owner = _owners.Length == 1 ? _owners[0] : _owners[Turn()];
        thread.Operation = Calls.Length == 1 ? 0 : Choose();
        thread.Asked = Calls[thread.Operation].Operation.BatchSize;
        if (CountsItems)
        {
            thread.Asked = (int)Math.Min(thread.Asked, Left);
            Left -= thread.Asked;
        }
        thread.Done = 0;
        thread.SentAt = at;
        return true;
    }

    /// <summary>Requests come: how many of them.</summary>
    public int Receive()
    {
        int size = Client.Arrival.Kind == WorkloadArrivalKind.Burst ? Client.Arrival.BurstSize : 1;
        int coming = (int)Math.Min(size, Left);
        Left -= coming;
        _backlog += coming;
        return coming;
    }

    public void Rest(int thread) => _idle[_idleCount++] = thread;

    /// <summary>Wakes a thread for which there is work again.</summary>
    public bool TryWake(out int thread)
    {
        bool hasWork = CountsItems ? Left > 0 : _backlog > 0;
        thread = hasWork && _idleCount > 0 ? _idle[--_idleCount] : -1;
        return thread >= 0;
    }

    /// <summary>Takes back items that a request did not do.</summary>
    public void TakeBack(int items) => Left += items;

    public void AddWait(string parameter, long ticks)
    {
        _waits.TryGetValue(parameter, out long known);
        _waits[parameter] = known + ticks;
        BatchRecharge += ticks;
    }

    public void AddError(string code, string parameter, long at, long wait)
    {
        foreach (ErrorCount known in _errors)
        {
            if (known.Code == code && known.Parameter == parameter)
            {
                known.Count++;
                known.Wait += wait;
                return;
            }
        }
        _errors.Add(new ErrorCount(code, parameter, at) { Count = 1, Wait = wait });
    }

    public WorkloadClientResult ToResult(long unfinished, long end)
    {
        WorkloadErrorCount[] errors = _errors
            .Select(e => new WorkloadErrorCount(
                e.Code, e.Parameter, e.Count, TimeSpan.FromTicks(e.FirstAt), TimeSpan.FromTicks(e.Wait)))
            .ToArray();
        bool isFinished = HasTotal && Left == 0 && unfinished + _backlog == 0 && LastResponseAt <= end;
        double seconds = Math.Max(0, Math.Min(end, StopTicks) - Client.StartAt.Ticks) / (double)TimeSpan.TicksPerSecond;
        return new WorkloadClientResult
        {
            Client = Client.Name,
            Requests = Requests,
            Completed = Completed,
            Items = Items,
            Errors = errors.Sum(error => error.Count),
            Abandoned = Abandoned,
            Unfinished = unfinished + _backlog,
            ErrorsByCode = errors,
            RequestsPerSecond = seconds > 0 ? Completed / seconds : 0,
            ItemsPerSecond = seconds > 0 ? Items / seconds : 0,
            Latency = Latencies.ToLatency(),
            AnswerLatency = Answers?.ToLatency(),
            ChargedTime = TimeSpan.FromTicks(Charged),
            Delays = new WorkloadDelays
            {
                MicroDelay = TimeSpan.FromTicks(MicroDelay),
                BatchRecharge = TimeSpan.FromTicks(_usesPercentTime ? 0 : BatchRecharge),
                PercentTime = TimeSpan.FromTicks(_usesPercentTime ? BatchRecharge : 0),
                Cpu = TimeSpan.FromTicks(CpuDelay),
                ResourceHealth = TimeSpan.FromTicks(HealthDelay),
                BackOff = TimeSpan.FromTicks(errors.Sum(error => error.BackOff.Ticks)),
            },
            TimeToFinish = isFinished ? TimeSpan.FromTicks(LastResponseAt) : null,
        };
    }

    private bool TakeFromBacklog()
    {
        if (_backlog == 0)
            return false;
        _backlog--;
        return true;
    }

    private bool TakeNew(ref WorkloadThread thread)
    {
        if (Client.RequestsPerMailbox is { } each)
        {
            if (thread.MailboxLeft == 0)
            {
                if (_nextMailbox == Client.Mailboxes)
                    return false;
                thread.Owner = _owners[Math.Min(_nextMailbox++, _owners.Length - 1)];
                thread.MailboxLeft = each;
            }
            thread.MailboxLeft--;
        }
        if (Left == 0)
            return false;
        Left -= CountsItems ? 0 : 1;
        return true;
    }

    private int Turn()
    {
        int mailbox = _nextMailbox;
        _nextMailbox = mailbox + 1 == _owners.Length ? 0 : mailbox + 1;
        return mailbox;
    }

    private int Choose()
    {
        double draw = Random.NextUniform() * _weightSum;
        int place = 0;
        while (place < _weights.Length - 1 && draw >= _weights[place])
            draw -= _weights[place++];
        return place;
    }

    private sealed class ErrorCount(string code, string parameter, long firstAt)
    {
        public string Code { get; } = code;

        public string Parameter { get; } = parameter;

        public long FirstAt { get; } = firstAt;

        public long Count { get; set; }

        public long Wait { get; set; }
    }
}
