using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Core.Tests.Probing;

/// <summary>A profile and costs drawn from a seed, with what exhaustive search finds.</summary>
internal sealed class BatchCase
{
    /// <summary>The deviation of a uniform factor from 1-j to 1+j is j / sqrt 3: this makes it 30 %.</summary>
    public const double Jitter = 0.52;

    /// <summary>How many items there are to draw from.</summary>
    public const int ItemCount = 1000;

    private const int Draws = 9;

    private readonly Random _random;

    public BatchCase(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        Release = Draw(ExchangeRelease.Exchange2010SP2, ExchangeRelease.Exchange2013, ExchangeRelease.Exchange2016,
            ExchangeRelease.Exchange2019);
        Profile = MakeProfile();
        Time = new ServiceTime(Milliseconds(1, 500), Milliseconds(0.5, 100), Milliseconds(0.001, 0.5));
        Network = Milliseconds(1, 200);
        Maximum = (int)LogUniform(50, 1000);
        CpuPercent = _random.NextDouble() < 0.5 ? 0 : 75 + 10 * _random.NextDouble();
        IsProfileKnown = seed % 2 == 0;
    }

    /// <summary>A server of Exchange 2016 with another burst, whose items take 20 ms.</summary>
    public static BatchCase WithBurst(int seed, long milliseconds) => new(seed)
    {
        Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016)
            .With("Small", [Setting("EwsMaxBurst", milliseconds)]),
        Time = new ServiceTime(TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(20), TimeSpan.Zero),
    };

    public int Seed { get; }

    public ExchangeRelease Release { get; }

    public ThrottlingProfile Profile { get; private init; }

    public ServiceTime Time { get; private init; }

    public TimeSpan Network { get; }

    public int Maximum { get; }

    public double CpuPercent { get; }

    public bool IsProfileKnown { get; }

    /// <summary>How large the items are, in their order.</summary>
    public IReadOnlyList<long> Bytes { get; init; } =
        [.. Enumerable.Range(0, ItemCount).Select(i => 10_240 + 9_216 * (i % 3 - 1L))];

    /// <summary>The longest batch, in seconds, that a probe may consider.</summary>
    public double Longest => IsProfileKnown && Profile.Limit("EwsMaxBurst") is { IsUnlimited: false } burst
        ? Math.Min(30, burst.Value / 1000.0)
        : 30;

    public override string ToString() => FormattableString.Invariant(
        $"seed {Seed}: {Release}, burst {Profile.Limit("EwsMaxBurst")}, recharge {Profile.Limit("EwsRechargeRate")}, ")
        + FormattableString.Invariant($"CAS {Profile.Limit("EWSPercentTimeInCAS")}, {Time}, network {Network}, ")
        + FormattableString.Invariant($"to {Maximum}, CPU {CpuPercent:0}, known {IsProfileKnown}");

    public BatchSizeProbeOptions Options => new()
    {
        Maximum = Maximum,
        Seed = Seed,
        MaxDuration = TimeSpan.FromDays(1),
        Profile = IsProfileKnown ? Profile : null,
    };

    public EngineBatch Operation(VirtualClock clock) => new(this, clock);

    /// <summary>
    /// The mean seconds of each size from a rested budget, by size: a batch is the beginning of every larger one.
    /// Infinite where some time out.
    /// </summary>
    public double[] ExhaustiveSearch()
    {
        double[] means = new double[Maximum + 1];
        for (int draw = 0; draw < Draws; draw++)
        {
            VirtualClock clock = new();
            EngineBatch batch = new(this, clock) { Factor = 1 + Jitter * (2 * (draw + 0.5) / Draws - 1) };
            TimeSpan[] ends = new TimeSpan[Maximum + 1];
            batch.Send(Maximum, isVaried: false, (item, elapsed) => ends[item] = elapsed);
            for (int size = 1; size <= Maximum; size++)
                means[size] += ends[size] > TimeSpan.Zero ? ends[size].TotalSeconds / Draws : double.PositiveInfinity;
        }
        return means;
    }

    private ThrottlingProfile MakeProfile()
    {
        ThrottlingProfile profile = ProfileCatalogue.Get(Release);
        return Release.UsesPercentTime()
            ? profile.With("Drawn", [Setting("EWSPercentTimeInCAS", (long)LogUniform(60, 200))])
            : profile.With("Drawn",
            [
                Setting("EwsMaxBurst", (long)LogUniform(5_000, 600_000)),
                Setting("EwsRechargeRate", (long)LogUniform(450_000, 3_600_000)),
            ]);
    }

    private static ThrottlingSetting Setting(string name, long value) =>
        new(name, new Unlimited(value), SettingSource.Declared("test"), PolicyParameterTable.Find(name));

    private T Draw<T>(params T[] values) => values[_random.Next(values.Length)];

    private double LogUniform(double low, double high) => low * Math.Pow(high / low, _random.NextDouble());

    private TimeSpan Milliseconds(double low, double high) =>
        TimeSpan.FromTicks((long)(LogUniform(low, high) * TimeSpan.TicksPerMillisecond));

    /// <summary>The engine as an operation, without the wire, one item after the other.</summary>
    internal sealed class EngineBatch : IBatchOperation
    {
        private static readonly BudgetOwner Caller = new("caller");

        private readonly BatchCase _case;
        private readonly VirtualClock _clock;
        private readonly ThrottlingEngine _engine;
        private readonly Random _random;
        private int _next;

        public EngineBatch(BatchCase @case, VirtualClock clock)
        {
            _case = @case;
            _clock = clock;
            _random = new Random(@case.Seed);
            _engine = new ThrottlingEngine(@case.Profile);
            _engine.CpuOf().Report(@case.CpuPercent, clock.Now);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        public double? Factor { get; init; }

        public int Batches { get; private set; }

        public EwsOperation Operation => EwsOperation.GetItem;

        public int ItemCount => BatchCase.ItemCount;

        public bool Writes => false;

        public bool NeedsPreparation(int size) => false;

        public Task<BatchReply> PrepareAsync(int size, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken) =>
            Task.FromResult(Send(size, isVaried: true));

        public BatchReply Send(int size, bool isVaried, Action<int, TimeSpan>? hear = null)
        {
            Batches++;
            TimeSpan start = _clock.Now;
            double factor = Factor ?? 1 + Jitter * (2 * _random.NextDouble() - 1);
            _clock.Advance(_case.Network / 2);
            Admission admission = _engine.Begin(new BudgetRequest(Caller, EwsOperation.GetItem), _clock.Now);
            if (admission.Error is { } refusal)
                return BatchReply.Refused("GetItem", size, _clock.Now - start, new EwsError
                {
                    Verdict = EwsVerdict.Throttled, ResponseCode = refusal.ResponseCode, BackOff = refusal.BackOff,
                });
            _clock.Advance(admission.Delay);
            TimeSpan cost = _case.Time.Base;
            long mean = (long)_case.Bytes.Average();
            for (int item = 0; item < size; item++)
            {
                cost += _case.Time.OfItems(1, isVaried ? _case.Bytes[_next++ % _case.Bytes.Count] : mean);
                cost = TimeSpan.FromTicks((long)(cost.Ticks * factor));
                _clock.Advance(cost);
                hear?.Invoke(item + 1, _clock.Now + _case.Network / 2 - start);
                if (item == size - 1)
                    break;
                BatchStep step = _engine.ChargeItem(admission, ServiceTimes.Default.Charge(cost), _clock.Now);
                _clock.Advance(step.Delay);
                cost = TimeSpan.Zero;
                if (step.IsTimedOut)
                    return End(admission, cost, size, start, isTimedOut: true);
            }
            return End(admission, cost, size, start, isTimedOut: false);
        }

        private BatchReply End(
            in Admission admission, TimeSpan cost, int size, TimeSpan start, bool isTimedOut)
        {
            _engine.Complete(admission, ServiceTimes.Default.Charge(cost), _clock.Now);
            _clock.Advance(_case.Network / 2);
            return isTimedOut
                ? BatchReply.Refused("GetItem", size, _clock.Now - start, new EwsError { Verdict = EwsVerdict.Timeout })
                : BatchReply.Done("GetItem", size, _clock.Now - start);
        }
    }
}
