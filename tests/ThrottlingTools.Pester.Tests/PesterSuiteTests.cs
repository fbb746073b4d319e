using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace ThrottlingTools.Pester.Tests;

/// <summary>Runs the Pester suite against the built module in a PowerShell of its own.</summary>
public sealed class PesterSuiteTests
{
    private static readonly string Root = typeof(PesterSuiteTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    private static readonly string Output = Path.Combine(Root, "output");

    /// <summary>The assemblies for netstandard2.0 alone are what Windows PowerShell 5.1 loads.</summary>
    [Theory]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    public async Task The_built_module_passes_the_Pester_suite(string targetFramework)
    {
        PowerShell? shell = await PowerShell.Find(TestContext.Current.CancellationToken);
        if (shell is null || shell.WhyUnfit is not null)
        {
            string reason = $"The Pester suite was not run for {targetFramework}: "
                + (shell?.WhyUnfit ?? "there is no pwsh on the PATH.")
                + " It needs PowerShell 7.4 and Pester 5, or later ones.";
            // The console logger of dotnet test names skipped tests, but not why they were skipped.
            TestContext.Current.SendDiagnosticMessage(reason);
            Assert.Skip(reason);
        }

        string module = targetFramework == "net8.0"
            ? Path.Combine(Output, "ThrottlingTools")
            : CopyModule(targetFramework);
        string results = Path.Combine(Output, "TestResults", $"Pester.{targetFramework}.xml");
        Directory.CreateDirectory(Path.GetDirectoryName(results)!);
        File.Delete(results);
        (int exitCode, string said) = await shell.Run(
            Path.Combine(Root, "tests", "Invoke-Tests.ps1"),
            ["-ModulePath", module, "-ResultPath", results, "-Verbosity", "Detailed"],
            TestContext.Current.CancellationToken);

        Assert.True(File.Exists(results), $"The Pester suite wrote no results. It said:\n{said}");
        string[] failures = [.. XElement.Load(results).Descendants("failure")
            .Select(failure =>
                $"{failure.Parent!.Attribute("name")?.Value}\n    {failure.Attribute("message")?.Value}")];
        Assert.True(failures.Length == 0, $"{failures.Length} failed in Pester:\n{string.Join("\n", failures)}");
        Assert.True(exitCode == 0, $"The Pester suite ended with {exitCode}. It said:\n{said}");
    }

    private static string CopyModule(string targetFramework)
    {
        string source = Path.Combine(Output, "ThrottlingTools");
        string target = Path.Combine(Output, "TestModules", targetFramework, "ThrottlingTools");
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(source, file);
            bool isOther = path.StartsWith("bin", System.StringComparison.Ordinal)
                && !path.Contains(targetFramework, System.StringComparison.Ordinal);
            if (isOther)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
            File.Copy(file, Path.Combine(target, path));
        }
        return target;
    }
}
