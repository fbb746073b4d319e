using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Yaml;

namespace ThrottlingTools.Commands;

/// <summary>
/// Models any scenario: clients, mailboxes, operations and arrival patterns from a file, against a profile.
/// </summary>
/// <remarks>
/// <para>
/// A scenario file in YAML or JSON names a profile, what calls cost, and the clients: their threads and mailboxes, what
/// they call and how often, batch and page sizes, impersonation, and what they do when they are refused. The module
/// ships three of them with explanations, in its folder module/scenarios: copy one and change it. The result tells
/// throughput, latency, charged time, what held requests up, errors, phases, the balance over time, and the limit that
/// binds. Equal scenarios with an equal seed give equal results.
/// </para>
/// <para>
/// A profile from the pipeline, or given with -Profile, takes the place of that of the file. With -AsTimeline every
/// event is written as it happens, instead of a result.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> $scenarios = Join-Path (Get-Module ThrottlingTools).ModuleBase module/scenarios
/// PS> Invoke-EwsThrottlingModel "$scenarios/mailbox-with-many-sessions.yaml"</code>
/// <para>Models one of the scenarios that ship with the module.</para>
/// </example>
/// <example>
/// <code>PS> $scenarios = Join-Path (Get-Module ThrottlingTools).ModuleBase module/scenarios
/// PS> $profiles = Get-EwsThrottlingProfile Exchange201[36]
/// PS> $profiles | Invoke-EwsThrottlingModel "$scenarios/resolve-names-batches-2010.yaml"</code>
/// <para>Compares two profiles in the same scenario.</para>
/// </example>
/// <example>
/// <code>PS> $scenarios = Join-Path (Get-Module ThrottlingTools).ModuleBase module/scenarios
/// PS> Invoke-EwsThrottlingModel "$scenarios/resolve-names-batches-2010.yaml" -AsTimeline |
/// >>     Where-Object Kind -EQ Refused | Select-Object -First 5</code>
/// <para>Shows the first five refusals. The model stops there.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "EwsThrottlingModel", DefaultParameterSetName = PathSet)]
[OutputType(typeof(WorkloadResult), typeof(WorkloadEvent))]
public sealed class InvokeEwsThrottlingModelCommand : EwsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Scenario files: .yaml, .yml or .json. Wildcards are accepted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Scenario files whose names are taken as they are, wildcard characters included.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The profile to use instead of that of the file: a name, a profile, a policy file, or a policy object.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument? Profile { get; set; }

    /// <summary>The seed to use instead of that of the file.</summary>
    [Parameter]
    public long? Seed { get; set; }

    /// <summary>
    /// The most requests to model, instead of that of the file, which is 50,000,000 unless it says otherwise.
    /// </summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxRequests { get; set; }

    /// <summary>Writes every event as it happens, instead of a result.</summary>
    [Parameter]
    public SwitchParameter AsTimeline { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        List<ThrottlingProfile?> profiles = [];
        if (Profile is null)
            profiles.Add(null);
        else
            profiles.AddRange(new ProfileInput(this).Many(Profile.Value));
        IEnumerable<string> paths = ParameterSetName == PathSet
            ? Path.SelectMany(path => this.ResolvePaths(path))
            : LiteralPath.Select(path => this.FullPath(path));
        foreach (string path in paths)
        {
            foreach (ThrottlingProfile? profile in profiles)
                Attempt(() => Model(ScenarioFile.Read(path, profile)));
        }
    }

    private void Model(WorkloadScenario read)
    {
        WorkloadScenario scenario = read with
        {
            Seed = Seed ?? read.Seed, MaxRequests = MaxRequests ?? read.MaxRequests,
        };
        Run((sink, cancellation) =>
        {
            ModelProgress progress = new(sink, $"Modelling {scenario.Name}", scenario.Duration);
            WorkloadRunOptions options = new()
            {
                Progress = p => progress.Tell(scenario.Profile.Name, p),
                Observer = AsTimeline ? sink.Write : null,
            };
            WorkloadResult result = WorkloadModel.Run(scenario, options, cancellation);
            if (result.StoppedBecause.Length > 0)
                sink.Warning($"{scenario.Name}: {result.StoppedBecause}");
            if (!AsTimeline)
                sink.Write(result);
            return Task.CompletedTask;
        });
    }
}
