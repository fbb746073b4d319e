using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>Refuses scenarios that are impossible, or too large, before anything is allocated for them.</summary>
internal static class WorkloadChecks
{
    /// <summary>The most clients, mailboxes, threads and items a request.</summary>
    public const int MostClients = 1000;
    public const int MostMailboxes = 250_000;
    public const int MostThreads = 250_000;
    public const int MostItems = 100_000;

    /// <summary>How long a model lasts at most in virtual time.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(3650);

    public static void Check(WorkloadScenario scenario)
    {
        CheckValues(scenario);
        WorkloadEstimate estimate = WorkloadEstimate.Of(scenario);
        if (estimate.Requests > scenario.MaxRequests)
            throw Errors.WorkloadTooLarge(scenario.Name, estimate.ToString(), scenario.MaxRequests);
    }

    public static void CheckValues(WorkloadScenario scenario)
    {
        string? where = scenario.Name.Length > 0 ? scenario.Name : null;
        Require(scenario.Clients.Count is >= 1 and <= MostClients,
            "Clients", scenario.Clients.Count, "1 to 1000 clients", where);
        Require(scenario.Duration is not { } time || IsTime(time),
            "Duration", scenario.Duration, "a time above 0 and of at most 3650 days", where);
        Require(scenario.MaxRequests >= 1, "MaxRequests", scenario.MaxRequests, "1 or more", where);
        Require(scenario.NetworkLatency >= TimeSpan.Zero && scenario.NetworkLatency <= TimeSpan.FromHours(1),
            "NetworkLatency", scenario.NetworkLatency, "a time from 0 to an hour", where);
        CheckHealth(scenario.Health, where);
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (WorkloadClient client in scenario.Clients)
        {
            Require(client.Name.Trim().Length > 0 && names.Add(client.Name),
                "Clients.Name", client.Name, "a name that no other client has", where);
            CheckClient(client, scenario);
        }
        Require(scenario.Clients.Sum(client => (long)client.Threads) <= MostThreads, "Clients.Threads",
            scenario.Clients.Sum(client => (long)client.Threads), "at most 250000 threads in all", where);
        Require(scenario.Clients.Sum(client => (long)client.Mailboxes) <= MostMailboxes, "Clients.Mailboxes",
            scenario.Clients.Sum(client => (long)client.Mailboxes), "at most 250000 mailboxes in all", where);
    }

    private static void CheckHealth(IReadOnlyList<WorkloadHealth> changes, string? where)
    {
        TimeSpan last = TimeSpan.Zero;
        foreach (WorkloadHealth change in changes)
        {
            Require(change.At >= last, "Health.At", change.At, "times from 0 up, in order", where);
            Require(change.CpuPercent is null or (>= 0 and <= 100),
                "Health.CpuPercent", change.CpuPercent, "0 to 100", where);
            Require(change.DatabaseHealth is null or (>= 0 and <= 100),
                "Health.DatabaseHealth", change.DatabaseHealth, "0 to 100", where);
            last = change.At;
        }
    }

    private static void CheckClient(WorkloadClient client, WorkloadScenario scenario)
    {
        string where = $"client '{client.Name}'";
        Require(client.Account.Trim().Length > 0, "Account", client.Account, "an account", where);
        Require(client.Mailboxes is >= 1 and <= MostMailboxes, "Mailboxes", client.Mailboxes, "1 to 250000", where);
        Require(client.Mailboxes == 1 || client.MailboxName.Contains("{0}"),
            "MailboxName", client.MailboxName, "a name with {0} in it, for the number", where);
        Require(client.Threads is >= 1 and <= MostThreads, "Threads", client.Threads, "1 to 250000", where);
        Require(client.Requests is null or >= 1, "Requests", client.Requests, "1 or more", where);
        Require(client.RequestsPerMailbox is null or (>= 1 and <= long.MaxValue / MostMailboxes),
            "RequestsPerMailbox", client.RequestsPerMailbox, "1 or more", where);
        Require(client.Requests is null || client.RequestsPerMailbox is null,
            "Requests", client.Requests, "either Requests or RequestsPerMailbox", where);
        Require(client.RequestsPerMailbox is null || client.Arrival.Kind == WorkloadArrivalKind.Closed,
            "RequestsPerMailbox", client.RequestsPerMailbox,
            "closed arrivals with it; requests that come at a rate are counted by Requests", where);
        Require(client.Items is null or >= 1, "Items", client.Items, "1 or more", where);
        Require(client.Items is null || (client.Requests is null && client.RequestsPerMailbox is null),
            "Items", client.Items, "either Items or a number of requests", where);
        Require(client.Items is null || client.Arrival.Kind == WorkloadArrivalKind.Closed,
            "Items", client.Items, "closed arrivals with it; requests that come at a rate have a size of their own",
            where);
        Require(
            (client.Requests ?? client.RequestsPerMailbox ?? client.Items) is not null || scenario.Duration is not null,
            "Duration", null, "a duration, or a number of requests for every client; else the model never ends", where);
        Require(client.StartAt >= TimeSpan.Zero && client.StartAt <= LongestTime,
            "StartAt", client.StartAt, "a time from 0 to 3650 days", where);
        Require(client.StopAt is not { } stop || stop > client.StartAt,
            "StopAt", client.StopAt, "a time after StartAt", where);
        Require(client.Operations.Count is >= 1 and <= 100,
            "Operations", client.Operations.Count, "1 to 100 operations", where);
        foreach (WorkloadOperation operation in client.Operations)
            CheckOperation(operation, where);
    }

    private static void CheckOperation(WorkloadOperation operation, string where)
    {
        where += $", {operation.Operation}";
        Require(operation.Weight is > 0 and <= 1e9, "Weight", operation.Weight, "a number above 0", where);
        Require(operation.BatchSize is >= 1 and <= MostItems, "BatchSize", operation.BatchSize, "1 to 100000", where);
        Require(operation.ItemSizeInBytes is >= 0 and <= 1L << 40,
            "ItemSizeInBytes", operation.ItemSizeInBytes, "0 to 1 TB", where);
        Require(operation.UnchargedTime >= TimeSpan.Zero && operation.UnchargedTime <= LongestTime,
            "UnchargedTime", operation.UnchargedTime, "0 or more", where);
        Require(operation.Search is null || operation.Operation.IsFind(), "Search", operation.Operation,
            "a search with FindItem or FindFolder only", where);
        if (operation.ServiceTime is not { } time)
            return;
        Require(IsServiceTime(time.Base) && IsServiceTime(time.PerItem) && IsServiceTime(time.PerKilobyte),
            "ServiceTime", time, "times from 0 to a day", where);
    }

    private static bool IsServiceTime(TimeSpan time) => time >= TimeSpan.Zero && time <= TimeSpan.FromDays(1);

    private static bool IsTime(TimeSpan time) => time > TimeSpan.Zero && time <= LongestTime;

    private static void Require(bool condition, string name, object? value, string accepted, string? where)
    {
        if (!condition)
            throw Errors.InvalidSetting(name, value, accepted, where);
    }
}
