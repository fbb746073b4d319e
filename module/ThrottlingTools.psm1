# Loads the cmdlets: on PowerShell 7.4 and later in a load context of their own, so that other versions of the same
# third-party assemblies in the session do no harm; elsewhere plainly.

$base = Split-Path -Path $PSScriptRoot -Parent
if (-not (Test-Path -LiteralPath (Join-Path $base 'bin/netstandard2.0'))) {
    # In a clone the build puts the assemblies here.
    $base = Join-Path $base 'output/ThrottlingTools'
}
$bin = [IO.Path]::Combine($base, 'bin', 'net8.0')
$isIsolated = $PSVersionTable.PSVersion -ge [version]'7.4' -and (Test-Path -LiteralPath $bin)
if (-not $isIsolated) {
    $bin = [IO.Path]::Combine($base, 'bin', 'netstandard2.0')
}
$core = [IO.Path]::Combine($bin, 'ThrottlingTools.Core.dll')
if (-not (Test-Path -LiteralPath $core)) {
    throw "$core is missing. In a clone run 'dotnet build' first."
}
foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
    if ($assembly.GetName().Name -eq 'ThrottlingTools.Core' -and $assembly.Location -ne $core) {
        throw "This session has loaded ThrottlingTools from $($assembly.Location). Start a new session for $core."
    }
}

if ($isIsolated) {
    Add-Type -LiteralPath $core
    $cmdlets = Import-Module -Assembly ([ThrottlingTools.Loading.ModuleLoadContext]::LoadCmdlets()) -PassThru
} else {
    $cmdlets = Import-Module -Name (Join-Path $bin 'ThrottlingTools.dll') -PassThru
}

# When imported again, an assembly's cmdlets do not reach the importing module: PowerShell/PowerShell#20710.
$module = $ExecutionContext.SessionState.Module
$addExportedCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) {
    $null = $addExportedCmdlet.Invoke($module, @(, $cmdlet))
}

$module.OnRemove = {
    if (Get-Command -Name Get-EwsThrottlingSimulator -ErrorAction Ignore) {
        Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
    }
}
