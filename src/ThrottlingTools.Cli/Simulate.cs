using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Cli;

/// <summary>Runs a simulator until it is told to stop.</summary>
internal static class Simulate
{
    /// <summary>Prints one line of JSON when the server answers, and returns when it has stopped.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="output">Where the line goes.</param>
    /// <param name="cancellationToken">Stops it; that is its proper end.</param>
    public static async Task RunAsync(SimulatorOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(options);
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => stop.TrySetResult());
        // The terminal was closed; SIGTERM and SIGINT come through the token.
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            stop.TrySetResult();
        });
        string line = JsonSerializer.Serialize(new
        {
            uri = simulator.Uri, port = simulator.Port, processId = Environment.ProcessId,
        });
        await output.WriteLineAsync(line.AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
        await stop.Task;
    }
}
