BeforeAll {
    . $PSScriptRoot/common.ps1
    $policy = New-EwsThrottlingProfile Contoso -BasedOn Exchange2016 -EwsMaxConcurrency 54
}

Describe 'Export-EwsThrottlingProfile' {
    It 'writes <_> that reads back equal, sources included' -ForEach 'p.yaml', 'p.yml', 'p.json' {
        $path = Join-Path $TestDrive $_
        $policy | Export-EwsThrottlingProfile $path | Should -BeNullOrEmpty
        $read = Get-EwsThrottlingProfile -Path $path
        $read.Equals($policy.PSObject.BaseObject) | Should -BeTrue
        ($read.Settings | Where-Object Name -EQ EwsMaxBurst).Source | Should -BeLike 'Inferred from Microsoft Q&A: *'
    }

    It 'writes JSON that ConvertFrom-Json reads, with numbers as numbers' {
        $policy | Export-EwsThrottlingProfile $TestDrive/numbers.json
        $json = Get-Content $TestDrive/numbers.json -Raw | ConvertFrom-Json
        $json.EwsMaxConcurrency | Should -Be 54
        $json.EwsMaxConcurrency.GetType().IsPrimitive | Should -BeTrue
        ($json | Get-EwsThrottlingProfile).EwsMaxConcurrency | Should -Be 54
    }

    It 'keeps unknown properties' {
        $odd = [pscustomobject]@{ Name = 'Odd'; EwsMaxBurst = 5; 'Ews New' = 'a: b' } | Get-EwsThrottlingProfile
        $odd | Export-EwsThrottlingProfile $TestDrive/odd.yaml
        (Get-EwsThrottlingProfile -Path $TestDrive/odd.yaml).'Ews New' | Should -Be 'a: b'
    }

    It 'writes several profiles into one file' {
        Get-EwsThrottlingProfile | Export-EwsThrottlingProfile $TestDrive/all.yaml
        (Get-EwsThrottlingProfile -Path $TestDrive/all.yaml).Count | Should -Be 10
    }

    It 'writes nothing with -WhatIf' {
        $policy | Export-EwsThrottlingProfile $TestDrive/whatif.yaml -WhatIf
        "$TestDrive/whatif.yaml" | Should -Not -Exist
    }

    It 'replaces a file only with -Force' {
        Set-Content $TestDrive/there.yaml 'old'
        { $policy | Export-EwsThrottlingProfile $TestDrive/there.yaml -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileExists,ThrottlingTools.Commands.ExportEwsThrottlingProfileCommand'
        Get-Content $TestDrive/there.yaml | Should -Be old
        $policy | Export-EwsThrottlingProfile $TestDrive/there.yaml -Force
        (Get-EwsThrottlingProfile -Path $TestDrive/there.yaml).Name | Should -Be Contoso
    }

    It 'refuses an ending that names no format' {
        { $policy | Export-EwsThrottlingProfile $TestDrive/p.ini -ErrorAction Stop } |
            Should -Throw -ErrorId 'UnknownFileFormat,*'
    }
}
