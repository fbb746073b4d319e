using System;
using System.Management.Automation;
using System.Net;
using System.Security.Cryptography;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulation;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;

namespace ThrottlingTools.Commands;

/// <summary>
/// Starts an EWS endpoint on this machine that throttles as an Exchange server with the given policy does.
/// </summary>
/// <remarks>
/// <para>
/// The endpoint serves EWS with synthetic mailboxes over HTTP, for this machine only unless told otherwise, and
/// enforces the limits of the profile with the errors that Exchange sends. Its Uri and Credential properties are what
/// EWS clients need; the other cmdlets take the object from the pipeline.
/// </para>
/// <para>
/// Faults are injected on request, by rate, by operation, or for the n-th request, and drawn from the seed. The
/// object's Conditions property holds service times, jitter, network latency, CPU use (2010) and the health of the
/// database, and can be changed while requests run.
/// </para>
/// <para>
/// It runs in this session until Stop-EwsThrottlingSimulator, Remove-Module, or the end of the session. The folders
/// take no memory, however many items they have. Rules that no public source states are named assumptions.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Start-EwsThrottlingSimulator -Profile Exchange2016</code>
/// <para>Starts a server with the default policy of Exchange 2016 on a free port.</para>
/// </example>
/// <example>
/// <code>PS> $policy = New-EwsThrottlingProfile Tight -BasedOn Exchange2016 -EwsMaxBurst 1000 -EwsCutoffBalance 5000
/// PS> $policy | Start-EwsThrottlingSimulator -ItemCount 5000 -TimeScale 60</code>
/// <para>Starts a server that soon locks its callers out, and whose clock passes an hour in a minute.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator Exchange2016 -Fault 503:rate=0.05, reset-inside:nth=3 -Seed 7
/// PS> $simulator.Conditions.DatabaseHealth = 40</code>
/// <para>Starts a server that fails now and then, always at the same requests, and whose database falls ill.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EwsThrottlingSimulator")]
[OutputType(typeof(EwsThrottlingSimulator))]
public sealed class StartEwsThrottlingSimulatorCommand : EwsCmdlet
{
    /// <summary>The profile to enforce: a catalogue name, a profile, a policy file, or a policy object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument Profile { get; set; } = null!;

    /// <summary>The SMTP address of the caller's mailbox. The default is user@contoso.com.</summary>
    [Parameter]
    [ValidatePattern("^[^@\\s]+@[^@\\s]+$")]
    public string Mailbox { get; set; } = "user@contoso.com";

    /// <summary>How many items the inbox has. The default is 1000.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ItemCount { get; set; } = 1000;

    /// <summary>What the mailbox is computed from: the same seed gives the same items.</summary>
    [Parameter]
    public int Seed { get; set; } = 1;

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
    public double Jitter { get; set; }

    /// <summary>What the network adds to each request. It is not charged.</summary>
    [Parameter]
    public TimeSpan NetworkLatency { get; set; }

    /// <summary>
    /// The directory for server logs: IIS always, and the EWS log from Exchange 2013 on, in directories of their own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>Lets other machines connect, without encryption. It takes a Credential.</summary>
    [Parameter]
    public SwitchParameter AllowRemote { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ThrottlingProfile profile = new ProfileInput(this).One(Profile.Value);
        if (AllowRemote && Credential is null)
            throw Errors.RemoteNeedsCredential();
        NetworkCredential credential = Credential?.GetNetworkCredential()
            ?? new NetworkCredential(Mailbox, RandomPassword());
        EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = profile,
            MailboxAddress = Mailbox,
            ItemCount = ItemCount,
            Seed = Seed,
            Port = Port,
            TimeScale = TimeScale,
            Credential = credential,
            MailboxCount = MailboxCount,
            Faults = FaultPlan.Parse(Fault),
            LogPath = LogPath is null ? null : GetUnresolvedProviderPathFromPSPath(LogPath),
            IsRemoteAllowed = AllowRemote,
            Conditions = new Conditions
            {
                ServiceTimes = ServiceTimes.Default.Times(ServiceTimeFactor),
                Jitter = Jitter,
                NetworkLatency = NetworkLatency,
            },
        });
        RunningSimulators.Add(simulator);
        WriteObject(Show(simulator, credential));
    }

    // The password stays a SecureString: printed, exported or logged, the object does not show it.
    private static PSObject Show(EwsThrottlingSimulator simulator, NetworkCredential credential)
    {
        string user = credential.Domain.Length > 0
            ? $"{credential.Domain}\\{credential.UserName}" : credential.UserName;
        PSObject shown = new(simulator);
        shown.Properties.Add(ProfileObject.ReadOnly("Credential", new PSCredential(user, credential.SecurePassword)));
        return shown;
    }

    private static string RandomPassword()
    {
        byte[] bytes = new byte[24];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
