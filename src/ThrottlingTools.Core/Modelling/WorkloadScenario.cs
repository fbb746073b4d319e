using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>What <see cref="WorkloadModel"/> models: a profile, what calls cost, and the clients. Immutable.</summary>
public sealed record WorkloadScenario
{
    /// <summary>The most requests that are modelled unless asked for more.</summary>
    public const long DefaultMaxRequests = 50_000_000;

    /// <summary>Makes a scenario.</summary>
    /// <param name="profile">The profile that holds for every account.</param>
    /// <param name="clients">The clients, at least one.</param>
    public WorkloadScenario(ThrottlingProfile profile, IReadOnlyList<WorkloadClient> clients)
    {
        Profile = profile;
        Clients = clients;
    }

    /// <summary>The name, for reports.</summary>
    public string Name { get; init; } = "";

    /// <summary>The profile that holds for every account.</summary>
    public ThrottlingProfile Profile { get; init; }

    /// <summary>Who sends requests.</summary>
    public IReadOnlyList<WorkloadClient> Clients { get; init; }

    /// <summary>Equal scenarios with an equal seed give equal results, on every platform.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// When the model ends; <c>null</c>: when all requests are done, the number of which every client then has to
    /// state.
    /// </summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The most requests, refused ones included, and items beyond the first of each, that are modelled.
    /// </summary>
    public long MaxRequests { get; init; } = DefaultMaxRequests;

    /// <summary>There and back together (assumption NetworkLatency).</summary>
    public TimeSpan NetworkLatency { get; init; } = BatchModel.DefaultNetworkLatency;

    /// <summary>What calls cost (assumption ServiceTimes).</summary>
    public ServiceTimes ServiceTimes { get; init; } = ServiceTimes.Default;

    /// <summary>How the times spread, by operation; fixed where none is given.</summary>
    public IReadOnlyDictionary<EwsOperation, ServiceTimeDistribution> Distributions { get; init; } =
        new Dictionary<EwsOperation, ServiceTimeDistribution>();

    /// <summary>
    /// How busy the server is and how healthy its database, in order of time; healthy and idle without.
    /// </summary>
    public IReadOnlyList<WorkloadHealth> Health { get; init; } = [];

    /// <summary>What is assumed where no source tells.</summary>
    public AssumptionSet Assumptions { get; init; } = AssumptionSet.Default;
}

/// <summary>How the server is from a time on.</summary>
/// <param name="At">The time; 0 or more.</param>
public sealed record WorkloadHealth(TimeSpan At)
{
    internal const string Database = "database";

    /// <summary>CPU use in percent, 0 to 100, which delays calls in 2010; <c>null</c>: as before.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>
    /// The health of the mailbox database, from 0, as bad as can be, to 100; <c>null</c>: as before.
    /// </summary>
    public int? DatabaseHealth { get; init; }
}
