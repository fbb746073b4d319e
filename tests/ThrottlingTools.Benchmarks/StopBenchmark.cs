using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text.Json;

namespace ThrottlingTools.Benchmarks;

/// <summary>How long Invoke-EwsPagedFind takes to stop, measured by <c>stop.ps1</c> in a PowerShell.</summary>
internal static class StopBenchmark
{
    private const double LimitMilliseconds = 1000;

    /// <summary>Prints the figures; 1 when a stop takes longer than it may, 0 otherwise.</summary>
    public static int Run()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "stop.ps1");
        ProcessStartInfo start = new(
            "pwsh", ["-NoProfile", "-NonInteractive", "-File", script, ImportBenchmark.Manifest])
        {
            RedirectStandardOutput = true,
        };
        int failures = 0;
        try
        {
            using Process process = Process.Start(start)!;
            Console.WriteLine("Ctrl+C during                       | rounds | median ms | longest ms");
            while (process.StandardOutput.ReadLine() is { } line)
                failures += Print(line) > LimitMilliseconds ? 1 : 0;
            process.WaitForExit();
            failures += process.ExitCode == 0 ? 0 : 1;
        }
        catch (Win32Exception)
        {
            Console.WriteLine("Stop: not measured, there is no pwsh on the PATH.");
            return 0;
        }
        Console.WriteLine($"{LimitMilliseconds:F0} ms are allowed.");
        return failures;
    }

    private static double Print(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement figures = json.RootElement;
        double longest = figures.GetProperty("Longest").GetDouble();
        Console.WriteLine(
            $"{figures.GetProperty("State").GetString(),-35} | {figures.GetProperty("Rounds").GetInt32(),6} | "
            + $"{figures.GetProperty("Median").GetDouble(),9:F0} | {longest,10:F0}");
        return longest;
    }
}
