# Runs the Pester suite against a laid-out module, in this PowerShell, with the Pester that the build restored.
param(
    # The module's folder.
    [string] $ModulePath = (Join-Path $PSScriptRoot '../output/ThrottlingTools'),

    # The JUnit XML file to write.
    [string] $ResultPath = (Join-Path $PSScriptRoot '../output/TestResults/Pester.xml'),

    # The tests to run: test files or folders.
    [string[]] $Path = $PSScriptRoot,

    # How much Pester tells: Normal names the test files, Detailed the tests.
    [ValidateSet('None', 'Normal', 'Detailed', 'Diagnostic')]
    [string] $Verbosity = 'Normal'
)

$ErrorActionPreference = 'Stop'
Import-Module -Name (Join-Path $PSScriptRoot '../output/TestAssets/Pester/Pester.psd1')
$null = New-Item -ItemType Directory -Path (Split-Path $ResultPath) -Force

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.TestResult.Enabled = $true
$configuration.TestResult.OutputFormat = 'JUnitXml'
$configuration.TestResult.OutputPath = $ResultPath
$configuration.Output.Verbosity = $Verbosity

$env:THROTTLINGTOOLS_MODULE = (Resolve-Path -LiteralPath $ModulePath).ProviderPath
try {
    $run = Invoke-Pester -Configuration $configuration
} finally {
    $env:THROTTLINGTOOLS_MODULE = $null
}
foreach ($skipped in $run.Skipped) {
    Write-Host "Skipped: $($skipped.ExpandedPath) $($skipped.ErrorRecord)"
}
exit [int]($run.Result -ne 'Passed')
