BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    $shipped = Get-ChildItem -Path "$modulePath/module/scenarios" -Filter *.yaml
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $scenarios = "$modulePath/module/scenarios"
    function Set-Scenario([string] $Text, [string] $Name = 'scenario.yaml') {
        Set-Content -LiteralPath "$TestDrive/$Name" -Value $Text
        "$TestDrive/$Name"
    }
    $simple = @'
profile: Exchange2016
clients:
- name: reader
  threads: 30
  requests: 1000
  operations: [{ operation: GetItem, batchSize: 5 }]
'@
}

Describe 'The scenario <_.Name>' -ForEach $shipped {
    It 'is modelled, and something binds' {
        $result = Invoke-EwsThrottlingModel $_.FullName
        $result | Should -BeOfType ThrottlingTools.Modelling.WorkloadResult
        $result.BindingLimit, $result.BindingValue, $result.Assumptions | Should -Not -BeNullOrEmpty
        $result.Total.Completed | Should -BeGreaterThan 100
    }
}

Describe 'Invoke-EwsThrottlingModel' {
    It 'ships scenarios' {
        @(Get-ChildItem $scenarios -Filter *.yaml).Count | Should -Be 4
    }

    It 'tells throughput, latency, charges, delays, errors, phases and the balance' {
        $result = Invoke-EwsThrottlingModel (Set-Scenario $simple)
        $result.Total.Completed | Should -Be 1000
        $result.Total.Latency.Percentile95 | Should -BeGreaterThan ([timespan]::Zero)
        $result.Total.ErrorsByCode.Parameter | Should -Be 'EwsMaxConcurrency'
        $result.Total.Delays.BackOff | Should -BeGreaterThan ([timespan]::Zero)
        $result.Total.ChargedTime | Should -Be $result.Owners.ChargedTime
        $result.TimeInBurst + $result.TimeInMicroDelay + $result.TimeLockedOut | Should -Be $result.Elapsed
        $result.Owners.Balance.Count | Should -BeIn (1..500)
        $result.TimeToFinish | Should -Be $result.Elapsed
    }

    It 'gives equal results for an equal seed' {
        $path = "$scenarios/mailbox-with-many-sessions.yaml"
        $runs = @(1, 1, 2 | ForEach-Object { Invoke-EwsThrottlingModel $path -Seed $_ | ConvertTo-Json -Depth 5 })
        $runs[0] -eq $runs[1] | Should -BeTrue
        $runs[0] -eq $runs[2] | Should -BeFalse
    }

    It 'takes profiles from the pipeline instead of that of the file' {
        $path = Set-Scenario $simple
        $results = 'Exchange2010SP3', (Get-EwsThrottlingProfile Exchange2019) | Invoke-EwsThrottlingModel $path
        $results.Profile | Should -Be 'Exchange2010SP3', 'Exchange2019'
    }

    It 'takes wildcards, and literal paths' {
        @(Invoke-EwsThrottlingModel "$scenarios/[rs]*.yaml").Count | Should -Be 2
        @(Invoke-EwsThrottlingModel -LiteralPath (Set-Scenario $simple 'a[1].yaml')).Count | Should -Be 1
    }

    It 'streams events as a timeline, and stops when nobody wants more' {
        $path = "$scenarios/resolve-names-batches-2010.yaml"
        $events = Invoke-EwsThrottlingModel $path -AsTimeline | Select-Object -First 20
        $events.Count | Should -Be 20
        $events | Should -BeOfType ThrottlingTools.Modelling.WorkloadEvent
        $events.Time | Should -Be ($events.Time | Sort-Object)
        $events[0].Kind | Should -Be 'Admitted'
    }

    It 'warns when it ends before its scenario' {
        $path = Set-Scenario ($simple -replace '1000', '20')
        $null = Invoke-EwsThrottlingModel $path -MaxRequests 200 -WarningVariable none
        $none | Should -BeNullOrEmpty
        $text = "networkLatency: 0`n$($simple -replace '1000', '30')"
        $path = Set-Scenario "$text`n  backOff: { behaviour: IgnoreHint, retryDelay: 1us }"
        $null = Invoke-EwsThrottlingModel $path -MaxRequests 200 -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*200 requests*'
    }

    It 'refuses <Text>' -ForEach @(
        @{ Text = 'colour: red'; Id = 'UnknownScenarioKey'; Says = '*scenario.yaml, line 7*colour*' }
        @{ Text = 'seed: many'; Id = 'InvalidSetting'; Says = '*line 7: seed*' }
        @{ Text = '  threads: 0'; Id = 'DuplicateKey'; Says = '*line 7*threads*' }
        @{ Text = '  stopAt: 0s'; Id = 'InvalidScenario'; Says = '*scenario.yaml*StopAt*' }
        @{ Text = '  startAt: -1s'; Id = 'InvalidSetting'; Says = '*line 7: startAt*' }
        @{ Text = '  basedOn: nobody'; Id = 'InvalidSetting'; Says = '*line 7: basedOn*' }
        @{
            Text = '  arrival: { pattern: Poisson, ratePerSecond: 0 }'
            Id = 'InvalidSetting'; Says = '*line 7: ratePerSecond*'
        }
    ) {
        $path = Set-Scenario "$simple`n$Text"
        $null = Invoke-EwsThrottlingModel $path -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Be "$Id,ThrottlingTools.Commands.InvokeEwsThrottlingModelCommand"
        "$($failed[0])" | Should -BeLike $Says
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'states an estimate for what is too large' {
        $path = Set-Scenario ($simple -replace '1000', '1_000_000_000')
        $null = Invoke-EwsThrottlingModel $path -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId |
            Should -Be 'WorkloadTooLarge,ThrottlingTools.Commands.InvokeEwsThrottlingModelCommand'
        "$($failed[0])" | Should -BeLike '*5,000,000,000 requests*a second after that*'
    }

    It 'shows tables of about five columns' {
        $result = Invoke-EwsThrottlingModel (Set-Scenario $simple)
        $result | Out-String -Width 160 |
            Should -Match 'Scenario +Profile +Requests +Errors +PerSecond +LimitedBy +Elapsed'
        $result.Clients | Out-String -Width 160 | Should -Match 'Client +Requests +Errors +PerSecond +Charged +P95'
        Invoke-EwsThrottlingModel (Set-Scenario $simple) -AsTimeline | Select-Object -First 1 | Out-String -Width 160 |
            Should -Match 'Time +Kind +Client +Operation +Delay +Parameter'
    }
}
