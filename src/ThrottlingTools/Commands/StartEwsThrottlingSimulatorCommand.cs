using System;
using System.Management.Automation;
using System.Net;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulation;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Yaml;

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
/// <code>PS> $policy = New-EwsThrottlingProfile Tight -BasedOn Exchange2016 -EwsMaxBurst 1000 -EwsCutoffBalance 5000
/// PS> $policy | Start-EwsThrottlingSimulator -ItemCount 5000 -TimeScale 60</code>
/// <para>Starts a server that soon locks its callers out, and whose clock passes an hour in a minute.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator Exchange2016 -Fault 503:rate=0.05, reset-inside:nth=3 -Seed 7
/// PS> $simulator.Conditions.DatabaseHealth = 40</code>
/// <para>Starts a server that fails now and then, always at the same requests, and whose database falls ill.</para>
/// </example>
/// <example>
/// <code>PS> $scenarios = Join-Path (Get-Module ThrottlingTools).ModuleBase module/scenarios
/// PS> Start-EwsThrottlingSimulator -Scenario "$scenarios/server-that-falls-ill.yaml" -TimeScale 60</code>
/// <para>Starts a server whose profile, service times and troubles a file tells; an hour of them takes a minute.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EwsThrottlingSimulator", DefaultParameterSetName = ProfileSet)]
[OutputType(typeof(EwsThrottlingSimulator))]
public sealed class StartEwsThrottlingSimulatorCommand : EwsCmdlet
{
    private const string ProfileSet = "Profile";
    private const string ScenarioSet = "Scenario";

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

    /// <summary>What the network adds to each request. It is not charged.</summary>
    [Parameter]
    public TimeSpan? NetworkLatency { get; set; }

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
        ThrottlingProfile? profile = Profile is null ? null : new ProfileInput(this).One(Profile.Value);
        ServerScenario scenario = Scenario is null
            ? new ServerScenario(profile!)
            : ScenarioFile.ReadServer(GetUnresolvedProviderPathFromPSPath(Scenario), profile);
        if (AllowRemote && Credential is null)
            throw Errors.RemoteNeedsCredential();
        NetworkCredential credential = Credential?.GetNetworkCredential()
            ?? SimulatorObject.RandomCredential(Mailbox);
        EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = scenario.Profile,
            MailboxAddress = Mailbox,
            ItemCount = ItemCount,
            Seed = Seed ?? scenario.Seed ?? 1,
            Port = Port,
            TimeScale = TimeScale,
            Credential = credential,
            MailboxCount = MailboxCount,
            Faults = FaultPlan.Parse(Fault),
            LogPath = LogPath is null ? null : GetUnresolvedProviderPathFromPSPath(LogPath),
            IsRemoteAllowed = AllowRemote,
            Assumptions = scenario.Assumptions,
            Health = scenario.Health,
            Conditions = new Conditions
            {
                ServiceTimes = scenario.ServiceTimes.Times(ServiceTimeFactor),
                Distributions = scenario.Distributions,
                Jitter = Jitter ?? scenario.Jitter ?? 0,
                NetworkLatency = NetworkLatency ?? scenario.NetworkLatency ?? TimeSpan.Zero,
            },
        });
        RunningSimulators.Add(simulator);
        WriteObject(SimulatorObject.Show(simulator, credential));
    }}
