using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// The server's side of a scenario, for a simulator, whose clients are real ones: a profile, what calls cost, and how
/// the server fares as time passes. Immutable.
/// </summary>
/// <param name="Profile">The profile that holds for every account.</param>
public sealed record ServerScenario(ThrottlingProfile Profile)
{
    /// <summary>What mailboxes, jitter and distributions are drawn from; <c>null</c> where the file has none.</summary>
    public int? Seed { get; init; }

    /// <summary>There and back together; <c>null</c> where the file has none.</summary>
    public TimeSpan? NetworkLatency { get; init; }

    /// <summary>How far service times vary by request, 0 to 1; <c>null</c> where the file has none.</summary>
    public double? Jitter { get; init; }

    /// <summary>What calls cost (assumption ServiceTimes).</summary>
    public ServiceTimes ServiceTimes { get; init; } = ServiceTimes.Default;

    /// <summary>How the times spread, by operation; fixed where none is given.</summary>
    public IReadOnlyDictionary<EwsOperation, ServiceTimeDistribution> Distributions { get; init; } =
        new Dictionary<EwsOperation, ServiceTimeDistribution>();

    /// <summary>How busy the server is and how healthy its database from a time on, in order of time.</summary>
    public IReadOnlyList<WorkloadHealth> Health { get; init; } = [];

    /// <summary>What is assumed where no source tells.</summary>
    public AssumptionSet Assumptions { get; init; } = AssumptionSet.Default;
}
