using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Files;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Yaml;

/// <summary>
/// Reads scenarios for <see cref="WorkloadModel"/>. The keys are those of <see cref="WorkloadScenario"/> and its parts;
/// times have units; a key that is not known is an error, with file and line.
/// </summary>
public static class ScenarioFile
{
    /// <summary>Keys that say nothing about a server.</summary>
    private static readonly string[] OfClients = ["name", "description", "clients", "duration", "maxRequests"];

    private static readonly TimeSpan MaxLatency = TimeSpan.FromDays(1);

    /// <summary>Reads a scenario.</summary>
    /// <param name="path">The full path of a YAML or JSON file. Files that it names are relative to it.</param>
    /// <param name="profile">
    /// The profile to use instead of that of the file and its overrides; <c>null</c> for none.
    /// </param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>, <c>FileTooLarge</c>, <c>MalformedFile</c>, <c>DuplicateKey</c>,
    /// <c>UnknownScenarioKey</c>, <c>MissingScenarioKey</c>, <c>InvalidSetting</c>, <c>InvalidScenario</c>,
    /// <c>ProfileNotFound</c>, and those of
    /// profile files.
    /// </exception>
    public static WorkloadScenario Read(string path, ThrottlingProfile? profile = null)
    {
        ScenarioNode root = ReadRoot(path);
        WorkloadScenario scenario = new(ReadProfile(root, profile), ScenarioClients.Read(root))
        {
            Name = root.Text("name") ?? Path.GetFileNameWithoutExtension(path),
            Seed = root.Whole("seed", long.MinValue, long.MaxValue) ?? 1,
            Duration = root.Time("duration"),
            MaxRequests = root.Whole("maxRequests", 1, 1_000_000_000_000) ?? WorkloadScenario.DefaultMaxRequests,
            NetworkLatency = root.Time("networkLatency") ?? BatchModel.DefaultNetworkLatency,
            Health = [.. root.List("health").Select(ReadHealth)],
            Assumptions = ReadAssumptions(root.Section("assumptions")),
        };
        (ServiceTimes times, Dictionary<EwsOperation, ServiceTimeDistribution> distributions) =
            ScenarioServiceTimes.Read(root.Section("serviceTimes"));
        root.Text("description");
        root.Find("jitter"); // a simulator's; what a model draws, distributions say
        root.End();
        scenario = scenario with { ServiceTimes = times, Distributions = distributions };
        return Check(scenario, root);
    }

    /// <summary>
    /// Reads the server's side of a scenario, for a simulator: without the clients, how long they run, and how much
    /// they ask for.
    /// </summary>
    /// <param name="path">The full path of a YAML or JSON file. Files that it names are relative to it.</param>
    /// <param name="profile">The profile to use instead of that of the file; <c>null</c> for none.</param>
    /// <exception cref="ThrottlingToolsException">As in <see cref="Read"/>.</exception>
    public static ServerScenario ReadServer(string path, ThrottlingProfile? profile = null)
    {
        ScenarioNode root = ReadRoot(path);
        (ServiceTimes times, Dictionary<EwsOperation, ServiceTimeDistribution> distributions) =
            ScenarioServiceTimes.Read(root.Section("serviceTimes"));
        ServerScenario scenario = new(ReadProfile(root, profile))
        {
            Seed = (int?)root.Whole("seed", int.MinValue, int.MaxValue),
            NetworkLatency = root.Time("networkLatency"),
            Jitter = root.Number("jitter", 0, 1),
            ServiceTimes = times,
            Distributions = distributions,
            Health = [.. root.List("health").Select(ReadHealth).OrderBy(change => change.At)],
            Assumptions = ReadAssumptions(root.Section("assumptions")),
        };
        if (scenario.NetworkLatency > MaxLatency)
            throw root.Refuse("networkLatency", root.Required("networkLatency"), "at most a day");
        foreach (string key in OfClients)
            root.Find(key);
        root.End();
        return scenario;
    }

    private static ScenarioNode ReadRoot(string path)
    {
        using StringReader text = new(PolicyFile.ReadText(path));
        IReadOnlyList<DocumentNode> roots = DocumentReader.Read(text, path, ProfileFile.IsJson(path));
        return roots.Count == 1
            ? new ScenarioNode(roots[0], path, "scenario")
            : throw Errors.Malformed("scenario", $"there are {roots.Count} documents, and one is expected.", path);
    }

    private static WorkloadScenario Check(WorkloadScenario scenario, ScenarioNode root)
    {
        try
        {
            WorkloadModel.Estimate(scenario);
            return scenario;
        }
        catch (ThrottlingToolsException cause) when (cause.ErrorId == "InvalidSetting")
        {
            throw Errors.InvalidScenario(cause, root.Path);
        }
    }

    private static ThrottlingProfile ReadProfile(ScenarioNode root, ThrottlingProfile? given)
    {
        string? name = root.Text("profile");
        ScenarioNode? overrides = root.Section("overrides");
        if (given is not null)
            return given;
        ThrottlingProfile profile = name is null
            ? throw Errors.MissingScenarioKey("profile", root.Where)
            : FindProfile(name, root);
        if (overrides is null)
            return profile;
        RawPolicy changes = new(root.Path) { IsStrict = true };
        changes.Add(ProfileBinder.NameKey, profile.Name);
        foreach ((string key, DocumentNode value) in overrides.All())
            changes.Add(key, value is ScalarNode { IsNull: false } scalar ? scalar.Text : null, value.Line, false);
        ThrottlingProfile bound = ProfileBinder.Bind(changes, profile.Release);
        return profile.With(
            profile.Name, overrides.All().Select(entry => bound.Find(entry.Key)).OfType<ThrottlingSetting>());
    }

    private static ThrottlingProfile FindProfile(string name, ScenarioNode root)
    {
        if (!ProfileFile.IsProfileFile(name))
            return ProfileCatalogue.Get(name);
        string path = Path.Combine(Path.GetDirectoryName(root.Path) ?? "", name);
        IReadOnlyList<RawPolicy> policies = ProfileFile.Read(path);
        return policies.Count == 1
            ? ProfileBinder.Bind(policies[0])
            : throw root.Refuse(
                "profile", root.Required("profile"), $"a file with one policy; it holds {policies.Count}");
    }

    private static WorkloadHealth ReadHealth(ScenarioNode node)
    {
        WorkloadHealth change = new(node.Time("at") ?? TimeSpan.Zero)
        {
            CpuPercent = node.Number("cpuPercent", 0, 100),
            DatabaseHealth = (int?)node.Whole("databaseHealth", 0, 100),
        };
        node.End();
        return change;
    }

    private static AssumptionSet ReadAssumptions(ScenarioNode? node)
    {
        AssumptionSet set = AssumptionSet.Default;
        if (node is null)
            return set;
        try
        {
            set = set with
            {
                MaxMicroDelay = node.Time("maxMicroDelay") ?? set.MaxMicroDelay,
                IsMicroDelayBeforeCall = node.Flag("isMicroDelayBeforeCall") ?? set.IsMicroDelayBeforeCall,
                BackOffHintCap = node.Time("backOffHintCap") ?? set.BackOffHintCap,
                LockoutDuration = node.Time("lockoutDuration") ?? set.LockoutDuration,
                PercentTimeWindow = node.Time("percentTimeWindow") ?? set.PercentTimeWindow,
                ClientRetryDelay = node.Time("clientRetryDelay") ?? set.ClientRetryDelay,
                MaxHealthDelay = node.Time("maxHealthDelay") ?? set.MaxHealthDelay,
                HealthWindow = node.Time("healthWindow") ?? set.HealthWindow,
                StreamingSubscriptionLifetime =
                    node.Time("streamingSubscriptionLifetime") ?? set.StreamingSubscriptionLifetime,
            };
        }
        catch (ArgumentOutOfRangeException cause)
        {
            throw Errors.InvalidSetting("assumptions", cause.ActualValue, "times above 0", node.Where);
        }
        node.End();
        return set;
    }
}
