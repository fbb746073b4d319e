using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>Makes the result of a run.</summary>
internal sealed class WorkloadReport(
    WorkloadScenario scenario, WorkloadClientState[] clients, WorkloadOwner[] owners, WorkloadThread[] threads)
{
    private const int ReportedOwners = 10;

    public WorkloadResult Make(long limit, string stoppedBecause, AssumptionUse used)
    {
        long[] unfinished = new long[clients.Length];
        long latest = 0;
        foreach (WorkloadThread thread in threads)
        {
            if (thread.Stage != WorkloadStage.Idle && thread.SentAt <= limit)
                unfinished[thread.Client]++;
            latest = Math.Max(latest, thread.StartedAt);
        }
        latest = Math.Max(latest, clients.Max(client => client.LastResponseAt));
        bool isOver = clients.All(client => client.HasTotal) && unfinished.Sum() == 0;
        long end = scenario.Duration is { } duration && !isOver && stoppedBecause.Length == 0
            ? duration.Ticks
            : Math.Min(latest, limit);
        TimeSpan elapsed = TimeSpan.FromTicks(end);
        foreach (WorkloadOwner owner in owners)
            owner.Finish(elapsed);
        WorkloadClientResult[] results = clients.Select((client, i) => client.ToResult(unfinished[i], end)).ToArray();
        WorkloadClientResult total = Total(results, elapsed);
        WorkloadOwnerResult[] lowest = Lowest(elapsed);
        (string name, object? value) = Binding(total);
        return new WorkloadResult
        {
            Scenario = scenario.Name,
            Profile = scenario.Profile.Name,
            Seed = scenario.Seed,
            Total = total,
            Clients = results,
            OwnerCount = owners.Length,
            Owners = lowest,
            TimeInBurst = TimeSpan.FromTicks(owners.Sum(o => end - o.DelayedTicks - o.LockedTicks)),
            TimeInMicroDelay = TimeSpan.FromTicks(owners.Sum(owner => owner.DelayedTicks)),
            TimeLockedOut = TimeSpan.FromTicks(owners.Sum(owner => owner.LockedTicks)),
            BurstGoneAfter = First(owners.Select(owner => owner.FirstOverAt)),
            CutoffAfter = First(owners.Select(owner => owner.FirstLockedAt)),
            Elapsed = elapsed,
            TimeToFinish = total.TimeToFinish,
            StoppedBecause = stoppedBecause,
            BindingLimit = name,
            BindingValue = value,
            AssumptionsUsed = used,
        };
    }

    private WorkloadOwnerResult[] Lowest(TimeSpan end) =>
        owners.OrderBy(owner => owner.Severity).Take(ReportedOwners).Select(o => o.ToResult(end)).ToArray();

    private WorkloadClientResult Total(WorkloadClientResult[] results, TimeSpan elapsed)
    {
        LatencyHistogram latencies = new();
        foreach (WorkloadClientState client in clients)
            latencies.Add(client.Latencies);
        double seconds = elapsed.TotalSeconds;
        long completed = results.Sum(result => result.Completed);
        long items = results.Sum(result => result.Items);
        return new WorkloadClientResult
        {
            Requests = results.Sum(result => result.Requests),
            Completed = completed,
            Items = items,
            Errors = results.Sum(result => result.Errors),
            Abandoned = results.Sum(result => result.Abandoned),
            Unfinished = results.Sum(result => result.Unfinished),
            ErrorsByCode = Merge(results.SelectMany(result => result.ErrorsByCode)),
            RequestsPerSecond = seconds > 0 ? completed / seconds : 0,
            ItemsPerSecond = seconds > 0 ? items / seconds : 0,
            Latency = latencies.ToLatency(),
            ChargedTime = Sum(results.Select(result => result.ChargedTime)),
            Delays = new WorkloadDelays
            {
                MicroDelay = Sum(results.Select(result => result.Delays.MicroDelay)),
                BatchRecharge = Sum(results.Select(result => result.Delays.BatchRecharge)),
                PercentTime = Sum(results.Select(result => result.Delays.PercentTime)),
                BackOff = Sum(results.Select(result => result.Delays.BackOff)),
                Cpu = Sum(results.Select(result => result.Delays.Cpu)),
                ResourceHealth = Sum(results.Select(result => result.Delays.ResourceHealth)),
            },
            TimeToFinish = results.All(result => result.TimeToFinish is not null)
                ? results.Max(result => result.TimeToFinish)
                : null,
        };
    }

    private static WorkloadErrorCount[] Merge(IEnumerable<WorkloadErrorCount> errors) => errors
        .GroupBy(error => (error.ResponseCode, error.Parameter))
        .Select(group => new WorkloadErrorCount(
            group.Key.ResponseCode, group.Key.Parameter, group.Sum(error => error.Count),
            group.Min(error => error.FirstAt), Sum(group.Select(error => error.BackOff))))
        .OrderBy(error => error.FirstAt)
        .ToArray();

    /// <summary>The limit that cost most time; of several that cost none, the one with most errors.</summary>
    private (string Name, object? Value) Binding(WorkloadClientResult total)
    {
        IEnumerable<(string Parameter, TimeSpan Lost, long Count)> delays = clients.SelectMany(client => new[]
        {
            (client.BurstParameter, TimeSpan.FromTicks(client.MicroDelay), 0L),
            ("CPUStartPercent", TimeSpan.FromTicks(client.CpuDelay), 0L),
            (nameof(ResourceHealth), TimeSpan.FromTicks(client.HealthDelay), 0L),
        }.Concat(client.Waits.Select(wait => (wait.Key, TimeSpan.FromTicks(wait.Value), 0L))));
        string name = delays
            .Concat(total.ErrorsByCode.Select(error => (error.Parameter, error.BackOff, error.Count)))
            .GroupBy(loss => loss.Item1)
            .Select(group => (Name: group.Key, Lost: Sum(group.Select(l => l.Item2)), Count: group.Sum(l => l.Item3)))
            .Where(loss => loss.Lost > TimeSpan.Zero || loss.Count > 0)
            .OrderByDescending(loss => loss.Lost)
            .ThenByDescending(loss => loss.Count)
            .Select(loss => loss.Name)
            .FirstOrDefault() ?? "";
        return (name, name.Length > 0 ? scenario.Profile.Find(name)?.Value : null);
    }

    private static TimeSpan? First(IEnumerable<long> times)
    {
        long[] known = times.Where(time => time >= 0).ToArray();
        return known.Length > 0 ? TimeSpan.FromTicks(known.Min()) : null;
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => TimeSpan.FromTicks(times.Sum(time => time.Ticks));
}
