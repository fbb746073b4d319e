using System;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>One size of a batch prediction: always the client whose next step is due first takes it.</summary>
internal sealed class BatchRun
{
    private const int MaxConsecutiveRefusals = 1000;

    private static readonly BudgetOwner Caller = new("caller");

    private readonly ThrottlingEngine _engine;
    private readonly BatchWork _work;
    private readonly Client[] _clients;
    private int _itemsLeft;
    private int _itemsDone;
    private int _requests;
    private int _refused;
    private int _timedOut;
    private int _consecutiveRefusals;
    private TimeSpan _delay;
    private TimeSpan _latencies;
    private TimeSpan _end;
    private string _limitedBy = "";
    private AssumptionUse _used = AssumptionUse.ServiceTimes | AssumptionUse.NetworkLatency;

    public BatchRun(ThrottlingEngine engine, BatchWork work, int itemCount, int concurrency)
    {
        _engine = engine;
        _work = work;
        _itemsLeft = itemCount;
        _clients = Enumerable.Range(0, concurrency).Select(_ => new Client()).ToArray();
    }

    private enum Stage { Send, Arrive, ItemDone, Respond, Idle }

    public BatchSizeResult ToEnd()
    {
        while (NextClient() is { } client && _consecutiveRefusals < MaxConsecutiveRefusals)
            Step(client);
        TimeSpan charged = _engine.BudgetOf(Caller, _end).TotalCharge;
        return new BatchSizeResult
        {
            BatchSize = _work.BatchSize,
            Requests = _requests,
            Items = _itemsDone,
            Errors = _refused + _timedOut,
            TimedOut = _timedOut,
            Elapsed = _end,
            ItemsPerSecond = Rate(_itemsDone, _end),
            ItemsPerChargedSecond = Rate(_itemsDone, charged),
            Delay = _delay,
            MeanLatency = TimeSpan.FromTicks(_latencies.Ticks / Math.Max(1, _requests)),
            LimitedBy = _limitedBy,
            AssumptionsUsed = _used,
        };
    }

    private static double Rate(int items, TimeSpan time) => time > TimeSpan.Zero ? items / time.TotalSeconds : 0;

    /// <summary>A client without work takes up what another one could not do.</summary>
    private Client? NextClient()
    {
        Client? next = null;
        foreach (Client client in _clients)
        {
            if (client.Stage == Stage.Idle && _itemsLeft > 0)
                client.Stage = Stage.Send;
            if (client.Stage != Stage.Idle && (next is null || client.At < next.At))
                next = client;
        }
        return next;
    }

    private void Step(Client client)
    {
        switch (client.Stage)
        {
            case Stage.Send: Send(client); break;
            case Stage.Arrive: Arrive(client); break;
            case Stage.ItemDone: FinishItem(client); break;
            default: Respond(client); break;
        }
    }

    private void Send(Client client)
    {
        if (_itemsLeft == 0)
        {
            client.Stage = Stage.Idle;
            return;
        }
        client.Asked = Math.Min(_work.BatchSize, _itemsLeft);
        client.Done = 0;
        client.SentAt = client.At;
        _itemsLeft -= client.Asked;
        _requests++;
        MoveTo(client, Stage.Arrive, HalfLatency);
    }

    private void Arrive(Client client)
    {
        bool isFind = _work.Operation.IsFind();
        BudgetRequest request = new(Caller, _work.Operation) { Items = isFind ? client.Asked : 0, IsPaged = isFind };
        client.Admission = _engine.Begin(request, client.At);
        _used |= client.Admission.AssumptionsUsed;
        if (client.Admission.Error is { } error)
        {
            Refuse(client, error);
            return;
        }
        _consecutiveRefusals = 0;
        Hold(client.Admission.Delay, "EwsMaxBurst");
        client.Units = isFind ? client.Admission.FindCount : 1;
        client.Charge = Time.Base + ItemTime(client);
        TimeSpan delay = _engine.Assumptions.IsMicroDelayBeforeCall ? client.Admission.Delay : TimeSpan.Zero;
        MoveTo(client, Stage.ItemDone, delay + client.Charge);
    }

    private void Refuse(Client client, in ThrottlingError error)
    {
        _refused++;
        _consecutiveRefusals++;
        _itemsLeft += client.Asked;
        _limitedBy = error.Parameter;
        bool hasHint = error.BackOff > TimeSpan.Zero;
        _used |= hasHint ? AssumptionUse.None : AssumptionUse.ClientRetry;
        EndRequest(client);
        client.At += hasHint ? error.BackOff!.Value : _engine.Assumptions.ClientRetryDelay;
    }

    private void FinishItem(Client client)
    {
        client.Done += client.Units;
        if (client.Done >= client.Asked || _work.Operation.IsFind())
        {
            bool isDelayDone = _engine.Assumptions.IsMicroDelayBeforeCall;
            MoveTo(client, Stage.Respond, isDelayDone ? TimeSpan.Zero : client.Admission.Delay);
            return;
        }
        BatchStep step = _engine.ChargeItem(client.Admission, _work.ServiceTimes.Charge(client.Charge), client.At);
        _used |= step.AssumptionsUsed;
        Hold(step.Delay, _engine.Limits.UsesPercentTime ? "EWSPercentTimeInCAS" : "EwsMaxBurst");
        client.Charge = step.IsTimedOut ? TimeSpan.Zero : ItemTime(client);
        if (step.IsTimedOut)
        {
            _timedOut++;
            _limitedBy = "BatchTimeLimitInSeconds";
        }
        MoveTo(client, step.IsTimedOut ? Stage.Respond : Stage.ItemDone, step.Delay + client.Charge);
    }

    private void Respond(Client client)
    {
        _engine.Complete(client.Admission, _work.ServiceTimes.Charge(client.Charge), client.At);
        _itemsDone += client.Done;
        _itemsLeft += client.Asked - client.Done;
        EndRequest(client);
    }

    private void EndRequest(Client client)
    {
        MoveTo(client, Stage.Send, HalfLatency);
        _latencies += client.At - client.SentAt;
        _end = client.At > _end ? client.At : _end;
    }

    private void Hold(TimeSpan delay, string limit)
    {
        if (delay <= TimeSpan.Zero)
            return;
        _delay += delay;
        if (_refused + _timedOut == 0)
            _limitedBy = limit;
    }

    private static void MoveTo(Client client, Stage stage, TimeSpan after)
    {
        client.Stage = stage;
        client.At += after;
    }

    private ServiceTime Time => _work.ServiceTimes[_work.Operation];

    private TimeSpan HalfLatency => TimeSpan.FromTicks(_work.NetworkLatency.Ticks / 2);

    private TimeSpan ItemTime(Client client) =>
        Time.OfItems(client.Units, _work.Operation.IsFind() ? 0 : _work.ItemSizeInBytes * client.Units);

    private sealed class Client
    {
        public Stage Stage { get; set; }

        public TimeSpan At { get; set; }

        public TimeSpan SentAt { get; set; }

        public int Asked { get; set; }

        public int Done { get; set; }

        public int Units { get; set; }

        public TimeSpan Charge { get; set; }

        public Admission Admission { get; set; }
    }
}
