using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Benchmarks.Clients;

/// <summary>What a client says of one reading of a folder.</summary>
/// <param name="Items">How many items came.</param>
/// <param name="ProcessorSeconds">User and system time of its process, from its start.</param>
/// <param name="Seconds">How long the reading took.</param>
/// <param name="Growth">By how many megabytes its working set grew, where it tells.</param>
internal sealed record ClientRun(int Items, double ProcessorSeconds, double Seconds, double Growth);

/// <summary>A client as a process of its own.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Sizes">The two folders that it reads; slow ones read small ones.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Client(string Name, (int Small, int Large) Sizes, string Program, params string[] Arguments)
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
        double[] figures = process.ExitCode == 0
            ? [.. output.Split().Where(word => word.Length > 0).Select(word => double.Parse(word, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{Name} failed.");
        return figures[0] == items
            ? new ClientRun(items, figures[1], figures[2], figures.ElementAtOrDefault(3))
            : throw new InvalidOperationException($"{Name} returned {figures[0]} of {items} items.");
    }
}
