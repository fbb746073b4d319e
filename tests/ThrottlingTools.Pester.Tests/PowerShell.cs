using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Pester.Tests;

/// <summary>The PowerShell of this machine.</summary>
internal sealed class PowerShell
{
    private const string Versions =
        "\"$($PSVersionTable.PSVersion) $((Get-Module -ListAvailable Pester | Sort-Object Version)[-1].Version)\"";

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
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static bool IsAtLeast(string version, Version least) =>
        Version.TryParse(version.Split('-')[0], out Version? parsed) && parsed >= least;
}
