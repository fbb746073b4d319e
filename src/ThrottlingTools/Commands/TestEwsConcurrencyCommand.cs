using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>
/// Finds how many requests at a time a profile carries: what they get done, and when they are delayed or refused.
/// </summary>
/// <remarks>
/// <para>
/// Models each number of connections in virtual time, from a full budget on, every connection sending one request after
/// the other: how many items a second they get done, how many requests are refused, when the burst is used up and
/// delays start, and when the cut-off is reached. Recommended is the smallest number within 5 percent of the most that
/// is never refused. A time that is long enough for the burst to be used up shows what the recharge carries; a short
/// one shows what the burst does.
/// </para>
/// <para>
/// Without -Impersonate the calling account is charged for all mailboxes; with it, each mailbox has a budget of its
/// own. ChargedTo on each result tells whose. What no public source states, such as the cost of an item, is a named
/// assumption; Assumptions on each result lists those that took part.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Test-EwsConcurrency Exchange2016</code>
/// <para>Compares 1 to 30 connections that read items for an hour.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile Exchange2016 |
/// >>     Test-EwsConcurrency -Concurrency 10, 20, 40 -Mailbox 50 -Impersonate -Duration 0:10</code>
/// <para>Does a service account that impersonates 50 mailboxes profit from 40 connections?</para>
/// </example>
/// <example>
/// <code>PS> Test-EwsConcurrency Exchange2016 -ServerTimeMilliseconds 50 -Duration 0:10 |
/// >>     Where-Object IsRecommended | Format-List</code>
/// <para>Shows all about the best number for requests that cost 50 ms of server time each.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsConcurrency")]
[OutputType(typeof(ConcurrencyResult))]
public sealed class TestEwsConcurrencyCommand : ProfileModelCmdlet
{
    /// <summary>The numbers of connections to compare. The default is 1, 2, 3, 5, 10, 15, 20, 27 and 30.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 1000)]
    public int[] Concurrency { get; set; } = [1, 2, 3, 5, 10, 15, 20, 27, 30];

    /// <summary>How many mailboxes the requests go to, in turns. The default is 1.</summary>
    [Parameter]
    [ValidateRange(1, 100000)]
    public int Mailbox { get; set; } = 1;

    /// <summary>Impersonates the owners of the mailboxes, so that their budgets are charged.</summary>
    [Parameter]
    public SwitchParameter Impersonate { get; set; }

    /// <summary>What each request does. The default is GetItem.</summary>
    [Parameter]
    public EwsOperation Operation { get; set; } = EwsOperation.GetItem;

    /// <summary>Items a request, or entries a page. The default is 1.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int BatchSize { get; set; } = 1;

    /// <summary>
    /// What a request of one item costs in server time, in ms. The default is an assumption, by operation.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 3600000)]
    public double ServerTimeMilliseconds { get; set; }

    /// <summary>How long the requests go on, in virtual time. The default is an hour.</summary>
    [Parameter]
    [ValidateTimeSpan(0, ValidateTimeSpanAttribute.Year)]
    public TimeSpan Duration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The network latency, there and back together. The default is 20 ms.</summary>
    [Parameter]
    [ValidateTimeSpan(0, ValidateTimeSpanAttribute.Day)]
    public TimeSpan NetworkLatency { get; set; } = BatchModel.DefaultNetworkLatency;

    /// <inheritdoc/>
    protected override void Predict(ThrottlingProfile profile) => Run((sink, cancellation) =>
    {
        ModelProgress progress = new(sink, $"Modelling connections against {profile.Name}", Duration);
        foreach (ConcurrencyResult result in ConcurrencyModel.Predict(
            profile, Options(), (number, p) => progress.Tell($"{number} connections", p), cancellation))
        {
            sink.Write(result);
        }
        return Task.CompletedTask;
    });

    private ConcurrencyOptions Options() => new()
    {
        Concurrency = Concurrency,
        Mailboxes = Mailbox,
        Impersonates = Impersonate,
        Duration = Duration,
        NetworkLatency = NetworkLatency,
        Operation = new WorkloadOperation(Operation)
        {
            BatchSize = BatchSize,
            ServiceTime = ServerTimeMilliseconds > 0
                ? new ServiceTime(
                    TimeSpan.Zero, TimeSpan.FromTicks((long)(ServerTimeMilliseconds * TimeSpan.TicksPerMillisecond)),
                    TimeSpan.Zero)
                : null,
        },
    };
}
