using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Pester.Tests;

/// <summary>The PowerShell of this machine.</summary>
internal sealed class PowerShell
{
    private const string Versions =
        "\"$($PSVersionTable.PSVersion) $((Get-Module -ListAvailable Pester | Sort-Object Version)[-1].Version)\"";

    /// <summary>A run that hangs ends in time to tell where; a good one takes three minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly string _path;

    private PowerShell(string path) => _path = path;

    /// <summary>What it lacks to run the suite; null when nothing.</summary>
    public string? WhyUnfit { get; private set; }

    /// <summary>Finds the first pwsh on the PATH; null when there is none.</summary>
    public static async Task<PowerShell?> Find(CancellationToken cancellationToken)
    {
        string file = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(directory => directory.Length > 0)
            .Select(directory => Path.Combine(directory, file))
            .FirstOrDefault(File.Exists);
        if (path is null)
            return null;
        PowerShell shell = new(path);
        string[] versions = (await shell.Start(["-Command", Versions], cancellationToken)).Output.Trim().Split(' ');
        shell.WhyUnfit =
            !IsAtLeast(versions[0], new Version(7, 4)) ? $"pwsh is {versions[0]}."
            : versions.Length < 2 || !IsAtLeast(versions[1], new Version(5, 0)) ? $"pwsh {versions[0]} has no Pester 5."
            : null;
        return shell;
    }

    /// <summary>Runs a script; what it printed is returned, errors included.</summary>
    public Task<(int ExitCode, string Output)> Run(
        string script, string[] arguments, CancellationToken cancellationToken) =>
        Start(["-File", script, .. arguments], cancellationToken);

    private async Task<(int ExitCode, string Output)> Start(
        IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(_path, ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
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
                throw new TimeoutException($"pwsh was still running after {Limit}. It said:\n{said}");
        }
        return (process.ExitCode, said.ToString());
    }

    private static void Note(StringBuilder said, string? line)
    {
        lock (said)
            said.AppendLine(line);
    }

    private static bool IsAtLeast(string version, Version least) =>
        Version.TryParse(version.Split('-')[0], out Version? parsed) && parsed >= least;
}
