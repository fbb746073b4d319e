BeforeDiscovery {
    . "$PSScriptRoot/common.ps1"
    $cmdlets = Get-Command -Module ThrottlingTools
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"
}

Describe 'The module' {
    It 'has a valid manifest' {
        (Test-ModuleManifest -Path $manifest -ErrorAction Stop).Name | Should -Be 'ThrottlingTools'
    }

    It 'exports the cmdlets that the manifest names, and nothing else' {
        $module = Get-Module -Name ThrottlingTools
        $named = (Import-PowerShellDataFile -Path $manifest).CmdletsToExport
        Compare-Object $named @($module.ExportedCmdlets.Keys) | Should -BeNullOrEmpty
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    It 'carries assemblies of the manifest''s version' {
        $version = [version](Import-PowerShellDataFile -Path $manifest).ModuleVersion
        foreach ($file in Get-ChildItem -Path "$modulePath/bin" -Filter ThrottlingTools*.dll -Recurse) {
            $assembly = [Reflection.AssemblyName]::GetAssemblyName($file.FullName).Version
            [version]::new($assembly.Major, $assembly.Minor, $assembly.Build) |
                Should -Be $version -Because $file.FullName
        }
    }

    It 'carries no assembly but its own and YamlDotNet' {
        (Get-ChildItem -Path "$modulePath/bin" -Filter *.dll -Recurse).Name | Sort-Object -Unique |
            Where-Object { $_ -notmatch '^(ThrottlingTools(\.(Core|Simulator|Yaml))?|YamlDotNet)\.dll$' } |
            Should -BeNullOrEmpty
    }

    It 'lets scripts cast to its types' {
        [ThrottlingTools.Profiles.Unlimited]'Unlimited' -gt [ThrottlingTools.Profiles.Unlimited]5 | Should -BeTrue
    }

    It 'has its cmdlets after being imported with -Force, again and again' {
        Invoke-InNewSession @'
param($manifest)
Import-Module $manifest
1..2 | ForEach-Object { Import-Module $manifest -Force }
(Get-EwsThrottlingProfile Exchange2013).Name
(Get-Module ThrottlingTools).ExportedCmdlets.Count -eq (Get-Command -Module ThrottlingTools).Count
'@ $manifest | Should -Be 'Exchange2013', 'True'
    }

    It 'takes its cmdlets away when removed' {
        Invoke-InNewSession @'
param($manifest)
Import-Module $manifest
Remove-Module ThrottlingTools
@(Get-Command *-Ews* -CommandType Cmdlet).Count
'@ $manifest | Should -Be '0'
    }

    It 'stops the session''s simulators when removed' {
        Invoke-InNewSession @'
param($manifest)
Import-Module $manifest
$simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
Remove-Module ThrottlingTools
$client = [Net.Sockets.TcpClient]::new()
try { $client.Connect($simulator.Uri.Host, $simulator.Uri.Port); 'still there' } catch { 'gone' }
'@ $manifest | Should -Be 'gone'
    }

    It 'says so when the session has loaded another copy of it' {
        Copy-Item -LiteralPath $modulePath -Destination "$TestDrive/copy" -Recurse
        Invoke-InNewSession @'
param($manifest, $copy)
Import-Module $manifest
try { Import-Module $copy } catch { "$_" }
'@ $manifest, "$TestDrive/copy/ThrottlingTools.psd1" | Should -BeLike 'This session has loaded ThrottlingTools from *'
    }

    It 'can be imported from the clone after a build' {
        Invoke-InNewSession @'
param($manifest)
Import-Module $manifest
(Get-EwsThrottlingProfile Exchange2013).Name
'@ "$repository/ThrottlingTools.psd1" | Should -Be 'Exchange2013'
    }

    It 'is helped in the clone too' {
        if (-not (Test-Path "$repository/en-US")) { Set-ItResult -Skipped -Because 'this clone was not built' }
        Invoke-InNewSession @'
param($manifest)
Import-Module $manifest
@((Get-Help Get-EwsThrottlingProfile).examples.example).Count -ge 2
'@ "$repository/ThrottlingTools.psd1" | Should -Be 'True'
    }
}

Describe '<_.Name>' -ForEach $cmdlets {
    It 'is named by an approved verb and a noun with the prefix Ews' {
        $_.Verb | Should -BeIn (Get-Verb).Verb
        $_.Noun | Should -MatchExactly '^Ews[A-Z]'
    }

    It 'is named in the about topic' {
        Get-Content -Path "$modulePath/en-US/about_ThrottlingTools.help.txt" | Should -Contain "    $($_.Name)"
    }

    It 'completes' {
        (Complete $_.Name).CompletionText | Should -Contain $_.Name
    }
}
