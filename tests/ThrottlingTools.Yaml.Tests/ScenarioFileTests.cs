using System;
using System.IO;
using System.Linq;
using System.Reflection;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Yaml;

public sealed class ScenarioFileTests : IDisposable
{
    private const string Minimal =
        "profile: Exchange2016\nclients:\n- name: a\n  requests: 5\n  operations: [{operation: GetItem}]\n";

    private const string Client = "{name: a, requests: 1, operations: [{operation: GetItem}]}";

    private static readonly string Shipped = Path.Combine(typeof(ScenarioFileTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!,
        "module", "scenarios");

    private readonly string _folder = Directory.CreateTempSubdirectory("throttlingtools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> ShippedFiles() =>
        [.. Directory.GetFiles(Shipped).Select(path => Path.GetFileName(path))];

    [Fact]
    public void What_a_file_does_not_say_is_as_the_model_has_it()
    {
        WorkloadScenario scenario = ScenarioFile.Read(Write(Minimal));

        WorkloadScenario expected = new(ProfileCatalogue.Get("Exchange2016"), scenario.Clients)
        {
            Name = "scenario",
            Distributions = scenario.Distributions,
            Health = scenario.Health,
            ServiceTimes = scenario.ServiceTimes,
        };
        WorkloadClient client = Assert.Single(scenario.Clients);
        Assert.Equal(expected, scenario);
        Assert.Empty(scenario.Distributions);
        Assert.Empty(scenario.Health);
        Assert.Equal(new WorkloadClient { Name = "a", Requests = 5, Operations = client.Operations }, client);
        Assert.Equal(new WorkloadOperation(EwsOperation.GetItem), Assert.Single(client.Operations));
    }

    [Fact]
    public void It_reads_every_key()
    {
        File.WriteAllText(Path.Combine(_folder, "times.csv"), "when,ms\n1,10\n2,30.5\n");
        ThrottlingProfile profile = ProfileCatalogue.Get("Exchange2016");
        ProfileFileWriter.Write(Path.Combine(_folder, "policy.yaml"), [profile], overwrite: false);

        WorkloadScenario scenario = ScenarioFile.Read(Write("""
            name: Everything
            description: for the test
            profile: policy.yaml
            overrides: { EwsMaxConcurrency: 54, EwsCutoffBalance: Unlimited }
            seed: -3
            duration: 1.5h
            maxRequests: 1_000
            networkLatency: 5ms
            serviceTimes:
              directoryShare: 0.2
              mailboxRpcShare: 0.3
              GetItem:
                { base: 1ms, perItem: 250us, perKilobyte: 0, distribution: Empirical, file: times.csv, column: ms }
              FindItem: { distribution: Lognormal, sigma: 0.5 }
            health: [{ at: 0s, cpuPercent: 80 }, { at: 00:10:00, databaseHealth: 40 }]
            assumptions: { maxMicroDelay: 10s, isMicroDelayBeforeCall: false, lockoutDuration: 1m }
            clients:
            - name: first
              account: svc
              impersonate: true
              mailboxes: 3
              mailboxName: box{0}
              protocol: Ews
              threads: 4
              requestsPerMailbox: 7
              startAt: 1s
              stopAt: 1d
              arrival: { pattern: closed, thinkTime: 3s }
              backOff: { behaviour: ignoreHint, retryDelay: 4s }
              operations:
              - operation: getitem
                batchSize: 10
                itemSizeInBytes: 100
                weight: 2
                unchargedTime: 1s
                serviceTime: { base: 9ms }
              - operation: FindItem
                pageSize: 100
                hasRestriction: true
                search: { kind: Aqs, folder: f, restriction: r, itemsInScope: 5 }
            - name: second
              basedOn: first
              requestsPerMailbox: null
              requests: 9
              arrival: { pattern: poisson, ratePerSecond: 0.5 }
              backOff: { behaviour: giveUp }
            """));

        Assert.Equal("Everything", scenario.Name);
        Assert.Equal(new Unlimited(54), scenario.Profile.Limit("EwsMaxConcurrency"));
        Assert.Equal(Unlimited.UnlimitedValue, scenario.Profile.Limit("EwsCutoffBalance"));
        Assert.Equal(profile.Limit("EwsMaxBurst"), scenario.Profile.Limit("EwsMaxBurst"));
        Assert.Equal(-3, scenario.Seed);
        Assert.Equal(TimeSpan.FromMinutes(90), scenario.Duration);
        Assert.Equal(1000, scenario.MaxRequests);
        Assert.Equal(TimeSpan.FromMilliseconds(5), scenario.NetworkLatency);
        Assert.Equal(0.2, scenario.ServiceTimes.DirectoryShare);
        Assert.Equal(TimeSpan.FromTicks(2500), scenario.ServiceTimes[EwsOperation.GetItem].PerItem);
        Assert.Equal("Empirical(2)", scenario.Distributions[EwsOperation.GetItem].ToString());
        Assert.Equal("Lognormal(0.5)", scenario.Distributions[EwsOperation.FindItem].ToString());
        Assert.Equal([80, null], scenario.Health.Select(change => change.CpuPercent));
        Assert.Equal([null, 40], scenario.Health.Select(change => change.DatabaseHealth));
        Assert.Equal(
            AssumptionSet.Default with
            {
                MaxMicroDelay = TimeSpan.FromSeconds(10),
                IsMicroDelayBeforeCall = false,
                LockoutDuration = TimeSpan.FromMinutes(1),
            },
            scenario.Assumptions);
        WorkloadClient first = scenario.Clients[0];
        Assert.Equal(
            new WorkloadClient
            {
                Name = "first",
                Account = "svc",
                Impersonates = true,
                Mailboxes = 3,
                MailboxName = "box{0}",
                Threads = 4,
                RequestsPerMailbox = 7,
                StartAt = TimeSpan.FromSeconds(1),
                StopAt = TimeSpan.FromDays(1),
                Arrival = WorkloadArrival.Closed(TimeSpan.FromSeconds(3)),
                BackOff = WorkloadBackOff.IgnoreHint(TimeSpan.FromSeconds(4)),
                Operations = first.Operations,
            },
            first);
        Assert.Equal(TimeSpan.FromMilliseconds(9), first.Operations[0].ServiceTime!.Value.Base);
        Assert.Equal((100, true, SearchKind.Aqs),
            (first.Operations[1].BatchSize, first.Operations[1].HasRestriction, first.Operations[1].Search!.Kind));
        WorkloadClient second = scenario.Clients[1];
        Assert.Equal(("svc", 9L, null), (second.Account, second.Requests, second.RequestsPerMailbox));
        Assert.Equal(WorkloadArrival.Poisson(0.5), second.Arrival);
        Assert.Equal(WorkloadBackOff.GiveUp, second.BackOff);
    }

    [Theory]
    [InlineData("seed: x", "InvalidSetting", "seed", 6)]
    [InlineData("duration: -5s", "InvalidSetting", "duration", 6)]
    [InlineData("duration: 5", "InvalidSetting", "20ms", 6)]
    [InlineData("duration: 99999d", "InvalidSetting", "duration", 6)]
    [InlineData("colour: red", "UnknownScenarioKey", "'colour'", 6)]
    [InlineData("health: [{at: 1s, cpuPercent: 101}]", "InvalidSetting", "cpuPercent", 6)]
    [InlineData("serviceTimes: {GetItem: {distribution: Normal}}", "InvalidSetting", "Lognormal", 6)]
    [InlineData("serviceTimes: {GetItem: {distribution: Lognormal}}", "MissingScenarioKey", "sigma", 6)]
    [InlineData("serviceTimes: {Getitems: {base: 1s}}", "UnknownScenarioKey", "Getitems", 6)]
    [InlineData("assumptions: {backOffHintCap: 0}", "InvalidSetting", "above 0", 6)]
    [InlineData("overrides: {EwsMaxConcurency: 5}", "UnknownKey", "EwsMaxConcurrency", 6)]
    [InlineData("overrides: {EwsMaxConcurrency: -5}", "InvalidSetting", "EwsMaxConcurrency", 6)]
    [InlineData("  threads: 0", "InvalidSetting", "threads", 6)]
    [InlineData("  threads: 999999999", "InvalidSetting", "250000", 6)]
    [InlineData("  basedOn: b", "InvalidSetting", "one of a", 6)]
    [InlineData("  basedOn: a", "InvalidSetting", "circle", 6)]
    [InlineData("  arrival: {pattern: Poisson, ratePerSecond: 0}", "InvalidSetting", "ratePerSecond", 6)]
    [InlineData("  arrival: {pattern: Burst, size: 5}", "MissingScenarioKey", "interval", 6)]
    [InlineData("  backOff: {behaviour: hammer}", "InvalidSetting", "IgnoreHint", 6)]
    [InlineData("  requestsPerMailbox: 5", "InvalidScenario", "either Requests or RequestsPerMailbox", null)]
    [InlineData("  stopAt: 0s", "InvalidScenario", "StopAt", null)]
    public void A_wrong_value_names_file_line_and_key(string line, string id, string names, int? at)
    {
        string path = Write(Minimal + line + "\n");

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => ScenarioFile.Read(path));

        Assert.Equal(id, error.ErrorId);
        Assert.Contains(names, error.Message + error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(at is null ? path : $"{path}, line {at}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("profile: Exchange2016\nclients: []", "InvalidSetting")]
    [InlineData("profile: Exchange2016", "MissingScenarioKey")]
    [InlineData("profile: Exchange1999\nclients: [" + Client + "]", "ProfileNotFound")]
    [InlineData("profile: missing.yaml\nclients: [" + Client + "]", "FileUnreadable")]
    [InlineData("profile: Exchange2016\nclients: [{name: a, operations: [{operation: GetItem}]}]", "InvalidScenario")]
    [InlineData("profile: Exchange2016\nclients: [{name: a, requests: 1, operations: []}]", "InvalidSetting")]
    [InlineData("profile: Exchange2016\nclients: [{name: a, requests: 1}]", "MissingScenarioKey")]
    [InlineData("profile: Exchange2016\nclients: [" + Client + ", {name: A}]", "InvalidSetting")]
    [InlineData("- a\n- b", "InvalidSetting")]
    [InlineData("a: &x 1\nb: *x", "MalformedFile")]
    [InlineData("", "MalformedFile")]
    public void An_impossible_file_is_an_error(string text, string id) =>
        Assert.Equal(id, Assert.Throws<ThrottlingToolsException>(() => ScenarioFile.Read(Write(text))).ErrorId);

    [Fact]
    public void A_circle_of_clients_is_shown()
    {
        string path = Write("""
            profile: Exchange2016
            clients:
            - { name: a, basedOn: b }
            - { name: b, basedOn: c }
            - { name: c, basedOn: a, requests: 1, operations: [{ operation: GetItem }] }
            """);

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => ScenarioFile.Read(path));

        Assert.Contains(
            "a -> b -> c -> a is a circle", error.Message + error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_profile_takes_the_place_of_that_of_the_file()
    {
        ThrottlingProfile given = ProfileCatalogue.Get("Exchange2013");

        Assert.Same(given, ScenarioFile.Read(Write(Minimal + "overrides: {EwsMaxBurst: 1}\n"), given).Profile);
    }

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void The_scenarios_that_ship_can_be_modelled(string file)
    {
        WorkloadScenario scenario = ScenarioFile.Read(Path.Combine(Shipped, file));

        WorkloadResult result = WorkloadModel.Run(scenario, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal("", result.StoppedBecause);
        Assert.NotEqual("", result.BindingLimit);
        Assert.True(result.Total.Completed > 100);
    }

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void The_scenarios_that_ship_can_be_simulated(string file)
    {
        WorkloadScenario model = ScenarioFile.Read(Path.Combine(Shipped, file));

        ServerScenario server = ScenarioFile.ReadServer(Path.Combine(Shipped, file));

        Assert.Equal(model.Profile.Name, server.Profile.Name);
        Assert.Equal(model.Seed, server.Seed ?? 1);
        Assert.Equal(model.Health, server.Health);
        Assert.Equal(model.Distributions.Keys, server.Distributions.Keys);
    }

    [Fact]
    public void A_server_needs_no_clients_and_has_what_the_file_does_not_say_from_elsewhere()
    {
        ServerScenario server = ScenarioFile.ReadServer(Write("profile: Exchange2013\njitter: 0.25\n"));

        Assert.Equal((0.25, null, null), (server.Jitter, server.Seed, server.NetworkLatency));
        Assert.Equal("Exchange2013", server.Profile.Name);
        Assert.Empty(server.Health);
    }

    [Theory]
    [InlineData("jitter: 2", "line 2", "jitter")]
    [InlineData("health: [{ at: 5m, databaseHealth: 101 }]", "line 2", "databaseHealth")]
    [InlineData("networkLatency: 2d", "line 2", "networkLatency")]
    [InlineData("seed: 5000000000", "line 2", "seed")]
    [InlineData("serviceTimes:\n  GetItem: { basis: 2ms }", "line 3", "basis")]
    public void An_error_of_a_server_names_file_line_and_key(string line, string place, string key)
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => ScenarioFile.ReadServer(Write("profile: Exchange2016\n" + line + "\n")));

        Assert.Contains("scenario.yaml, " + place, error.Message, StringComparison.Ordinal);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "scenario.yaml");
        File.WriteAllText(path, text);
        return path;
    }
}
