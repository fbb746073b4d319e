using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Tells which of the sessions on one mailbox drives it over budget (microsoft-multiple-sessions). The budgets of
/// the protocols are apart, so that each is modelled by itself; what helps is found by leaving clients out.
/// </summary>
public sealed class MailboxBudgetModel
{
    private readonly ThrottlingProfile _profile;
    private readonly TimeSpan _duration;
    private readonly AssumptionSet _assumptions;
    private readonly WorkloadRunOptions _options;
    private readonly CancellationToken _cancellation;

    /// <summary>Makes a model.</summary>
    /// <param name="profile">The profile of the mailbox.</param>
    /// <param name="duration">How long the sessions go on; above 0.</param>
    /// <param name="assumptions">What is assumed where no source tells; the defaults if <c>null</c>.</param>
    /// <param name="options">Who is told of the runs; nobody if <c>null</c>.</param>
    /// <param name="cancellation">Ends it within some milliseconds.</param>
    public MailboxBudgetModel(
        ThrottlingProfile profile,
        TimeSpan duration,
        AssumptionSet? assumptions = null,
        WorkloadRunOptions? options = null,
        CancellationToken cancellation = default)
    {
        _profile = profile;
        _duration = duration;
        _assumptions = assumptions ?? AssumptionSet.Default;
        _options = options ?? new WorkloadRunOptions();
        _cancellation = cancellation;
    }

    /// <summary>The limits that the profile would have to know of a protocol's budget, and does not.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="type">The protocol.</param>
    public static IReadOnlyList<string> MissingLimits(ThrottlingProfile profile, BudgetType type) =>
        profile.Release.UsesPercentTime()
            ? []
            : new[] { "MaxConcurrency", "MaxBurst", "RechargeRate", "CutoffBalance" }
                .Select(limit => type + limit)
                .Where(name => profile.Limit(name) is null)
                .ToArray();

    /// <summary>Models clients on one mailbox.</summary>
    /// <param name="clients">The clients, all with the same account.</param>
    /// <returns>A result a client, in order.</returns>
    /// <exception cref="ThrottlingToolsException">As <see cref="WorkloadModel.Run"/>.</exception>
    public IReadOnlyList<MailboxBudgetResult> Predict(IReadOnlyList<WorkloadClient> clients) =>
        clients.GroupBy(client => client.Protocol).SelectMany(group => PredictBudget([.. group])).ToArray();

    private static MailboxBudgetState StateOf(WorkloadResult? result) =>
        result is null ? MailboxBudgetState.WithinBudget
        : result.Total.Errors > 0 ? MailboxBudgetState.OverBudget
        : result.Total.Delays.Total > TimeSpan.Zero ? MailboxBudgetState.Slowed
        : MailboxBudgetState.WithinBudget;

    private IEnumerable<MailboxBudgetResult> PredictBudget(WorkloadClient[] clients)
    {
        WorkloadResult result = Run(clients)!;
        MailboxBudgetState state = StateOf(result);
        WorkloadClientResult[] byCharge = result.Clients.OrderByDescending(client => client.ChargedTime).ToArray();
        string[] causes = state == MailboxBudgetState.WithinBudget
            ? []
            : byCharge
                .Select(client => client.Client)
                .Where(name => StateOf(Run(Without(clients, [name]))) < state)
                .ToArray();
        string remedy = state == MailboxBudgetState.WithinBudget
            ? ""
            : Advise(clients, byCharge, causes, state, result);
        AssumptionUse used = result.AssumptionsUsed | AssumptionUse.ClientLoad;
        double charged = Math.Max(1, result.Total.ChargedTime.Ticks);
        return result.Clients.Select((client, i) => new MailboxBudgetResult
        {
            Client = client.Client,
            BudgetType = clients[i].Protocol,
            State = state,
            IsCause = causes.Contains(client.Client),
            OverBudgetAfter = state == MailboxBudgetState.OverBudget
                ? result.Total.ErrorsByCode[0].FirstAt
                : result.BurstGoneAfter,
            ShareOfBudget = client.ChargedTime.Ticks / charged,
            ChargedTime = client.ChargedTime,
            Requests = client.Requests,
            Errors = client.Errors,
            Delays = client.Delays,
            LimitedBy = result.BindingLimit,
            LimitValue = result.BindingValue,
            Remedy = remedy,
            Profile = result.Profile,
            AssumptionsUsed = used,
        });
    }

    private string Advise(
        WorkloadClient[] clients, WorkloadClientResult[] byCharge, string[] causes, MailboxBudgetState state,
        WorkloadResult result)
    {
        string limit = result.BindingLimit.Length > 0
            ? $" {result.BindingLimit} is {result.BindingValue ?? "not set"}."
            : "";
        if (causes.Length > 0)
            return $"Close {string.Join(" or ", causes)}, or let it do less.{limit}";
        List<string> closed = [];
        foreach (WorkloadClientResult client in byCharge)
        {
            closed.Add(client.Client);
            if (closed.Count < clients.Length && StateOf(Run(Without(clients, closed))) < state)
                return $"Close {string.Join(" and ", closed)}, or let them do less.{limit}";
        }
        return $"Let {string.Join(" and ", closed)} do less: closing some of them does not help.{limit}";
    }

    private static WorkloadClient[] Without(WorkloadClient[] clients, List<string> names) =>
        clients.Where(client => !names.Contains(client.Name)).ToArray();

    private WorkloadResult? Run(WorkloadClient[] clients) => clients.Length == 0
        ? null
        : WorkloadModel.Run(
            new WorkloadScenario(_profile, clients) { Duration = _duration, Assumptions = _assumptions },
            _options, _cancellation);
}
