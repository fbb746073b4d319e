using System.Management.Automation;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Finds whether notification subscriptions fit a policy, what binds, and how to group them.</summary>
/// <remarks>
/// <para>
/// One subscription covers all folders of a mailbox, or one folder. Who is charged for it depends on the release:
/// with impersonation each target mailbox, before Exchange 2010 SP2 RU4 the calling account; without impersonation
/// always the calling account.
/// </para>
/// <para>
/// Streaming takes connections as well: a GetStreamingEvents request names at most 200 subscriptions, of mailboxes that
/// Autodiscover puts into one group, and the policy allows each who is charged only a few such requests at a time.
/// LimitedBy names the policy parameter that does not allow it or, if everything fits, is nearest to it.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Test-EwsSubscription Exchange2016 -MailboxCount 3000</code>
/// <para>Finds that one account cannot stream from 3000 mailboxes, and why.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile | Test-EwsSubscription -MailboxCount 3000 -Impersonate | Format-List</code>
/// <para>Plans the connections of a service account that impersonates the users, for every release.</para>
/// </example>
/// <example>
/// <code>PS> Test-EwsSubscription ExchangeOnline -Type Pull -MailboxCount 20 -FolderCount 1</code>
/// <para>Finds that 20 calendar folders in different mailboxes are all that Exchange Online allows one account.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsSubscription")]
[OutputType(typeof(SubscriptionPlan))]
public sealed class TestEwsSubscriptionCommand : ProfileModelCmdlet
{
    /// <summary>How notifications reach the client: Streaming, Pull or Push. The default is Streaming.</summary>
    [Parameter]
    public SubscriptionKind Type { get; set; }

    /// <summary>How many mailboxes are subscribed to. The default is 1.</summary>
    [Parameter]
    [ValidateRange(1, 100000000)]
    public int MailboxCount { get; set; } = 1;

    /// <summary>
    /// How many folders of each mailbox are subscribed to one by one. Without it, all folders of a mailbox are one
    /// subscription.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000000)]
    public int? FolderCount { get; set; }

    /// <summary>A service account impersonates the owner of each mailbox.</summary>
    [Parameter]
    public SwitchParameter Impersonate { get; set; }

    /// <summary>
    /// How many groups Autodiscover puts the mailboxes into (GroupingInformation and ExternalEwsUrl). The default is 1.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100000)]
    public int GroupCount { get; set; } = 1;

    /// <summary>
    /// How many Client Access servers share the load. Counts in Exchange 2010 only, where each keeps budgets of its
    /// own. The default is 1.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ServerCount { get; set; } = 1;

    /// <inheritdoc/>
    protected override void Predict(ThrottlingProfile profile) =>
        WriteObject(SubscriptionModel.Plan(profile, new SubscriptionWorkload
        {
            Kind = Type,
            Mailboxes = MailboxCount,
            FoldersPerMailbox = FolderCount,
            IsImpersonating = Impersonate,
            Groups = GroupCount,
            Servers = ServerCount,
        }));
}
