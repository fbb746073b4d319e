using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// How much longer PowerShell takes to start when it imports the module. Whole processes are timed, as a user waits
/// for them, in turns, so that what else the machine does falls on all alike.
/// </summary>
internal static class ImportBenchmark
{
    private const int Rounds = 30;
    private const double LimitMilliseconds = 150;

    internal static readonly string Root = typeof(ImportBenchmark).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    /// <summary>The manifest of the module that a build laid out.</summary>
    public static string Manifest => Path.Combine(Root, "output", "ThrottlingTools", "ThrottlingTools.psd1");

    /// <summary>Prints the figures; 1 when the import takes longer than it may, 0 otherwise.</summary>
    public static int Run()
    {
        string import = $"Import-Module '{Manifest}'";
        (string Name, string Command)[] cases =
        [
            ("pwsh -NoProfile", "exit"),
            ("and Import-Module", import),
            ("and a first profile", $"{import}; $null = Get-EwsThrottlingProfile Exchange2019"),
        ];
        List<double>[] times = [.. cases.Select(_ => new List<double>())];
        try
        {
            for (int round = -2; round < Rounds; round++)
                for (int i = 0; i < cases.Length; i++)
                    if (Time(cases[i].Command) is double time && round >= 0)
                        times[i].Add(time);
        }
        catch (Win32Exception)
        {
            Console.WriteLine("Import: not measured, there is no pwsh on the PATH.");
            return 0;
        }

        Console.WriteLine($"Import, {Rounds} processes each | median ms | fastest ms | added to the median ms");
        double bare = Median(times[0]);
        for (int i = 0; i < cases.Length; i++)
            Console.WriteLine(
                $"{cases[i].Name,-27} | {Median(times[i]),9:F0} | {times[i].Min(),10:F0} | "
                + $"{Median(times[i]) - bare,6:F0}");
        double added = Median(times[1]) - bare;
        Console.WriteLine($"Import adds {added:F0} ms; {LimitMilliseconds} ms are allowed.");
        return added <= LimitMilliseconds ? 0 : 1;
    }

    private static double Time(string command)
    {
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        double time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0 ? time : throw new InvalidOperationException($"pwsh failed: {command}");
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
