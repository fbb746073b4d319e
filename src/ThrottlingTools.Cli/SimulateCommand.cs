using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Yaml;

namespace ThrottlingTools.Cli;

/// <summary>The command <c>simulate</c>: its options, and what they make.</summary>
internal sealed class SimulateCommand
{
    private readonly Option<string?> Profile = new("--profile")
    {
        HelpName = "name|file",
        Description = "The profile: a file (.yaml, .yml, .json), or " + Names
            + ". Default: that of the scenario, or Exchange2016.",
    };

    private readonly Option<string?> Scenario = new("--scenario")
    {
        HelpName = "file",
        Description = "A scenario file: its profile, service times, network latency, jitter, seed, assumptions, and "
            + "the CPU use and database health from a time on. Options go before the file.",
    };

    private readonly Option<int> Port = Option("--port", "n", "The TCP port; 0 takes a free one.", 0);

    private readonly Option<string> Mailbox = Option(
        "--mailbox", "address", "The caller's mailbox.", "user@contoso.com");

    private readonly Option<int> Mailboxes = Option(
        "--mailboxes", "n", "Further mailboxes: user1, user2 ... in the same domain.", 0);

    private readonly Option<int> Items = Option("--items", "n", "Items in each inbox.", 1000);

    private readonly Option<double> TimeScale = Option(
        "--time-scale", "x", "Seconds that pass for the server in a real second.", 1.0);

    private readonly Option<int?> Seed = new("--seed")
    {
        HelpName = "n", Description = "What mailboxes, times and faults are drawn from. Default: 1.",
    };

    private readonly Option<string[]> Fault = new("--fault")
    {
        HelpName = "rule",
        Description = "What goes wrong: name[:key=value,...] with rate, operation or nth, such as 503:rate=0.05. "
            + "Can be given several times. Names: "
            + string.Join(", ", FaultCatalogue.All.Select(entry => entry.Name)) + ".",
    };

    private readonly Option<string?> Credential = new("--credential")
    {
        HelpName = "user:password", Description = "Who may log on; everybody who names a user if not given.",
    };

    private readonly Option<string?> LogPath = new("--log-path")
    {
        HelpName = "directory", Description = "Where to write server logs in the formats of Exchange and IIS.",
    };

    private readonly Option<bool> LogRequests = new("--log-requests")
    {
        Description = "Write a line for each request to standard error.",
    };

    private readonly Option<bool> AllowRemote = new("--allow-remote")
    {
        Description = "Let other machines connect; takes --credential.",
    };

    private readonly Option<bool> AllowToken = new("--allow-token")
    {
        Description = "Take bearer tokens beside --credential: the claim upn or appid names the caller.",
    };

    private readonly Option<string[]> Challenge = new("--challenge")
    {
        HelpName = "header",
        Description = "What WWW-Authenticate says to those who do not log on, such as Negotiate. Can be given several "
            + "times. Default: Basic alone, which is what is spoken.",
    };

    private readonly Option<double?> Latency = new("--latency")
    {
        HelpName = "ms", Description = "Milliseconds that the network adds to each request. Default: 0.",
    };

    private readonly Option<double?> Jitter = new("--jitter")
    {
        HelpName = "share", Description = "How far service times vary: 0.2 is up to a fifth. Default: 0.",
    };

    private readonly Option<double?> ServiceTimeFactor = new("--service-time-factor")
    {
        HelpName = "x", Description = "How many times the usual service times take; 0 answers at once.",
    };

    private static string Names => string.Join(", ", ProfileCatalogue.Names);

    /// <summary>Makes the command.</summary>
    /// <param name="run">
    /// Runs a simulator; takes a function that makes its options, whose errors are the user's.
    /// </param>
    /// <param name="error">Where requests are logged.</param>
    public static Command Create(Func<Func<SimulatorOptions>, CancellationToken, Task<int>> run, TextWriter error) =>
        new SimulateCommand().Build(run, error);

    private Command Build(Func<Func<SimulatorOptions>, CancellationToken, Task<int>> run, TextWriter error)
    {
        Profile.CompletionSources.Add(ProfileCatalogue.Names.ToArray());
        Command command = new("simulate", "Runs a simulated EWS server until it is interrupted.")
        {
            Profile, Scenario, Port, Mailbox, Mailboxes, Items, TimeScale, Seed, Fault, Credential, LogPath,
            LogRequests, AllowRemote, AllowToken, Challenge, Latency, Jitter, ServiceTimeFactor,
        };
        Range.Require(Port, value => value is >= 0 and <= 65535, "a port, or 0");
        Range.Require(Mailboxes, value => value is >= 0 and <= 100_000, "a number from 0 to 100000");
        Range.Require(Items, value => value >= 0, "a number from 0 up");
        Range.Require(TimeScale, value => value is >= 0.001 and <= 1_000_000, "a number from 0.001 to 1000000");
        Range.Require(
            Latency, value => value is null or (>= 0 and <= 86_400_000), "milliseconds from 0 to a day");
        Range.Require(Jitter, value => value is null or (>= 0 and <= 1), "a number from 0 to 1");
        Range.Require(ServiceTimeFactor, value => value is null or (>= 0 and <= 1000), "a number from 0 to 1000");
        Range.Require(Mailbox, value => value is not null && value.IndexOf('@') > 0, "an SMTP address");
        Range.Require(Credential, value => value is null || value.IndexOf(':') > 0, "user:password");
        command.SetAction((parsed, token) => run(() => Read(parsed, error), token));
        return command;
    }

    private SimulatorOptions Read(ParseResult parsed, TextWriter error)
    {
        ServerScenario scenario = ReadScenario(parsed.GetValue(Scenario), parsed.GetValue(Profile));
        return new SimulatorOptions
        {
            Profile = scenario.Profile,
            Port = parsed.GetValue(Port),
            MailboxAddress = parsed.GetRequiredValue(Mailbox),
            MailboxCount = parsed.GetValue(Mailboxes),
            ItemCount = parsed.GetValue(Items),
            TimeScale = parsed.GetValue(TimeScale),
            Seed = parsed.GetValue(Seed) ?? scenario.Seed ?? 1,
            Faults = FaultPlan.Parse(parsed.GetValue(Fault) ?? []),
            Credential = ReadCredential(parsed.GetValue(Credential)),
            LogPath = parsed.GetValue(LogPath),
            IsRemoteAllowed = parsed.GetValue(AllowRemote),
            IsTokenAllowed = parsed.GetValue(AllowToken),
            Challenges = parsed.GetValue(Challenge) is { Length: > 0 } given ? given : SimulatorOptions.BasicChallenges,
            RequestLog = parsed.GetValue(LogRequests) ? TextWriter.Synchronized(error).WriteLine : null,
            Assumptions = scenario.Assumptions,
            Health = scenario.Health,
            Conditions = new Conditions
            {
                NetworkLatency = parsed.GetValue(Latency) is { } latency
                    ? TimeSpan.FromMilliseconds(latency)
                    : scenario.NetworkLatency ?? TimeSpan.Zero,
                Jitter = parsed.GetValue(Jitter) ?? scenario.Jitter ?? 0,
                ServiceTimes = scenario.ServiceTimes.Times(parsed.GetValue(ServiceTimeFactor) ?? 1),
                Distributions = scenario.Distributions,
            },
        };
    }

    private static ServerScenario ReadScenario(string? path, string? profile)
    {
        ThrottlingProfile? given = profile is null ? null : ReadProfile(profile);
        return path is null
            ? new ServerScenario(given ?? ProfileCatalogue.Get(ExchangeRelease.Exchange2016))
            : ScenarioFile.ReadServer(Path.GetFullPath(path), given);
    }

    private static ThrottlingProfile ReadProfile(string nameOrFile)
    {
        if (!ProfileFile.IsProfileFile(nameOrFile))
            return ProfileCatalogue.Get(nameOrFile);
        IReadOnlyList<RawPolicy> policies = ProfileFile.Read(Path.GetFullPath(nameOrFile));
        return policies.Count == 1
            ? ProfileBinder.Bind(policies[0], null)
            : throw Errors.NotOneProfile(nameOrFile, policies.Count);
    }

    private static NetworkCredential? ReadCredential(string? text)
    {
        if (text is null)
            return null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return new NetworkCredential(text[..colon], text[(colon + 1)..]);
    }

    private static Option<T> Option<T>(string name, string helpName, string description, T value) => new(name)
    {
        HelpName = helpName,
        Description = description,
        DefaultValueFactory = _ => value,
    };
}
