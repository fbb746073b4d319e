# Loads the cmdlets: on PowerShell 7.4 and later in a load context of their own, so that other versions of the same
# third-party assemblies in the session do no harm; elsewhere plainly.

# Only .NET calls and core cmdlets: Join-Path or Add-Type would load two more modules, a third of the import's time.
$base = [IO.Path]::GetFullPath([IO.Path]::GetDirectoryName($PSScriptRoot))
if (-not [IO.Directory]::Exists([IO.Path]::Combine($base, 'bin', 'netstandard2.0'))) {
    # In a clone the build puts the assemblies here.
    $base = [IO.Path]::Combine($base, 'output', 'ThrottlingTools')
}
$bin = [IO.Path]::Combine($base, 'bin', 'net8.0')
$isIsolated = $PSVersionTable.PSVersion -ge [version]'7.4' -and [IO.Directory]::Exists($bin)
if ($isIsolated) {
    # Native code, where there is some for this platform; another's could not be loaded at all.
    $native = [IO.Path]::Combine($bin, [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)
    if ([IO.File]::Exists([IO.Path]::Combine($native, 'ThrottlingTools.Core.dll'))) {
        $bin = $native
    }
} else {
    $bin = [IO.Path]::Combine($base, 'bin', 'netstandard2.0')
}
$core = [IO.Path]::Combine($bin, 'ThrottlingTools.Core.dll')
if (-not [IO.File]::Exists($core)) {
    throw "$core is missing. In a clone run 'dotnet build' first."
}
$loaded = 'ThrottlingTools.Errors' -as [type]
if ($loaded -and $loaded.Assembly.Location -ne $core) {
    throw "This session has loaded ThrottlingTools from $($loaded.Assembly.Location). Start a new session for $core."
}

if ($isIsolated) {
    $null = [Reflection.Assembly]::LoadFrom($core)
    $cmdlets = Import-Module -Assembly ([ThrottlingTools.Loading.ModuleLoadContext]::LoadCmdlets()) -PassThru
} else {
    $cmdlets = Import-Module -Name ([IO.Path]::Combine($bin, 'ThrottlingTools.dll')) -PassThru
}

# When imported again, an assembly's cmdlets do not reach the importing module: PowerShell/PowerShell#20710.
$module = $ExecutionContext.SessionState.Module
$addExportedCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) {
    $null = $addExportedCmdlet.Invoke($module, @(, $cmdlet))
}

# A property of the type, which is not serialised: Export-Clixml would write the password as it is on Linux. A file of
# types would say that it is there already when the module is imported again; the cmdlet's own module need not load.
$simulator = @{ TypeName = 'ThrottlingTools.Simulator.EwsThrottlingSimulator'; Force = $true }
$credential = @{
    MemberType = 'ScriptProperty'
    MemberName = 'Credential'
    Value      = {
        if ($credential = $this.GetCredential()) {
            $domain = if ($credential.Domain) { "$($credential.Domain)\" }
            [pscredential]::new("$domain$($credential.UserName)", $credential.SecurePassword)
        }
    }
}
$serialised = @{
    SerializationMethod      = 'SpecificProperties'
    PropertySerializationSet = 'Uri', 'Port', 'MailboxAddress', 'ItemCount', 'Started', 'RequestCount', 'ErrorCount',
        'IsRunning'
}
$command = 'Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility'
$updateTypeData = [Management.Automation.CmdletInfo]::new('Update-TypeData', [type]$command)
& $updateTypeData @simulator @credential
& $updateTypeData @simulator @serialised

$module.OnRemove = {
    Get-EwsThrottlingSimulator | Where-Object {
        $_.RunspaceId -eq [runspace]::DefaultRunspace.InstanceId -and -not $_.KeepRunning
    } | Stop-EwsThrottlingSimulator
}
