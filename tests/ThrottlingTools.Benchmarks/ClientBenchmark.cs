using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using ThrottlingTools.Benchmarks.Clients;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// How many items EWS clients read a second of their processor time. Each reads two folders page by page, in processes
/// of their own beside the simulator's: 100,000 items, compilation included, and a size whose difference to it is the
/// steady state. They take turns, so that a machine that slows down slows down all.
/// </summary>
internal static class ClientBenchmark
{
    public const string BareArgument = "client-bare";
    public const string CoreArgument = "client-core";

    private const int Rounds = 5;

    private const double WantedTimesManagedApi = 2.5;
    private const double WantedInPipeline = 200_000;
    private const double AllowedGrowth = 64;

    private const int Size = 100_000;
    private const int ManyItems = 1_000_000;
    private const int FewItems = 10_000;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients");

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["NODE_PATH"] = Optional("ews-javascript-api", "node_modules"),
    };

    private static readonly Client Bare = new("bare HttpClient and XmlReader", ManyItems, Self, BareArgument);
    private static readonly Client Core = new("EwsClient, without PowerShell", ManyItems, Self, CoreArgument);
    private static readonly Client Cmdlet = new(
        "Invoke-EwsPagedFind | Measure-Object", ManyItems,
        "pwsh", "-NoProfile", "-NonInteractive", "-File", Path.Combine(Folder, "find.ps1"), ImportBenchmark.Manifest);

    private static readonly Client ManagedApi = new(
        "EWS Managed API", ManyItems,
        Optional("ews-managed-api", "bin", "Release", "net10.0", "EwsManagedApi"), "find");

    private static readonly Client[] Peers =
    [
        new("ews-javascript-api", FewItems, "node", Path.Combine(Folder, "find.js")),
        new("exchangelib", FewItems, "/usr/bin/python3", Path.Combine(Folder, "find.py")),
    ];

    private static string Self => System.Environment.ProcessPath!;

    private static string Optional(params string[] path) =>
        Path.Combine([ImportBenchmark.Root, "tests", "clients", .. path]);

    /// <summary>Prints the figures; how many of them are not as they should be.</summary>
    public static int Run()
    {
        Dictionary<int, SimulatorProcess> simulators = new[] { FewItems, Size, ManyItems }
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
        Console.WriteLine($"Clients, least processor time of {Rounds}    | 100,000 items |   steady state |   start");
        Console.WriteLine("                                     |   items/CPU s |    items/CPU s |   CPU s");
        Dictionary<Client, Figures> figures = Measure([Bare, Core, Cmdlet, ManagedApi, .. Peers], simulators);
        if (!figures.TryGetValue(Cmdlet, out Figures? cmdlet))
            return 0;
        (Figures bare, Figures core) = (figures[Bare], figures[Core]);
        double managedApi = figures.GetValueOrDefault(ManagedApi)?.First ?? 0;
        double peer = Peers.Max(client => figures.GetValueOrDefault(client)?.First ?? 0);
        double pipeline = 1 / Math.Max(1 / cmdlet.Steady - 1 / core.Steady, 1e-9);
        double growth = Grow(simulators[ManyItems]);
        Console.WriteLine($"{cmdlet.First / bare.First:F2} of the bare loop.");
        Console.WriteLine(
            $"{cmdlet.First / managedApi:F2} times the EWS Managed API; {WantedTimesManagedApi} are wanted.");
        Console.WriteLine($"{cmdlet.First / peer:F1} times the fastest of the others.");
        Console.WriteLine($"{pipeline:N0} items/CPU s through the pipeline alone; {WantedInPipeline:N0} are wanted.");
        Console.WriteLine($"{growth:F0} MB more while a million items were paged; {AllowedGrowth} MB are allowed.");
        return new[]
        {
            cmdlet.First < managedApi * WantedTimesManagedApi, cmdlet.First < peer, pipeline < WantedInPipeline,
            growth > AllowedGrowth,
        }.Count(isMissed => isMissed);
    }

    private static Dictionary<Client, Figures> Measure(
        IReadOnlyList<Client> clients, Dictionary<int, SimulatorProcess> simulators)
    {
        List<Client> installed = [.. clients];
        List<(Client Client, ClientRun Run)> runs = [];
        for (int round = 0; round < Rounds; round++)
            foreach (Client client in installed.ToArray())
            {
                try
                {
                    foreach (int items in new[] { Size, client.OtherSize })
                        runs.Add((client, client.Run(simulators[items].Uri, items, Environment)));
                }
                catch (Win32Exception exception)
                {
                    Console.WriteLine($"{client.Name}: not measured: {exception.Message}");
                    installed.Remove(client);
                }
            }
        return installed.ToDictionary(client => client, client => Figure(client, runs));
    }

    private static Figures Figure(Client client, List<(Client Client, ClientRun Run)> runs)
    {
        ClientRun first = Best(Size), other = Best(client.OtherSize);
        Figures figures = new(
            Size / first.ProcessorSeconds,
            (other.Items - first.Items) / (other.ProcessorSeconds - first.ProcessorSeconds));
        Console.WriteLine(
            $"{client.Name,-36} | {figures.First,13:N0} | {figures.Steady,14:N0} | {first.StartSeconds,7:F2}");
        return figures;

        ClientRun Best(int items) => runs.Where(entry => entry.Client == client && entry.Run.Items == items)
            .Select(entry => entry.Run).MinBy(run => run.ProcessorSeconds)!;
    }

    private static double Grow(SimulatorProcess simulator) => Cmdlet.Run(simulator.Uri, ManyItems,
        new Dictionary<string, string>(Environment) { ["EWS_WARM_UP"] = "10000" }).Growth;

    private sealed record Figures(double First, double Steady);
}
