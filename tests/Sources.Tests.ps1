BeforeAll {
    . $PSScriptRoot/common.ps1
    $private = '(?i:\bfacts,? \d+\.\d)|\b(QAZ|KIN|ODX|OXD|EWSRS|XLIB|GTL|PSD|JPM)\b|[(,] ?[CU]\d{1,2}\)'
    $table = [ThrottlingTools.Profiles.SourceTable]
}

Describe 'Sources' {
    It 'cites in no file that ships what nobody can look up' {
        $files = Get-ChildItem $modulePath -Recurse -Include *.ps1xml, *.xml, *.txt, *.yaml, *.psd1, *.psm1
        ($files | Select-String -Pattern $private -CaseSensitive) -join "`n" | Should -BeNullOrEmpty
    }

    It 'resolves every source that a profile, an assumption or a finding names' {
        $profiles = Get-EwsThrottlingProfile
        $sources = @(
            ($profiles.Settings | Where-Object IsKnown).Source
            $profiles.Assumptions.Source
            ($profiles | Test-EwsThrottlingProfile).Source
        ) | Where-Object Kind -NotIn Declared, Assumed
        $sources.Count | Should -BeGreaterThan 300
        foreach ($source in $sources | Sort-Object Reference -Unique) {
            $source.Uri.Scheme | Should -Be https -Because $source.Reference
            "$source" | Should -Not -MatchExactly $private
            "$source" | Should -Match ': '
        }
    }

    It 'shows value, source, confidence and address of settings' {
        $shown = (Get-EwsThrottlingProfile Exchange2016).Settings | Where-Object Parameter -like Ews* |
            Out-String -Width 300
        $shown | Should -Match '(?m)^Name +: EwsMaxBurst\r?$'
        $shown | Should -Match '(?m)^Value +: 300000\r?$'
        $shown | Should -Match '(?m)^Confidence +: Medium\r?$'
        $shown | Should -Match '(?m)^Source +: Inferred from Microsoft Q&A: '
        $shown | Should -Match '(?m)^Uri +: https://learn\.microsoft\.com/en-us/answers/questions/125609'
    }

    It 'marks inferred values in the default view of <_>, and says what the mark means' -ForEach @(
        'Exchange2016', 'Exchange2019', 'ExchangeSE'
    ) {
        $shown = Get-EwsThrottlingProfile $_ | Out-String -Width 80
        $shown | Should -Match ' 27\* +300000\* +900000\* +3000000\* +\* inferred'
        Get-EwsThrottlingProfile Exchange2013 | Out-String -Width 80 | Should -Not -Match '\*'
        (Get-EwsThrottlingProfile $_).EwsMaxBurst | Should -Be 300000
    }

    It 'writes keys and addresses into <_>' -ForEach 'p.yaml', 'p.json' {
        $path = Join-Path $TestDrive $_
        Get-EwsThrottlingProfile Exchange2016 | Export-EwsThrottlingProfile $path
        $text = (Get-Content $path -Raw).Replace('\/', '/')
        foreach ($source in (Get-EwsThrottlingProfile Exchange2016).Settings.Source.Sources | Sort-Object Key -Unique) {
            $text.Contains($source.Key) | Should -BeTrue -Because $source.Key
            $text.Contains($source.Uri.AbsoluteUri) | Should -BeTrue -Because $source.Key
        }
        (Get-EwsThrottlingProfile -Path $path).Name | Should -Be Exchange2016
    }

    It 'explains an error by a source with an address' {
        $source = (Resolve-EwsThrottlingError 'ErrorExceededConnectionCount').Source
        $source.Uri.Scheme | Should -Be https
        $table::Find($source.Key).Title | Should -Be $source.Title
    }
}
