using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using ThrottlingTools.Benchmarks.Clients;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// How many items EWS clients read a second of their processor time. Each reads two folders page by page, in processes
/// of their own beside the simulator's; what the larger one costs more is the steady state, without the start.
/// </summary>
internal static class ClientBenchmark
{
    public const string BareArgument = "client-bare";
    public const string CoreArgument = "client-core";

    private const int Rounds = 3;

    // The EWS Managed API read 49,000 items where the bare loop read 136,000; 2.5 times as many are wanted.
    private const double WantedShareOfBareLoop = 2.5 * 49_000 / 136_000;
    private const double WantedInPipeline = 200_000;
    private const double AllowedGrowth = 64;

    private static readonly (int Small, int Large) Sizes = (100_000, 1_000_000);
    private static readonly (int Small, int Large) SizesForSlow = (10_000, 100_000);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients");

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["NODE_PATH"] = Path.Combine(
            ImportBenchmark.Root, "tests", "clients", "ews-javascript-api", "node_modules"),
    };

    private static readonly Client Bare = new("bare HttpClient and XmlReader", Sizes, Self, BareArgument);
    private static readonly Client Core = new("EwsClient, without PowerShell", Sizes, Self, CoreArgument);
    private static readonly Client Cmdlet = new(
        "Invoke-EwsPagedFind | Measure-Object", Sizes,
        "pwsh", "-NoProfile", "-NonInteractive", "-File", Path.Combine(Folder, "find.ps1"), ImportBenchmark.Manifest);

    private static readonly Client[] Peers =
    [
        new("ews-javascript-api", SizesForSlow, "node", Path.Combine(Folder, "find.js")),
        new("exchangelib", SizesForSlow, "/usr/bin/python3", Path.Combine(Folder, "find.py")),
    ];

    private static string Self => System.Environment.ProcessPath!;

    /// <summary>Prints the figures; how many of them are not as they should be.</summary>
    public static int Run()
    {
        Dictionary<int, SimulatorProcess> simulators = new[] { 10_000, 100_000, 1_000_000 }
            .ToDictionary(items => items, items => new SimulatorProcess(items));
        try
        {
            return Run(simulators);
        }
        finally
        {
            foreach (SimulatorProcess simulator in simulators.Values)
                simulator.Dispose();
        }
    }

    private static int Run(Dictionary<int, SimulatorProcess> simulators)
    {
        Console.WriteLine($"Clients, least processor time of {Rounds}    |  items/CPU s | items/s | start, CPU s");
        double bare = 0, core = 0, cmdlet = 0;
        try
        {
            bare = Measure(Bare, simulators);
            core = Measure(Core, simulators);
            cmdlet = Measure(Cmdlet, simulators);
        }
        catch (Win32Exception)
        {
            Console.WriteLine("Invoke-EwsPagedFind: not measured, there is no pwsh on the PATH.");
            return 0;
        }
        double peers = Peers.Max(peer => MeasurePeer(peer, simulators));
        double pipeline = 1 / Math.Max(1 / cmdlet - 1 / core, 1e-9);
        double growth = Grow(simulators[1_000_000]);
        Console.WriteLine($"{cmdlet / bare:F2} of the bare loop; {WantedShareOfBareLoop:F2} are wanted.");
        Console.WriteLine($"{pipeline:N0} items/CPU s through the pipeline alone; {WantedInPipeline:N0} are wanted.");
        Console.WriteLine($"{growth:F0} MB more while a million items were paged; {AllowedGrowth} MB are allowed.");
        return new[]
        {
            cmdlet < bare * WantedShareOfBareLoop, cmdlet < peers, pipeline < WantedInPipeline, growth > AllowedGrowth,
        }.Count(isMissed => isMissed);
    }

    private static double MeasurePeer(Client peer, Dictionary<int, SimulatorProcess> simulators)
    {
        try
        {
            return Measure(peer, simulators);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            Console.WriteLine($"{peer.Name}: not measured: {exception.Message}");
            return 0;
        }
    }

    private static double Measure(Client client, Dictionary<int, SimulatorProcess> simulators)
    {
        (int small, int large) = client.Sizes;
        ClientRun few = Best(client, simulators[small], small);
        ClientRun many = Best(client, simulators[large], large);
        double cost = (many.ProcessorSeconds - few.ProcessorSeconds) / (large - small);
        Console.WriteLine(
            $"{client.Name,-36} | {1 / cost,12:N0} | {(large - small) / (many.Seconds - few.Seconds),7:N0} | "
            + $"{few.ProcessorSeconds - small * cost:F2}");
        return 1 / cost;
    }

    private static ClientRun Best(Client client, SimulatorProcess simulator, int items) =>
        Enumerable.Range(0, Rounds).Select(_ => client.Run(simulator.Uri, items, Environment))
            .MinBy(run => run.ProcessorSeconds)!;

    private static double Grow(SimulatorProcess simulator) => Cmdlet.Run(simulator.Uri, 1_000_000,
        new Dictionary<string, string>(Environment) { ["EWS_WARM_UP"] = "10000" }).Growth;
}
