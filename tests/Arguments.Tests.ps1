BeforeAll {
    . $PSScriptRoot/common.ps1
}

BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    $times = Get-Command -Module ThrottlingTools | ForEach-Object {
        $command = $_
        $command.Parameters.Values | Where-Object { $_.ParameterType -in [timespan], [nullable[timespan]] } |
            ForEach-Object { @{ Command = $command.Name; Name = $_.Name } }
    }
}

Describe 'Arguments under attack' {
    # The others have errors of their own for what they do not accept.
    It '<Command> -<Name> is bounded' -ForEach ($times | Where-Object Name -NotIn MaxWait, Timeout, Period) {
        $attributes = (Get-Command $Command).Parameters[$Name].Attributes
        $attributes.Where({ $_ -is [System.Management.Automation.ValidateArgumentsAttribute] }) |
            Should -Not -BeNullOrEmpty
    }

    It '-NetworkLatency <_> is refused' -ForEach ([timespan]::MaxValue, [timespan]::MinValue) {
        { Start-EwsThrottlingSimulator Exchange2016 -NetworkLatency $_ -ErrorAction Stop } | Should -Throw `
            -ErrorId 'ParameterArgumentValidationError,ThrottlingTools.Commands.StartEwsThrottlingSimulatorCommand'
    }

    It '-LogPath <_> is no path of a file' -ForEach 'Env:', 'function:/a', 'variable:x' {
        { Start-EwsThrottlingSimulator Exchange2016 -LogPath $_ -ErrorAction Stop } | Should -Throw `
            -ErrorId 'NotAFilePath,ThrottlingTools.Commands.StartEwsThrottlingSimulatorCommand'
        Get-EwsThrottlingSimulator | Should -BeNullOrEmpty
    }

    It '-LogPath is relative to the location, and heeds WhatIf' {
        New-Item -ItemType Directory $TestDrive/here | Push-Location
        try {
            Start-EwsThrottlingSimulator Exchange2016 -LogPath logs -WhatIf | Should -BeNullOrEmpty
            "$TestDrive/here/logs" | Should -Not -Exist
            $simulator = Start-EwsThrottlingSimulator Exchange2016 -LogPath logs
            "$TestDrive/here/logs" | Should -Exist
        } finally {
            $simulator | Stop-EwsThrottlingSimulator
            Pop-Location
        }
    }
}

Describe 'Simulators of the process' {
    AfterEach {
        Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
    }

    It 'are listed and stopped from every runspace, and end with theirs unless they are to be kept' {
        $shell = [powershell]::Create()
        $script = 'param($manifest) Import-Module $manifest
            Start-EwsThrottlingSimulator Exchange2016; Start-EwsThrottlingSimulator Exchange2016 -KeepRunning'
        $ended, $kept = $shell.AddScript($script).AddArgument($manifest).Invoke()
        (Get-EwsThrottlingSimulator).Port | Should -Be $ended.Port, $kept.Port
        $shell.Runspace.Dispose()
        $shell.Dispose()
        [Threading.SpinWait]::SpinUntil({ -not $ended.IsRunning }, 30000) | Should -BeTrue
        (Get-EwsThrottlingSimulator).Port | Should -Be $kept.Port
        Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
        $kept.IsRunning | Should -BeFalse
    }
}
