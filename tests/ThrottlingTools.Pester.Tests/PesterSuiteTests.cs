using System.IO;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace ThrottlingTools.Pester.Tests;

/// <summary>Runs the Pester suite against the built module in a PowerShell of its own.</summary>
public abstract class PesterSuiteTests(string targetFramework)
{
    private static readonly string Output = Path.Combine(PowerShell.Root, "output");

    /// <summary>Gets the module's folder.</summary>
    protected abstract string GetModule();

    /// <summary>Every test of the suite passes.</summary>
    [Fact]
    public async Task The_built_module_passes_the_Pester_suite()
    {
        string results = Path.Combine(Output, "TestResults", $"Pester.{targetFramework}.xml");
        Directory.CreateDirectory(Path.GetDirectoryName(results)!);
        File.Delete(results);
        (int exitCode, string said) = await PowerShell.Run(
            Path.Combine(PowerShell.Root, "tests", "Invoke-Tests.ps1"),
            ["-ModulePath", GetModule(), "-ResultPath", results, "-Verbosity", "Detailed"],
            TestContext.Current.CancellationToken);

        Assert.True(File.Exists(results), $"The Pester suite wrote no results. It said:\n{said}");
        string[] failures = [.. XElement.Load(results).Descendants("failure")
            .Select(failure =>
                $"{failure.Parent!.Attribute("name")?.Value}\n    {failure.Attribute("message")?.Value}")];
        Assert.True(failures.Length == 0, $"{failures.Length} failed in Pester:\n{string.Join("\n", failures)}");
        Assert.True(exitCode == 0, $"The Pester suite ended with {exitCode}. It said:\n{said}");
    }

    /// <summary>What PowerShell 7 loads.</summary>
    public sealed class Net80() : PesterSuiteTests("net8.0")
    {
        /// <inheritdoc/>
        protected override string GetModule() => Path.Combine(Output, "ThrottlingTools");
    }

    /// <summary>The assemblies for netstandard2.0 alone, which are what Windows PowerShell 5.1 loads.</summary>
    public sealed class NetStandard20() : PesterSuiteTests("netstandard2.0")
    {
        /// <inheritdoc/>
        protected override string GetModule() => CopyModule("netstandard2.0");
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
