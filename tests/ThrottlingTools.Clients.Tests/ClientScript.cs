using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace ThrottlingTools.Clients.Tests;

/// <summary>Runs a script of tests/clients against a simulator.</summary>
internal static class ClientScript
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    /// <summary>Runs a script and gives what it printed, line by line.</summary>
    /// <param name="program">What runs it.</param>
    /// <param name="script">Its path below tests/clients.</param>
    /// <param name="environment">What it is told.</param>
    public static async Task<string[]> RunAsync(
        string program, string script, IReadOnlyDictionary<string, string> environment)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "clients", script);
        ProcessStartInfo start = new(program, [path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(path)!,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONIOENCODING"] = "utf-8", ["NO_PROXY"] = "*" },
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        limit.CancelAfter(LongestRun);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            TestContext.Current.TestOutputHelper?.WriteLine(await output);
            Assert.True(
                process.ExitCode == 0,
                $"{script} ended with {process.ExitCode}.\n{await output}\n{await errors}");
            return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
