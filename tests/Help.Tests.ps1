BeforeDiscovery {
    . "$PSScriptRoot/common.ps1"

    # What one types in an example: the lines after a prompt and those that go on with them; others are output.
    function Get-ExampleInput([string] $Code) {
        $isOpen = $false
        $typed = foreach ($line in $Code -split '\r?\n') {
            if ($line -match '^(PS|>)>' -or $isOpen) {
                $line -replace '^(PS|>)> ?'
                $isOpen = $line -match '[|{(,`]\s*$'
            }
        }
        $typed -join "`n"
    }

    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    $cmdlets = foreach ($command in Get-Command -Module ThrottlingTools) {
        $help = Get-Help -Name $command.Name -Full
        @{
            Name       = $command.Name
            Help       = $help
            Parameters = @($command.Parameters.Keys | Where-Object { $_ -notin $common })
            Examples   = @(foreach ($example in $help.examples.example) { @{ Code = Get-ExampleInput $example.code } })
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
            Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
        }
    }
}

Describe 'about_ThrottlingTools' {
    It 'is found by Get-Help' {
        Get-Help -Name about_ThrottlingTools | Out-String | Should -Match 'SHORT DESCRIPTION'
    }

    It 'has a topic and a page that list every source with its address' {
        $topic = Get-Content -LiteralPath "$modulePath/en-US/about_ThrottlingTools_Sources.help.txt" -Raw
        $page = Get-Content -LiteralPath "$repository/docs/sources.md" -Raw
        foreach ($source in [ThrottlingTools.Profiles.SourceTable]::All) {
            foreach ($text in $source.Key, $source.Title, $source.Uri.AbsoluteUri) {
                $topic.Contains($text) | Should -BeTrue -Because "$text"
            }
            $page.Contains("``$($source.Key)``") | Should -BeTrue -Because $source.Key
            $page.Contains($source.Uri.AbsoluteUri) | Should -BeTrue -Because $source.Key
        }
    }
}
