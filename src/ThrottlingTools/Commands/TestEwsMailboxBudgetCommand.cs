using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Finds which of the sessions on one mailbox drives it over budget, when, and what helps.</summary>
/// <remarks>
/// <para>
/// A mailbox that several programs use at once can be over budget with a few browser tabs. This models browser sessions
/// with their tabs, Outlook, mobile devices, other programs that synchronise over EWS, and long searches, each at a
/// typical load, in virtual time. Every protocol has a budget of its own; the tabs and sessions of one protocol share
/// it. What helps is found by leaving clients out, and modelling again.
/// </para>
/// <para>
/// The loads are an assumption (ClientLoad); for loads of your own write a scenario and use Invoke-EwsThrottlingModel.
/// Clients whose protocol's limits the profile does not know are left out with a warning: only for Exchange 2013 and
/// 2010 are those limits published. New-EwsThrottlingProfile -BorrowFrom takes them from there on purpose.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Test-EwsMailboxBudget Exchange2013 -OwaSession 2 -OwaTab 3</code>
/// <para>Are two browser sessions of three tabs each, besides Outlook, a phone and another program, too many?</para>
/// </example>
/// <example>
/// <code>PS> Test-EwsMailboxBudget Exchange2013 -ThirdPartyClient 2 -LongSearch 1 |
/// >>     Where-Object IsCause | Format-List</code>
/// <para>Shows all about the clients that make the difference.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsMailboxBudget")]
[OutputType(typeof(MailboxBudgetResult))]
public sealed class TestEwsMailboxBudgetCommand : ProfileModelCmdlet
{
    private const int MostOfAKind = 50;

    /// <summary>Sessions of Outlook on the web. The default is 1.</summary>
    [Parameter]
    [ValidateRange(0, MostOfAKind)]
    public int OwaSession { get; set; } = 1;

    /// <summary>Browser tabs of each of these sessions. The default is 3.</summary>
    [Parameter]
    [ValidateRange(1, MostOfAKind)]
    public int OwaTab { get; set; } = 3;

    /// <summary>Outlooks for Windows. The default is 1.</summary>
    [Parameter]
    [ValidateRange(0, MostOfAKind)]
    public int Outlook { get; set; } = 1;

    /// <summary>Mobile devices. The default is 1.</summary>
    [Parameter]
    [ValidateRange(0, MostOfAKind)]
    public int MobileDevice { get; set; } = 1;

    /// <summary>Other programs that synchronise the mailbox over EWS. The default is 1.</summary>
    [Parameter]
    [ValidateRange(0, MostOfAKind)]
    public int ThirdPartyClient { get; set; } = 1;

    /// <summary>Sessions that search all the time. The default is 0.</summary>
    [Parameter]
    [ValidateRange(0, MostOfAKind)]
    public int LongSearch { get; set; }

    /// <summary>How many items a search looks at. The default is 20000.</summary>
    [Parameter]
    [ValidateRange(1, 10000000)]
    public int SearchItemCount { get; set; } = 20_000;

    /// <summary>How long the sessions go on, in virtual time. The default is an hour.</summary>
    [Parameter]
    [ValidateTimeSpan(0, ValidateTimeSpanAttribute.Year)]
    public TimeSpan Duration { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override void Predict(ThrottlingProfile profile)
    {
        IReadOnlyList<WorkloadClient> clients = Known(profile, Clients().ToWorkload(AssumptionSet.Default));
        Run((sink, cancellation) =>
        {
            ModelProgress progress = new(sink, $"Modelling a mailbox with {profile.Name}", Duration);
            WorkloadRunOptions options = new() { Progress = p => progress.Tell("with and without clients", p) };
            MailboxBudgetModel model = new(profile, Duration, options: options, cancellation: cancellation);
            foreach (MailboxBudgetResult result in model.Predict(clients))
                sink.Write(result);
            return Task.CompletedTask;
        });
    }

    private WorkloadClient[] Known(ThrottlingProfile profile, IReadOnlyList<WorkloadClient> clients)
    {
        WorkloadClient[] known = clients
            .Where(client => MailboxBudgetModel.MissingLimits(profile, client.Protocol).Count == 0)
            .ToArray();
        string[] missing = clients.Select(client => client.Protocol).Distinct()
            .SelectMany(type => MailboxBudgetModel.MissingLimits(profile, type))
            .ToArray();
        if (known.Length == 0)
            throw missing.Length > 0
                ? Errors.ValueUnknown(profile.Name, missing)
                : Errors.InvalidSetting("clients", 0, "at least one client of any kind", null);
        if (missing.Length > 0)
            WriteWarning($"{string.Join(", ", clients.Except(known).Select(client => client.Name))} left out: "
                + Errors.ValueUnknown(profile.Name, missing).Message);
        return known;
    }

    private MailboxClients Clients() => new()
    {
        OwaSessions = OwaSession,
        TabsPerSession = OwaTab,
        Outlooks = Outlook,
        Devices = MobileDevice,
        ThirdPartyClients = ThirdPartyClient,
        LongSearches = LongSearch,
        ItemsInSearch = SearchItemCount,
    };
}
