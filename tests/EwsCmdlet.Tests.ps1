BeforeAll {
    . "$PSScriptRoot/common.ps1"
    # A cmdlet of this file's own, over the base class of all cmdlets, compiled in another session.
    $compiler = @'
param($bin, $assembly)
$ErrorActionPreference = 'Stop'
Add-Type -LiteralPath "$bin/ThrottlingTools.Core.dll"
Add-Type -LiteralPath "$bin/ThrottlingTools.dll"
$compile = @{
    ReferencedAssemblies = 'netstandard', [psobject].Assembly.Location,
        "$bin/ThrottlingTools.Core.dll", "$bin/ThrottlingTools.dll"
    CompilerOptions      = '-nowarn:CS1701'
    TypeDefinition       = @"
using System; using System.Management.Automation; using System.Threading; using System.Threading.Tasks;
using ThrottlingTools; using ThrottlingTools.Pipeline;
[Cmdlet("Test", "Base")]
public sealed class TestBaseCommand : EwsCmdlet
{
    [Parameter(ValueFromPipeline = true)] public int Value { get; set; }
    [Parameter] public int Count { get; set; }
    [Parameter] public bool Forever { get; set; }
    public static int Posted;
    public static bool HasEnded;
    protected override void Process()
    {
        if (Value < 0) throw Errors.FileExists("file" + Value);
        if (Count == 0 && !Forever) WriteObject(Value);
        else Run(Work);
    }
    private async Task Work(IPipelineSink sink, CancellationToken stop)
    {
        try
        {
            for (Posted = 0; Posted < Count; Posted++) 
            { sink.Write(Posted); if (Posted % 100 == 0) await Task.Yield(); }
            if (Forever) await Task.Delay(-1, stop);
            sink.Verbose("wrote " + Count);
            sink.Error(Errors.FileExists("posted"));
            throw Errors.FileExists("thrown");
        }
        finally { HasEnded = true; }
    }
}
"@
}
Add-Type @compile -OutputAssembly $assembly
'@
    $preamble = @'
param($bin, $assembly)
Add-Type -LiteralPath "$bin/ThrottlingTools.Core.dll"
Add-Type -LiteralPath "$bin/ThrottlingTools.dll"
Import-Module $assembly
'@
    $framework = if ($isIsolated) { 'net8.0' } else { 'netstandard2.0' }
    function Invoke-WithTestCmdlet([string] $Script) {
        Invoke-InNewSession "$preamble`n$Script" (Join-Path $modulePath "bin/$framework"), "$TestDrive/test.dll"
    }
}

# Windows PowerShell cannot compile against netstandard2.0 without more references.
Describe 'A cmdlet' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeAll {
        Invoke-InNewSession $compiler (Join-Path $modulePath "bin/$framework"), "$TestDrive/test.dll"
    }

    It 'goes on with the next pipeline object after an error' {
        Invoke-WithTestCmdlet '1, -2, 3 | Test-Base -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed.Count; $failed[0].FullyQualifiedErrorId; $failed[0].CategoryInfo.Category; $failed[0].TargetObject
            $failed[0].ErrorDetails.RecommendedAction.Length -gt 0' |
            Should -Be '1', '3', '1', 'FileExists,TestBaseCommand', 'ResourceExists', 'file-2', 'True'
    }

    It 'writes all that its work posts, in order, then the work''s own error' {
        Invoke-WithTestCmdlet '$all = Test-Base -Count 1000 -ErrorAction SilentlyContinue -ErrorVariable failed
            $all.Count; [bool](Compare-Object $all (0..999) -SyncWindow 0); $failed.TargetObject' |
            Should -Be '1000', 'False', 'posted', 'thrown'
    }

    It 'writes what its work says with -Verbose' {
        Invoke-WithTestCmdlet 'Test-Base -Count 1 -Verbose -ErrorAction Ignore 4>&1 |
            Select-Object -Last 1 | ForEach-Object Message' |
            Should -Be 'wrote 1'
    }

    It 'holds its work back while the pipeline is behind, and stops it with the pipeline' {
        Invoke-WithTestCmdlet 'Test-Base -Count 1000000 | Select-Object -First 2
            [TestBaseCommand]::Posted -lt 1000; [TestBaseCommand]::HasEnded' | Should -Be '0', '1', 'True', 'True'
    }

    It 'stops its work on Ctrl+C' {
        Invoke-WithTestCmdlet '$shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module -Assembly ([TestBaseCommand].Assembly)
                Test-Base -Count 1 -Forever 1")
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke($output, $output)
            while ($output.Count -eq 0 -and $shell.InvocationStateInfo.State -eq "Running") {
                [Threading.Thread]::Yield() | Out-Null
            }
            $shell.Stop()
            $shell.Streams.Error; $shell.InvocationStateInfo.State; [TestBaseCommand]::HasEnded' |
            Should -Be 'Stopped', 'True'
    }
}
