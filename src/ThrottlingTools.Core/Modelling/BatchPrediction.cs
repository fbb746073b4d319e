using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>Predicts one size after the other, on an idle server or on a busy one.</summary>
internal sealed class BatchPrediction
{
    private readonly ThrottlingProfile _profile;
    private readonly BatchModelOptions _options;
    private readonly ServiceTimes _times;
    private readonly WorkloadHealth[] _health;
    private readonly ServiceTimeDistribution _noise;
    private readonly CancellationToken _cancellation;

    public BatchPrediction(
        ThrottlingProfile profile, BatchModelOptions options, CancellationToken cancellation, bool isBusy = false)
    {
        _profile = profile;
        _options = options;
        _cancellation = cancellation;
        Limits = new EwsLimits(profile);
        _times = isBusy ? options.ServiceTimes.Times(options.BusyFactor) : options.ServiceTimes;
        _health = isBusy ? [BusyServer(options)] : [];
        double noise = _times[options.Operation].Noise;
        _noise = options.Repeat > 1 && noise > 0
            ? ServiceTimeDistribution.Noise(noise)
            : ServiceTimeDistribution.Fixed;
    }

    public EwsLimits Limits { get; }

    /// <summary>Whether items are charged at once where that comes to the same; only tests turn it off.</summary>
    internal bool SkipsItems { get; init; } = true;

    /// <summary>The median run of a size.</summary>
    public BatchSizeResult Of(int size)
    {
        if (WhyImpossible(size) is { } why)
            return Impossible(size, why);
        WorkloadResult[] runs = Enumerable.Range(0, _options.Repeat)
            .Select(run => Run(size, _options.Seed + run))
            .OrderBy(run => run.Total.TimeToFinish is null)
            .ThenBy(run => run.Elapsed)
            .ToArray();
        double[] rates = runs.Select(Rate).ToArray();
        bool isSpread = runs.Length > 1;
        return Summarize(
            size, runs[(runs.Length - 1) / 2], isSpread ? rates.Min() : null, isSpread ? rates.Max() : null);
    }

    private static WorkloadHealth BusyServer(BatchModelOptions options) => new(TimeSpan.Zero)
    {
        CpuPercent = options.BusyCpuPercent,
        DatabaseHealth = options.BusyDatabaseHealth,
    };

    private WorkloadResult Run(int size, long seed)
    {
        WorkloadOperation operation = new(_options.Operation)
        {
            BatchSize = size, ItemSizeInBytes = _options.ItemSizeInBytes,
        };
        WorkloadClient client = new()
        {
            Threads = _options.Concurrency,
            Items = _options.ItemCount,
            Operations = [operation],
            StartAt = _health.Length > 0 ? CpuLoad.Window : TimeSpan.Zero, // the server is busy already
        };
        WorkloadScenario scenario = new(_profile, [client])
        {
            Seed = seed,
            NetworkLatency = _options.NetworkLatency,
            ServiceTimes = _times,
            Distributions = new Dictionary<EwsOperation, ServiceTimeDistribution> { [_options.Operation] = _noise },
            Health = _health,
            Assumptions = _options.Assumptions,
            MaxRequests = long.MaxValue,
        };
        return WorkloadModel.Run(scenario, new WorkloadRunOptions { SkipsItems = SkipsItems }, _cancellation);
    }

    private BatchSizeResult Summarize(int size, WorkloadResult run, double? low, double? high)
    {
        WorkloadClientResult total = run.Clients[0];
        WorkloadErrorCount? worst = total.ErrorsByCode.OrderByDescending(error => error.Count).FirstOrDefault();
        string limit = worst?.Parameter ?? run.BindingLimit;
        long halfLatency = _options.NetworkLatency.Ticks / 2;
        return new BatchSizeResult
        {
            Profile = _profile.Name,
            Operation = _options.Operation,
            BatchSize = size,
            Requests = (int)total.Requests,
            Items = (int)total.Items,
            Errors = (int)total.Errors,
            TimedOut = (int)total.ErrorsByCode
                .Where(error => error.ResponseCode == ThrottlingError.TimeoutExpired).Sum(error => error.Count),
            ErrorsByCode = total.ErrorsByCode,
            Elapsed = run.Elapsed,
            TimeToFinish = total.TimeToFinish,
            ItemsPerSecond = Rate(run),
            ItemsPerSecondLow = low,
            ItemsPerSecondHigh = high,
            ItemsPerChargedSecond = Rate(total.Items, total.ChargedTime),
            MeanLatency = total.AnswerLatency?.Mean ?? TimeSpan.Zero,
            Latency = total.AnswerLatency,
            Delay = total.Delays.Total - total.Delays.BackOff,
            Delays = total.Delays,
            NetworkTime = TimeSpan.FromTicks(2 * halfLatency * total.Requests),
            ServerTime = total.ChargedTime,
            Phase = Limits.UsesPercentTime ? null : PhaseOf(total),
            LimitedBy = limit,
            LimitValue = limit.Length > 0 ? _profile.Find(limit)?.Value : null,
            Reason = run.StoppedBecause,
            AssumptionsUsed = run.AssumptionsUsed,
        };
    }

    private static ThrottlingPhase PhaseOf(WorkloadClientResult total) =>
        total.ErrorsByCode.Any(error => error.Parameter.EndsWith("CutoffBalance", StringComparison.Ordinal))
            ? ThrottlingPhase.Cutoff
            : total.Delays.MicroDelay + total.Delays.BatchRecharge > TimeSpan.Zero ? ThrottlingPhase.MicroDelay
            : ThrottlingPhase.Burst;

    private string? WhyImpossible(int size) =>
        size > BatchModel.LargestBatch(_options.Operation)
            ? BatchModel.WhyTooLarge(_options.Operation)
        : !Limits.MaxRequestSizeInBytes.IsUnlimited && RequestBytes(size) > Limits.MaxRequestSizeInBytes.Value
            ? string.Format(CultureInfo.InvariantCulture,
                "Not possible: a request of {0:N0} bytes, as items are sent in Base64, is over the limit of {1:N0}.",
                RequestBytes(size), Limits.MaxRequestSizeInBytes.Value)
        : null;

    private BatchSizeResult Impossible(int size, string why)
    {
        bool isOverLimit = size <= BatchModel.LargestBatch(_options.Operation);
        return new BatchSizeResult
        {
            Profile = _profile.Name,
            Operation = _options.Operation,
            BatchSize = size,
            LimitedBy = isOverLimit ? nameof(EwsLimits.MaxRequestSizeInBytes) : "",
            LimitValue = isOverLimit ? Limits.MaxRequestSizeInBytes : null,
            Reason = why,
        };
    }

    /// <summary>The least that a request takes on the wire whose items carry content: four bytes for three.</summary>
    private double RequestBytes(int size) =>
        _options.Operation is EwsOperation.CreateItem or EwsOperation.UploadItems or EwsOperation.CreateAttachment
            ? 4.0 * Math.Ceiling(_options.ItemSizeInBytes / 3.0) * Math.Min(size, _options.ItemCount)
            : 0;

    private static double Rate(WorkloadResult run) => Rate(run.Total.Items, run.Elapsed);

    private static double Rate(long items, TimeSpan time) => time > TimeSpan.Zero ? items / time.TotalSeconds : 0;
}
