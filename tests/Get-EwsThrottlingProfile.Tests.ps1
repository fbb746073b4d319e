BeforeDiscovery {
    $releases = 'Exchange2010', 'Exchange2010SP1', 'Exchange2010SP2', 'Exchange2010SP2RU4', 'Exchange2010SP3',
        'Exchange2013', 'Exchange2016', 'Exchange2019', 'ExchangeSE', 'ExchangeOnline'
}

BeforeAll {
    . $PSScriptRoot/common.ps1

    # What Get-ThrottlingPolicy of Exchange 2013 returns, as far as these tests look at it.
    $numbers = [ordered]@{
        RunspaceId = [guid]'7b1a3bd5-4b8f-4a53-8f0c-0f9a1c7e2d11'; ThrottlingPolicyScope = 'Regular'
        IsServiceAccount = $false; EwsMaxConcurrency = 27; EwsMaxBurst = 300000; EwsRechargeRate = $null
        EwsCutoffBalance = [ThrottlingTools.Profiles.Unlimited]::UnlimitedValue; Name = 'Contoso'
    }
    $texts = [ordered]@{
        RunspaceId = '7b1a3bd5-4b8f-4a53-8f0c-0f9a1c7e2d11'; ThrottlingPolicyScope = 'Regular'
        IsServiceAccount = 'False'; EwsMaxConcurrency = '27'; EwsMaxBurst = '300000'; EwsRechargeRate = ''
        EwsCutoffBalance = 'Unlimited'; Name = 'Contoso'
    }
    function Get-Line($InputObject) {
        ($InputObject | Format-List | Out-String -Width 4096) -split '\r?\n' | Where-Object { $_ }
    }
}

Describe 'Get-EwsThrottlingProfile' {
    Context 'the catalogue' {
        It 'has one profile for each release, oldest first' {
            (Get-EwsThrottlingProfile).Name | Should -Be 'Exchange2010', 'Exchange2010SP1', 'Exchange2010SP2',
                'Exchange2010SP2RU4', 'Exchange2010SP3', 'Exchange2013', 'Exchange2016', 'Exchange2019', 'ExchangeSE',
                'ExchangeOnline'
        }

        It 'shows <_> in a table and a list' -ForEach $releases {
            $policy = Get-EwsThrottlingProfile $_
            $policy | Out-String | Should -Match "(?m)^$_ "
            Get-Line $policy | Select-String "^Release +: $_$" | Should -Not -BeNullOrEmpty
        }

        It 'prints the 117 properties of the 2013 output in their order, and then the added ones' {
            $lines = Get-Line (Get-EwsThrottlingProfile Exchange2013)
            $names = $lines -replace '\s*:.*'
            $names[0..116] | Should -Be ([ThrottlingTools.Profiles.PolicyParameterTable]::Shape('Exchange2013'))
            $names[117..200] | Should -Be 'BatchTimeLimitInSeconds', 'EwsFindCountLimit',
                'EwsFindCountLimitWithRestriction', 'FindPageSizeLimit', 'HangingConnectionLimit',
                'MaxSubscriptionsPerStreamingRequest', 'Assumptions', 'Release', 'Settings'
            $lines[15] | Should -BeExactly 'EwsMaxBurst                                 : 300000'
            $lines[50] | Should -BeExactly 'PowerShellMaxCmdletQueueDepth               : Unlimited'
        }

        It 'works in a script that was written for Get-ThrottlingPolicy' {
            $global = Get-EwsThrottlingProfile Exchange2013, Exchange2010SP1 |
                Where-Object { $_.ThrottlingPolicyScope -eq 'Global' }
            $global.Name | Should -Be 'Exchange2013'
            (Get-EwsThrottlingProfile Exchange2010 | Where-Object { $_.IsDefault -eq 'True' }).EWSMaxConcurrency |
                Should -Be 10
        }

        It 'says of every value where it comes from, and leaves unknown values empty' {
            $online = Get-EwsThrottlingProfile ExchangeOnline
            $online.EwsMaxBurst | Should -BeNullOrEmpty
            ($online.Settings | Where-Object Name -EQ EwsMaxBurst).Source.Kind | Should -Be Unknown
            ($online.Settings | Where-Object Name -EQ EwsMaxSubscriptions).Source |
                Should -BeLike 'Microsoft Learn: *'
        }

        It 'lists the assumptions on which a model of the release can rest' {
            $assumptions = (Get-EwsThrottlingProfile Exchange2013).Assumptions
            "$assumptions" | Should -BeLike 'MicroDelay *'
            $assumptions.Statement | Should -Not -Contain ''
            "$((Get-EwsThrottlingProfile Exchange2010).Assumptions)" | Should -Not -Match 'MicroDelay'
        }

        It 'takes wildcards, in any casing' {
            (Get-EwsThrottlingProfile exchange201[36], *online).Name |
                Should -Be Exchange2013, Exchange2016, ExchangeOnline
            Get-EwsThrottlingProfile Exchange9* | Should -BeNullOrEmpty
        }

        It 'shows all for $null, as Get-ThrottlingPolicy does' {
            (Get-EwsThrottlingProfile $null).Count | Should -Be 10
        }

        It 'completes names' {
            (Complete 'Get-EwsThrottlingProfile exchange2010sp2').CompletionText |
                Should -Be Exchange2010SP2, Exchange2010SP2RU4
            (Complete 'Get-EwsThrottlingProfile -ThrottlingPolicyScope Or').CompletionText | Should -Be Organization
        }

        It 'writes an error for an unknown name and goes on' {
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
            $found = Get-EwsThrottlingProfile Exchange2007, Exchange2013 @quiet
            $found.Name | Should -Be Exchange2013
            $failure.FullyQualifiedErrorId |
                Should -Be 'ProfileNotFound,ThrottlingTools.Commands.GetEwsThrottlingProfileCommand'
            $failure.CategoryInfo.Category | Should -Be ObjectNotFound
            $failure.CategoryInfo.TargetName | Should -Be Exchange2007
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Exchange2013*'
        }
    }

    Context 'limits' {
        BeforeAll {
            $limit = (Get-EwsThrottlingProfile Exchange2013).EwsMaxConcurrency
            $off = (Get-EwsThrottlingProfile Exchange2013).ImapMaxConcurrency
        }

        It 'compares with numbers and text, on both sides: <_>' -ForEach @(
            '$limit -eq 27', '27 -eq $limit', '$limit -eq "27"', '"27" -eq $limit', '$limit -gt 10', '10 -lt $limit',
            '$limit -lt $off', '$off -gt 2147483647', '4294967295 -lt $off', '2.5 -lt $off', '$off -eq "Unlimited"',
            '"Unlimited" -eq $off', '$null -ne $off', '27 -in @($limit)', '$limit -le 27.0'
        ) {
            & ([scriptblock]::Create($_)) | Should -BeTrue
        }

        It 'sorts with numbers, Unlimited last' {
            ($off, $limit, 5, 100 | Sort-Object) -join ' ' | Should -Be '5 27 100 Unlimited'
        }

        It 'calculates' {
            $limit * 2 | Should -Be 54
            1000 / $limit | Should -BeGreaterThan 37
            [int] $limit | Should -Be 27
        }

        It 'prints alone as Exchange prints it' {
            ($off | Out-String).Trim() | Should -Be Unlimited
            "$limit" | Should -Be 27
        }

        It 'can be cast' {
            [ThrottlingTools.Profiles.Unlimited] 'unlimited' | Should -Be $off
            { [ThrottlingTools.Profiles.Unlimited] 'many' } | Should -Throw
        }

        It 'cannot be set, so that a changed copy is not taken for the profile' {
            $policy = Get-EwsThrottlingProfile Exchange2013
            { $policy.EwsMaxBurst = 5 } | Should -Throw
            $policy.EwsMaxBurst | Should -Be 300000
        }
    }

    Context 'policies from the pipeline' {
        It 'takes live and deserialised values as equal' {
            $live = [pscustomobject]$numbers | Get-EwsThrottlingProfile
            $remote = [pscustomobject]$texts | Get-EwsThrottlingProfile
            $live.Equals($remote.PSObject.BaseObject) | Should -BeTrue
            $remote.EwsMaxBurst | Should -BeOfType ThrottlingTools.Profiles.Unlimited
            $remote.EwsRechargeRate | Should -BeNullOrEmpty
        }

        It 'takes what comes over remoting' {
            $serialised = [System.Management.Automation.PSSerializer]::Serialize([pscustomobject]$numbers)
            $remote = [System.Management.Automation.PSSerializer]::Deserialize($serialised)
            $remote | Add-Member PSComputerName ex01
            $policy = $remote | Get-EwsThrottlingProfile
            $policy.Equals(([pscustomobject]$numbers | Get-EwsThrottlingProfile).PSObject.BaseObject) | Should -BeTrue
        }

        It 'keeps properties that it does not know, and shows them' {
            $policy = [pscustomobject]($numbers + @{ EwsNewThing = 'x' }) | Get-EwsThrottlingProfile
            $policy.EwsNewThing | Should -Be x
            Get-Line $policy | Should -Contain ('EwsNewThing'.PadRight(43) + ' : x')
        }

        It 'shows with -Explicit only what the policy assigns' {
            $policy = [pscustomobject]$texts | Get-EwsThrottlingProfile -Explicit
            $policy.PSObject.Properties.Name | Should -Contain EwsMaxBurst
            $policy.PSObject.Properties.Name | Should -Not -Contain EwsRechargeRate
            $policy.PSObject.Properties.Name | Should -Not -Contain OwaMaxBurst
        }

        It 'filters by scope' {
            $all = [pscustomobject]$texts, (Get-EwsThrottlingProfile Exchange2013) |
                Get-EwsThrottlingProfile -ThrottlingPolicyScope Regular
            $all.Name | Should -Be Contoso
        }

        It 'takes the release that is given' {
            ([pscustomobject]$texts | Get-EwsThrottlingProfile -Release ExchangeSE).Release | Should -Be ExchangeSE
        }

        It 'goes on after a bad object: <Id>' -ForEach @(
            @{ Id = 'InvalidSetting'; Bad = @{ Name = 'x'; EwsMaxBurst = '-1' } }
            @{ Id = 'InvalidSetting'; Bad = @{ Name = 'x'; EwsMaxBurst = '4294967296' } }
            @{ Id = 'InvalidSetting'; Bad = @{ Name = 'x'; EwsMaxBurst = 'lots' } }
            @{ Id = 'NotAThrottlingPolicy'; Bad = @{ Size = 5 } }
            @{ Id = 'ProfileNotFound'; Bad = 'Exchange5.5' }
        ) {
            $found = $Bad, [pscustomobject]$texts |
                Get-EwsThrottlingProfile -ErrorAction SilentlyContinue -ErrorVariable failure
            $found.Name | Should -Be Contoso
            $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        }
    }

    Context 'files' {
        BeforeAll {
            New-ExampleFile $TestDrive
            $expected = Get-EwsThrottlingProfile -Path $TestDrive/policies.json
        }

        It 'reads <_>' -ForEach 'policies.xml', 'policies.csv', 'policies.txt', 'policies.json' {
            $read = Get-EwsThrottlingProfile -Path (Join-Path $TestDrive $_)
            $read.Name | Should -Be Exchange2016, Migration
            $read.Release | Should -Be Exchange2016, Exchange2016
            $read[1].EwsMaxConcurrency | Should -Be 54
            $read[1].EwsCutoffBalance | Should -Be Unlimited
            $read[0].EwsMaxBurst | Should -Be $expected[0].EwsMaxBurst
        }

        It 'reads <Name> with the error <Id> and goes on' -ForEach @(
            @{ Name = 'missing.yaml'; Id = 'FileUnreadable'; Text = $null }
            @{ Name = 'nodrive:policy.yaml'; Id = 'FileUnreadable'; Text = $null }
            @{ Name = 'policy.exe'; Id = 'UnknownFileFormat'; Text = 'x' }
            @{ Name = 'cut.json'; Id = 'MalformedFile'; Text = '{"Name": "x",' }
            @{ Name = 'cut.xml'; Id = 'MalformedFile'; Text = '<Objs><Obj>' }
            @{ Name = 'empty.csv'; Id = 'NotAThrottlingPolicy'; Text = '' }
            @{ Name = 'binary.txt'; Id = 'MalformedFile'; Text = "MZ`0`0" }
            @{ Name = 'binary.yaml'; Id = 'MalformedFile'; Text = "MZ`0`0" }
            @{ Name = 'typo.yaml'; Id = 'UnknownKey'; Text = "Name: x`nEwsMaxBurts: 5" }
        ) {
            $path = if ($Name -like '*:*') { $Name } else { Join-Path $TestDrive $Name }
            if ($null -ne $Text) { Set-Content -LiteralPath $path -Value $Text -NoNewline }
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
            $found = Get-EwsThrottlingProfile -LiteralPath $path, $TestDrive/policy.yaml @quiet
            $found.Name | Should -Be Migration
            $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $failure[0].Exception.Message | Should -BeLike "*$Name*"
        }

        It 'takes wildcards and files from the pipeline' {
            (Get-EwsThrottlingProfile -Path $TestDrive/pol*.json).Count | Should -Be 2
            (Get-Item $TestDrive/policy.yaml | Get-EwsThrottlingProfile).Name | Should -Be Migration
            ("$TestDrive/policy.yaml" | Get-EwsThrottlingProfile).Name | Should -Be Migration
        }

        It 'refuses a file of 100 MB at once' {
            $path = Join-Path $TestDrive huge.csv
            $file = [IO.File]::Create($path)
            $file.SetLength(100MB)
            $file.Dispose()
            { Get-EwsThrottlingProfile -Path $path -ErrorAction Stop } |
                Should -Throw -ErrorId 'FileTooLarge,ThrottlingTools.Commands.GetEwsThrottlingProfileCommand'
        }
    }
}
