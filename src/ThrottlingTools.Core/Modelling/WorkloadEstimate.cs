using System;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What a scenario comes to in closed form.</summary>
public sealed record WorkloadEstimate
{
    /// <summary>
    /// Requests, and items beyond the first of each; for clients without a number of them, what they send while nothing
    /// holds them up.
    /// </summary>
    public long Requests { get; private init; }

    /// <summary>How many budgets are charged, at most.</summary>
    public long OwnerCount { get; private init; }

    /// <summary>The mean server time of a request.</summary>
    public TimeSpan MeanCharge { get; private init; }

    /// <summary>
    /// Requests a second that the recharge of one budget carries for ever: recharge rate / charge;
    /// <c>null</c> where it carries any.
    /// </summary>
    public double? SustainedRequestsPerSecond { get; private init; }

    /// <summary>Requests that one full budget carries beyond that; <c>null</c> where it carries any.</summary>
    public double? BurstRequests { get; private init; }

    /// <summary>The estimate in a sentence.</summary>
    public override string ToString()
    {
        string sustained = SustainedRequestsPerSecond is { } rate && BurstRequests is { } burst
            ? string.Format(CultureInfo.InvariantCulture,
                "; each of {0:N0} budgets carries {1:N0} requests at once and {2:0.###} a second after that",
                OwnerCount, burst, rate)
            : "";
        return string.Format(CultureInfo.InvariantCulture,
            "about {0:N0} requests of {1:0.###} ms of server time on average{2}",
            Requests, MeanCharge.TotalMilliseconds, sustained);
    }

    internal static WorkloadEstimate Of(WorkloadScenario scenario)
    {
        double requests = 0, steps = 0, ticks = 0;
        foreach (WorkloadClient client in scenario.Clients)
        {
            WorkloadCall[] calls =
                client.Operations.Select(operation => new WorkloadCall(operation, scenario)).ToArray();
            double weights = client.Operations.Sum(operation => operation.Weight);
            double mean = calls.Sum(call => call.MeanTicks * call.Operation.Weight) / weights;
            double open = mean + calls.Sum(call => call.UnchargedTicks * call.Operation.Weight) / weights;
            double items = calls.Sum(call => (double)call.Operation.BatchSize * call.Operation.Weight) / weights;
            double count = Count(client, scenario, open, items);
            requests += count;
            steps += count * calls.Sum(c => (c.IsOfItems ? c.Operation.BatchSize : 1) * c.Operation.Weight) / weights;
            ticks += count * mean;
        }
        BudgetLimits limits = new ThrottlingEngine(scenario.Profile).LimitsOf(scenario.Clients[0].Protocol);
        double charge = requests > 0 ? ticks / requests : 0;
        bool isLimited = !limits.UsesPercentTime && !limits.MaxBurst.IsUnlimited && !limits.RechargeRate.IsUnlimited
            && charge > 0;
        return new WorkloadEstimate
        {
            Requests = steps < long.MaxValue ? (long)steps : long.MaxValue,
            OwnerCount = scenario.Clients.Sum(client => client.Impersonates ? client.Mailboxes : 1L),
            MeanCharge = TimeSpan.FromTicks((long)charge),
            SustainedRequestsPerSecond = isLimited
                ? limits.RechargeRate.ToDouble() / 3_600_000 * TimeSpan.TicksPerSecond / charge
                : null,
            BurstRequests = isLimited ? limits.MaxBurst.ToDouble() * TimeSpan.TicksPerMillisecond / charge : null,
        };
    }

    private static double Count(
        WorkloadClient client, WorkloadScenario scenario, double openTicks, double meanItems)
    {
        double total = client.Requests ?? (client.RequestsPerMailbox * (double)client.Mailboxes)
            ?? (client.Items is { } items ? Math.Ceiling(items / meanItems) : double.MaxValue);
        if (scenario.Duration is not { } duration)
            return total;
        TimeSpan end = client.StopAt is { } stop && stop < duration ? stop : duration;
        double window = Math.Max(0, (end - client.StartAt).Ticks);
        if (client.Arrival.Kind != WorkloadArrivalKind.Closed)
            return Math.Min(total, client.Arrival.MeanRate * window / TimeSpan.TicksPerSecond);
        double cycle = scenario.NetworkLatency.Ticks + openTicks + client.Arrival.Interval.Ticks;
        if (cycle < 1 && total == double.MaxValue)
            throw Errors.InvalidSetting(
                "Arrival", client.Arrival, "requests that take some time: latency, service and think time are all 0",
                $"client '{client.Name}'");
        return Math.Min(total, client.Threads * window / Math.Max(1, cycle));
    }
}
