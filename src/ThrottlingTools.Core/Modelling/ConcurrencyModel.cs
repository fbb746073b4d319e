using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>What <see cref="ConcurrencyModel"/> compares numbers of connections for. Immutable.</summary>
public sealed record ConcurrencyOptions
{
    /// <summary>The numbers to compare, each 1 or more.</summary>
    public IReadOnlyList<int> Concurrency { get; init; } = [1, 2, 3, 5, 10, 15, 20, 27, 30];

    /// <summary>What every connection calls, one call after the other.</summary>
    public WorkloadOperation Operation { get; init; } = new(EwsOperation.GetItem);

    /// <summary>How many mailboxes are worked on, in turns; 1 or more.</summary>
    public int Mailboxes { get; init; } = 1;

    /// <summary>Whether the mailboxes' owners are impersonated.</summary>
    public bool Impersonates { get; init; }

    /// <summary>How long it goes on.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From a response to the next request of a connection; 0 or more.</summary>
    public TimeSpan ThinkTime { get; init; }

    /// <summary>There and back together.</summary>
    public TimeSpan NetworkLatency { get; init; } = BatchModel.DefaultNetworkLatency;

    /// <summary>What calls cost.</summary>
    public ServiceTimes ServiceTimes { get; init; } = ServiceTimes.Default;

    /// <summary>What is assumed where no source tells.</summary>
    public AssumptionSet Assumptions { get; init; } = AssumptionSet.Default;
}

/// <summary>
/// Compares numbers of connections: what they get done, when the burst is gone, and when they are refused.
/// </summary>
public static class ConcurrencyModel
{
    /// <summary>
    /// How much less than the most the recommended number may get done, as a share of 1: as with batch sizes.
    /// </summary>
    public const double Margin = BatchSizeRanking.Margin;

    /// <summary>Models each number from full budgets on.</summary>
    /// <param name="profile">The profile of the caller.</param>
    /// <param name="options">What to compare.</param>
    /// <param name="progress">Is told how far each run is; nobody if <c>null</c>.</param>
    /// <param name="cancellation">Ends it within some milliseconds.</param>
    /// <returns>A result a number, in order, the recommended one marked if there is one.</returns>
    /// <exception cref="ThrottlingToolsException">As <see cref="WorkloadModel.Run"/>.</exception>
    public static IReadOnlyList<ConcurrencyResult> Predict(
        ThrottlingProfile profile,
        ConcurrencyOptions options,
        Action<int, WorkloadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        List<ConcurrencyResult> results = [];
        foreach (int concurrency in options.Concurrency)
        {
            WorkloadRunOptions run = new() { Progress = progress is null ? null : p => progress(concurrency, p) };
            WorkloadResult result = WorkloadModel.Run(Scenario(profile, options, concurrency), run, cancellation);
            results.Add(new ConcurrencyResult(concurrency, result, Account(profile, options)));
        }
        Recommend(results);
        return results;
    }

    private static WorkloadScenario Scenario(ThrottlingProfile profile, ConcurrencyOptions options, int concurrency) =>
        new(profile,
        [
            new WorkloadClient
            {
                Name = "connections",
                Threads = concurrency,
                Mailboxes = options.Mailboxes,
                Impersonates = options.Impersonates,
                Operations = [options.Operation],
                Arrival = WorkloadArrival.Closed(options.ThinkTime),
            },
        ])
        {
            Duration = options.Duration,
            NetworkLatency = options.NetworkLatency,
            ServiceTimes = options.ServiceTimes,
            Assumptions = options.Assumptions,
        };

    /// <summary>Who is charged (learn-ews-throttling, table 2).</summary>
    private static string Account(ThrottlingProfile profile, ConcurrencyOptions options)
    {
        string mailboxes = options.Mailboxes == 1 ? "the mailbox" : $"each of {options.Mailboxes} mailboxes";
        if (!options.Impersonates)
            return $"the calling account, one budget for {mailboxes.Replace("each of ", "all ")}";
        return profile.Release >= ExchangeRelease.Exchange2010SP2RU4
            ? $"{mailboxes}, a budget for service accounts apart from that of its owner"
            : $"{mailboxes}, a budget for service accounts that shares EWSMaxConcurrency with its owner";
    }

    private static void Recommend(List<ConcurrencyResult> results)
    {
        ConcurrencyResult[] clean = results
            .Where(result => result.Errors == 0 && result.Items > 0)
            .OrderBy(result => result.Concurrency)
            .ToArray();
        double most = clean.Select(result => result.ItemsPerSecond).DefaultIfEmpty().Max();
        ConcurrencyResult? best = clean.FirstOrDefault(result => result.ItemsPerSecond >= most * (1 - Margin));
        foreach (ConcurrencyResult result in results)
        {
            result.IsRecommended = result == best;
            result.Reason = Explain(result, best, most);
        }
    }

    private static string Explain(ConcurrencyResult result, ConcurrencyResult? best, double most) =>
        result.Errors > 0 ? Text(
            "{0:N0} of {1:N0} requests were refused, mostly by {2}.", result.Errors, result.Requests,
            result.Result.Total.ErrorsByCode.OrderByDescending(error => error.Count).First().Parameter)
        : result.Items == 0 ? "Nothing was done."
        : result != best ? Text("{0:0}% of the most.", 100 * result.ItemsPerSecond / most)
        : result.ItemsPerSecond >= most ? "The most a second without errors."
        : Text("The fewest within {0:0}% of the most.", 100 * Margin);

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
