using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Pester.Tests;

/// <summary>The PowerShell that the tool manifest pins.</summary>
internal static class PowerShell
{
    /// <summary>A run that hangs ends in time to tell where; a good one takes three minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly string DotNet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static readonly Lazy<Task> Restored = new(Restore);

    /// <summary>Gets the root of the repository.</summary>
    public static string Root { get; } = typeof(PowerShell).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    /// <summary>Runs a script; what it printed is returned, errors included.</summary>
    public static async Task<(int ExitCode, string Output)> Run(
        string script, string[] arguments, CancellationToken cancellationToken)
    {
        await Restored.Value;
        string[] pwsh = ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File", script];
        return await Start([.. pwsh, .. arguments], cancellationToken);
    }

    private static async Task Restore()
    {
        (int exitCode, string said) = await Start(["tool", "restore"], CancellationToken.None);
        if (exitCode == 0)
            return;
        throw new InvalidOperationException(
            $"""
            The Pester suite runs in the PowerShell that .config/dotnet-tools.json pins, and it could not be restored.
            Run 'dotnet tool restore' in {Root} until it works: it takes the package from the NuGet sources that
            'dotnet nuget list source' shows. It said:
            {said}
            """);
    }

    private static async Task<(int ExitCode, string Output)> Start(
        string[] arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(DotNet, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Root,
        };
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder said = new();
        process.OutputDataReceived += (_, line) => Note(said, line.Data);
        process.ErrorDataReceived += (_, line) => Note(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            lock (said)
                throw new TimeoutException($"PowerShell was still running after {Limit}. It said:\n{said}");
        }
        return (process.ExitCode, said.ToString());
    }

    private static void Note(StringBuilder said, string? line)
    {
        lock (said)
            said.AppendLine(line);
    }
}
