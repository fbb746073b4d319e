using System;
using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulation;

namespace ThrottlingTools.Commands;

/// <content>Its parameters.</content>
public sealed partial class StartEwsThrottlingSimulatorCommand
{
    /// <summary>
    /// The profile to enforce: a catalogue name, a profile, a policy file, or a policy object. With a scenario it takes
    /// the place of that of the file.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ProfileSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = ScenarioSet)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument? Profile { get; set; }

    /// <summary>
    /// A scenario file as Invoke-EwsThrottlingModel takes: its profile, service times, network latency, jitter, seed,
    /// assumptions, and the CPU use and database health from a time on hold. Its clients are yours to be. Parameters
    /// go before the file.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ScenarioSet)]
    [ValidateNotNullOrEmpty]
    public string? Scenario { get; set; }

    /// <summary>The SMTP address of the caller's mailbox. The default is user@contoso.com.</summary>
    [Parameter]
    [ValidatePattern("^[^@\\s]+@[^@\\s]+$")]
    public string Mailbox { get; set; } = "user@contoso.com";

    /// <summary>How many items the inbox has. The default is 1000.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ItemCount { get; set; } = 1000;

    /// <summary>What items, times and faults are drawn from. The default is 1.</summary>
    [Parameter]
    public int? Seed { get; set; }

    /// <summary>How many further mailboxes there are: user1, user2 and so on in the domain of the first.</summary>
    [Parameter]
    [ValidateRange(0, 100000)]
    public int MailboxCount { get; set; }

    /// <summary>The TCP port. The default, 0, takes a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// How many seconds pass for the server in a real second. The default is 1; 60 passes an hour in a minute.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 1000000)]
    public double TimeScale { get; set; } = 1;

    /// <summary>
    /// Who may log on. Without it the mailbox's address and a random password, in the object's Credential property.
    /// </summary>
    [Parameter]
    [System.Management.Automation.Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// What goes wrong, beside throttling: name[:key=value,...] with rate, operation or nth, such as 503:rate=0.05 or
    /// reset-inside:operation=FindItem,nth=3.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(FaultNameCompleter))]
    public string[] Fault { get; set; } = [];

    /// <summary>How many times the usual service times take. The default is 1; 0 answers at once.</summary>
    [Parameter]
    [ValidateRange(0.0, 1000.0)]
    public double ServiceTimeFactor { get; set; } = 1;

    /// <summary>How far service times vary by request, 0 to 1: 0.2 is up to a fifth more or less.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? Jitter { get; set; }

    /// <summary>What the network adds to each request, 0 to a day. It is not charged.</summary>
    [Parameter]
    [ValidateTimeSpan(0, ValidateTimeSpanAttribute.Day)]
    public TimeSpan? NetworkLatency { get; set; }

    /// <summary>
    /// The directory for server logs: IIS always, and the EWS log from Exchange 2013 on, in directories of their own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>
    /// Keeps it running when the runspace that starts it ends, as the one of a job does; the process ends it.
    /// </summary>
    [Parameter]
    public SwitchParameter KeepRunning { get; set; }

    /// <summary>Lets other machines connect, without encryption. It takes a Credential.</summary>
    [Parameter]
    public SwitchParameter AllowRemote { get; set; }

    /// <summary>
    /// Takes bearer tokens beside the credential: the upn or appid claim names the caller; neither signature nor expiry
    /// is checked.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowToken { get; set; }

    /// <summary>
    /// What WWW-Authenticate says to those who do not log on: Negotiate, NTLM, 'Basic realm="mail"'. The default is
    /// Basic alone, which is what the simulator speaks; many clients choose NTLM where they see it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Challenge { get; set; } = [];
}
