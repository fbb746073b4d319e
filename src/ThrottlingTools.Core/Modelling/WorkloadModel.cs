using System;
using System.Threading;

namespace ThrottlingTools.Modelling;

/// <summary>How far a run is.</summary>
/// <param name="Requests">Requests so far, and items beyond the first of each.</param>
/// <param name="Time">The virtual time.</param>
public readonly record struct WorkloadProgress(long Requests, TimeSpan Time);

/// <summary>Who is told of a run. Everything is called on the thread of the run.</summary>
public sealed record WorkloadRunOptions
{
    /// <summary>Is told of every event; makes the run slower by far.</summary>
    public Action<WorkloadEvent>? Observer { get; init; }

    /// <summary>Is told some hundred times a second how far the run is.</summary>
    public Action<WorkloadProgress>? Progress { get; init; }

    /// <summary>
    /// Whether items of batches are charged at once where that gives what charging them one by one does. Only the
    /// balance over time is then less fine.
    /// </summary>
    internal bool SkipsItems { get; init; }
}

/// <summary>
/// Models clients against a profile: the throttling engine in virtual time, event by event. Equal scenarios give equal
/// results.
/// </summary>
public static class WorkloadModel
{
    /// <summary>Runs a scenario from full budgets on.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">Who is told of the run; nobody if <c>null</c>.</param>
    /// <param name="cancellation">Ends the run within some milliseconds.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidSetting</c>: a value is not in its range, or two contradict each other. <c>WorkloadTooLarge</c>: more
    /// requests than <see cref="WorkloadScenario.MaxRequests"/>. <c>ProfileValueUnknown</c>: the profile lacks a limit.
    /// </exception>
    public static WorkloadResult Run(
        WorkloadScenario scenario, WorkloadRunOptions? options = null, CancellationToken cancellation = default)
    {
        WorkloadChecks.Check(scenario);
        return new WorkloadRun(scenario, options ?? new WorkloadRunOptions()).ToEnd(cancellation);
    }

    /// <summary>What a scenario comes to in closed form, without running it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <exception cref="ThrottlingToolsException">As <see cref="Run"/>, except <c>WorkloadTooLarge</c>.</exception>
    public static WorkloadEstimate Estimate(WorkloadScenario scenario)
    {
        WorkloadChecks.CheckValues(scenario);
        return WorkloadEstimate.Of(scenario);
    }
}
