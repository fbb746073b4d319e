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
/// It runs until Stop-EwsThrottlingSimulator, Remove-Module in the runspace that started it, or the end of that
/// runspace: of the session, of a job, of an iteration of ForEach-Object -Parallel. With -KeepRunning only
/// Stop-EwsThrottlingSimulator, from any runspace, and the end of the process stop it. The folders take no memory,
/// however many items they have. Rules that no public source states are named assumptions.
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
[Cmdlet(VerbsLifecycle.Start, "EwsThrottlingSimulator", DefaultParameterSetName = ProfileSet,
    SupportsShouldProcess = true)]
[OutputType(typeof(EwsThrottlingSimulator))]
public sealed partial class StartEwsThrottlingSimulatorCommand : EwsCmdlet
{
    private const string ProfileSet = "Profile";
    private const string ScenarioSet = "Scenario";

    /// <inheritdoc/>
    protected override void Process()
    {
        ThrottlingProfile? profile = Profile is null ? null : new ProfileInput(this).One(Profile.Value);
        ServerScenario scenario = Scenario is null
            ? new ServerScenario(profile!)
            : ScenarioFile.ReadServer(this.FullPath(Scenario), profile);
        if (AllowRemote && (Credential is null || AllowToken))
            throw Errors.RemoteNeedsCredential();
        NetworkCredential credential = Credential?.GetNetworkCredential()
            ?? SimulatorObject.RandomCredential(Mailbox);
        string? logPath = LogPath is null ? null : this.FullPath(LogPath);
        if (!ShouldProcess(Target(scenario.Profile, logPath), "Start simulator"))
            return;
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
            LogPath = logPath,
            IsRemoteAllowed = AllowRemote,
            IsTokenAllowed = AllowToken,
            Challenges = Challenge.Length > 0 ? Challenge : SimulatorOptions.BasicChallenges,
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
        RunningSimulators.Add(simulator, KeepRunning);
        WriteObject(SimulatorObject.Show(simulator, KeepRunning));
    }

    private static string Target(ThrottlingProfile profile, string? logPath) =>
        logPath is null ? profile.Name : $"{profile.Name}, with server logs in {logPath}";
}
