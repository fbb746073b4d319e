using System;
using System.Diagnostics;
using System.Globalization;
using ThrottlingTools.Modelling;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Benchmarks.Clients;

/// <summary>A simulator without service time in a process of its own, which is this program once more.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    public const string Argument = "simulator";

    private readonly Process _process;

    public SimulatorProcess(int items)
    {
        string count = items.ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(Environment.ProcessPath!, [Argument, count])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        Uri = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The simulator did not start.");
    }

    public string Uri { get; }

    /// <summary>Is the simulator until the one who started it ends.</summary>
    public static void Run(string items)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            ItemCount = int.Parse(items, CultureInfo.InvariantCulture),
            Conditions = new Conditions { ServiceTimes = ServiceTimes.Default.Times(0) },
        });
        Console.WriteLine(simulator.Uri);
        Console.In.ReadToEnd();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
