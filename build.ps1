<#
.SYNOPSIS
Builds, tests, shows, measures or packs ThrottlingTools.
.EXAMPLE
./build.ps1 -Task Package -Configuration Release
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'

$commands = switch ($Task) {
    'Build' { "build -c $Configuration" }
    'Test' { "test -c $Configuration" }
    'Demo' { "run -c $Configuration --project src/ThrottlingTools.Cli -- demo" }
    'Bench' { 'run -c Release --project tests/ThrottlingTools.Benchmarks' }
    'Package' { 'build -c Release src/ThrottlingTools', 'pack -c Release module/ThrottlingTools.Package.csproj' }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    foreach ($command in $commands) {
        $arguments = $command -split ' '
        & dotnet $arguments
        if ($LASTEXITCODE -ne 0) { break }
    }
} finally {
    Pop-Location
}
exit $LASTEXITCODE
