BeforeDiscovery {
    . "$PSScriptRoot/common.ps1"
    # Without load contexts, which PowerShell has since 7.4, a session's first YamlDotNet serves all, and native code is
    # not looked for: what is promised for load contexts is then no test.
    $isolated = @(if ($isIsolated) { $PSVersionTable.PSVersion })
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $other = "$repository/output/TestAssets/YamlDotNet.dll"
    $own = [Reflection.AssemblyName]::GetAssemblyName("$modulePath/bin/netstandard2.0/YamlDotNet.dll").Version.Major
    $readsAndWrites = @'
$file = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).yaml"
try {
    Get-EwsThrottlingProfile Exchange2016 | Export-EwsThrottlingProfile $file
    (Get-EwsThrottlingProfile -Path $file).Name
} finally {
    Remove-Item -LiteralPath $file -ErrorAction Ignore
}
[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object GetName | Where-Object Name -eq YamlDotNet |
    ForEach-Object { $_.Version.Major } | Sort-Object
'@
}

Describe 'A session with another YamlDotNet' -ForEach $isolated {
    It 'reads and writes YAML when the other one was loaded first' {
        Invoke-InNewSession @"
param(`$manifest, `$other)
Add-Type -LiteralPath `$other
Import-Module `$manifest
$readsAndWrites
"@ $manifest, $other | Should -Be 'Exchange2016', '11', "$own"
    }

    It 'reads and writes YAML when the module was loaded first' {
        Invoke-InNewSession @"
param(`$manifest, `$other)
Import-Module `$manifest
Add-Type -LiteralPath `$other
$readsAndWrites
"@ $manifest, $other | Should -Be 'Exchange2016', '11', "$own"
    }

    It 'gets the other one by name, not the module''s' {
        Invoke-InNewSession @'
param($manifest, $other)
Import-Module $manifest
Add-Type -LiteralPath $other
[YamlDotNet.Core.Parser].Assembly.GetName().Version.Major
'@ $manifest, $other | Should -Be '11'
    }
}

Describe 'A session' {
    It 'loads YamlDotNet only when YAML is read or written' {
        Invoke-InNewSession @'
param($manifest)
Import-Module $manifest
$null = Get-EwsThrottlingProfile | Out-String
@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }).Count
'@ $manifest | Should -Be '0'
    }
}

Describe 'A module with native code' -ForEach $isolated {
    BeforeAll {
        $showsAssemblies = @'
param($manifest)
Import-Module $manifest
Start-EwsThrottlingSimulator -Profile Exchange2016 | Stop-EwsThrottlingSimulator
[AppDomain]::CurrentDomain.GetAssemblies() |
    Where-Object { $_.GetName().Name -match '^ThrottlingTools(\.(Core|Simulator))?$' } |
    Sort-Object { $_.GetName().Name } | ForEach-Object { Split-Path (Split-Path $_.Location) -Leaf }
'@
        function Copy-ModuleWithCodeFor([string] $Platform) {
            $copy = "$TestDrive/$([guid]::NewGuid())"
            Copy-Item -LiteralPath $modulePath -Destination $copy -Recurse
            Get-ChildItem "$copy/bin/net8.0" -Directory | Remove-Item -Recurse
            $native = New-Item -Path "$copy/bin/net8.0/$Platform" -ItemType Directory
            Copy-Item "$copy/bin/net8.0/ThrottlingTools.dll", "$copy/bin/net8.0/ThrottlingTools.Core.dll" $native
            "$copy/ThrottlingTools.psd1"
        }
    }

    It 'loads it on its platform, and what has none from the folder above' {
        $platform = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        Invoke-InNewSession $showsAssemblies (Copy-ModuleWithCodeFor $platform) |
            Should -Be $platform, $platform, 'net8.0'
    }

    It 'does without on every other platform' {
        Invoke-InNewSession $showsAssemblies (Copy-ModuleWithCodeFor 'beos-ppc') | Should -Be (@('net8.0') * 3)
    }
}

Describe 'Runspaces of one process' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    It 'can all import the module' {
        Invoke-InNewSession @'
param($manifest)
1..4 | ForEach-Object -Parallel { Import-Module $using:manifest; (Get-EwsThrottlingProfile Exchange2013).Name }
'@ $manifest | Should -Be (@('Exchange2013') * 4)
    }
}
