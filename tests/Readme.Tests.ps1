BeforeDiscovery {
    $text = Get-Content -LiteralPath "$PSScriptRoot/../README.md" -Raw
    $examples = [regex]::Matches($text, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object {
        $lines = @(
            $_.Groups[1].Value -split '\r?\n' | Where-Object { $_ -like 'PS> *' } | ForEach-Object { $_.Substring(4) }
        )
        @{ Title = $lines[0]; Lines = $lines }
    } | Where-Object { $_.Title -notlike 'Import-Module*' }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'The README' {
    AfterAll {
        Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
    }

    It 'has examples that run and print something: <Title>' -ForEach $examples {
        $printed = . ([scriptblock]::Create($Lines -join "`n")) 4>$null | Out-String
        $printed.Trim() | Should -Not -BeNullOrEmpty
    }

    It 'shows what the first example prints' {
        $shown = (Get-Content -LiteralPath "$PSScriptRoot/../README.md" -Raw) -replace '\r' -replace ' +\n', "`n"
        $printed = Get-EwsThrottlingProfile Exchange2010SP3, Exchange2013, Exchange2019, ExchangeOnline | Out-String
        $rows = $printed -replace '\r' -split '\n'
        foreach ($row in $rows.TrimEnd() | Where-Object { $_ }) {
            $shown | Should -Match "(?m)^$([regex]::Escape($row))$"
        }
    }
}
