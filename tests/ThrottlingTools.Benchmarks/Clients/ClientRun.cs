using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Benchmarks.Clients;

/// <summary>What a client says of one reading of a folder.</summary>
/// <param name="Items">How many items came.</param>
/// <param name="ProcessorSeconds">User and system time of its process for it.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="StartSeconds">User and system time of the process before.</param>
/// <param name="Growth">By how many megabytes its working set grew, where it tells.</param>
internal sealed record ClientRun(
    int Items, double ProcessorSeconds, double Seconds, double StartSeconds, double Growth);

/// <summary>A client as a process of its own.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="OtherSize">How many items the folder holds that it reads beside the one of 100,000.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Client(string Name, int OtherSize, string Program, params string[] Arguments)
{
    /// <summary>Reads a folder.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program is not installed.</exception>
    /// <exception cref="InvalidOperationException">It failed, or did not return every item.</exception>
    public ClientRun Run(string uri, int items, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new(Program, Arguments) { RedirectStandardOutput = true };
        start.Environment["EWS_URI"] = uri;
        start.Environment["EWS_USER"] = "user@contoso.com";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Name} failed.");
        double[] figures = [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return figures[0] == items
            ? new ClientRun(items, figures[1], figures[2], figures[3], figures.ElementAtOrDefault(4))
            : throw new InvalidOperationException($"{Name} returned {figures[0]} of {items} items.");
    }
}
