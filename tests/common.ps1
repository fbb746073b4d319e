# What the tests share. They test the module as it is laid out, not what the compiler left.

$repository = Split-Path -Path $PSScriptRoot -Parent
$modulePath = if ($env:THROTTLINGTOOLS_MODULE) {
    $env:THROTTLINGTOOLS_MODULE
} else {
    "$repository/output/ThrottlingTools"
}
$manifest = Join-Path $modulePath 'ThrottlingTools.psd1'
$isIsolated = $PSVersionTable.PSVersion -ge [version]'7.4' -and (Test-Path (Join-Path $modulePath 'bin/net8.0'))

if (-not (Get-Module -Name ThrottlingTools)) {
    Import-Module -Name $manifest
}

# The completions that PowerShell offers at the end of an expression.
function Complete([string] $Expression) {
    $completer = [System.Management.Automation.CommandCompletion]
    $completion = $completer::CompleteInput($Expression, $Expression.Length, $null)
    $completion.CompletionMatches
}

# The program that runs this PowerShell, and what it must be told first: that of a .NET tool is dotnet.
function Get-PowerShellCommand {
    $program = (Get-Process -Id $PID).Path
    $program
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' }
}

# Runs a script in a PowerShell of its own and returns what it prints.
function Invoke-InNewSession([string] $Script, [string[]] $ArgumentList) {
    $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
    Set-Content -LiteralPath $file -Value $Script -Encoding utf8
    $program, $arguments = @(Get-PowerShellCommand) + '-NoProfile', '-NonInteractive', '-File', $file + $ArgumentList
    $colour, $env:NO_COLOR = $env:NO_COLOR, '1'
    try {
        & $program @arguments 2>&1 | ForEach-Object { "$_" }
    } finally {
        $env:NO_COLOR = $colour
    }
}

# The files that the examples in the help name.
function New-ExampleFile([string] $Directory) {
    $policies = @(
        Get-EwsThrottlingProfile Exchange2016
        New-EwsThrottlingProfile Migration -BasedOn Exchange2016 -EwsMaxConcurrency 54 -EwsCutoffBalance Unlimited
    )
    $policies[1] | Export-EwsThrottlingProfile (Join-Path $Directory 'policy.yaml')
    $policies | Export-EwsThrottlingProfile (Join-Path $Directory 'policies.json')
    $policies | Export-Clixml (Join-Path $Directory 'policies.xml')
    $policies | Export-Csv (Join-Path $Directory 'policies.csv') -NoTypeInformation
    $policies | Format-List -Property * | Out-String -Width 4096 | Set-Content (Join-Path $Directory 'policies.txt')
}
