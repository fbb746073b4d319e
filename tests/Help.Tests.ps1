BeforeDiscovery {
    . "$PSScriptRoot/common.ps1"
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    $cmdlets = foreach ($command in Get-Command -Module ThrottlingTools) {
        $help = Get-Help -Name $command.Name -Full
        @{
            Name       = $command.Name
            Help       = $help
            Parameters = @($command.Parameters.Keys | Where-Object { $_ -notin $common })
            # In an example's code the lines after a prompt are input; others are output.
            Examples   = @(foreach ($example in $help.examples.example) {
                @{ Code = ($example.code -split '\r?\n' -match '^(PS|>)> ?' -replace '^(PS|>)> ?') -join "`n" }
            })
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    It 'has a synopsis and a description' {
        $Help.Synopsis | Should -Not -BeLike "$Name *" -Because 'PowerShell shows the syntax where it finds no help'
        $Help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has text for every parameter, and for no other' {
        $helped = @($Help.parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name)
        Compare-Object $Parameters $helped | Should -BeNullOrEmpty
    }

    It 'shows the parameters that are always there in the syntax' {
        $Help.syntax.syntaxItem.name | Select-Object -Unique | Should -Be $Name
    }

    It 'has two examples or more' {
        $Examples.Count | Should -BeGreaterOrEqual 2
    }

    It 'has an example that runs: <Code>' -ForEach $Examples {
        $folder = New-Item -ItemType Directory -Path "$TestDrive/$([guid]::NewGuid())"
        New-ExampleFile $folder.FullName
        $ErrorActionPreference = 'Stop'
        $ConfirmPreference = 'None'
        Push-Location -LiteralPath $folder.FullName
        try {
            $null = & ([scriptblock]::Create($Code)) | Out-String
        } finally {
            Pop-Location
        }
    }
}

Describe 'about_ThrottlingTools' {
    It 'is found by Get-Help' {
        Get-Help -Name about_ThrottlingTools | Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}
