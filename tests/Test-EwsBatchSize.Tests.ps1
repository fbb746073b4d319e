BeforeAll {
    . $PSScriptRoot/common.ps1
    $simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 300
}

AfterAll {
    Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
}

Describe 'Test-EwsBatchSize' {
    It 'predicts from a profile, and names one best size' {
        $results = Test-EwsBatchSize Exchange2016
        $results.BatchSize | Should -Be 1, 2, 5, 10, 20, 50, 100
        ($results | Where-Object IsBest).Count | Should -Be 1
        $results | Should -BeOfType ThrottlingTools.Modelling.BatchSizeResult
        $results.Items | Sort-Object -Unique | Should -Be 1000
        "$($results[0].AssumptionsUsed)" | Should -BeLike '*ServiceTimes*'
    }

    It 'predicts the same every time' {
        $first, $second = 1..2 | ForEach-Object {
            Test-EwsBatchSize Exchange2016 -Concurrency 5 -ItemCount 20000 | ConvertTo-Json
        }
        $second | Should -Be $first
    }

    It 'finds the batches that a small budget makes run into the one-minute limit' {
        $slow = New-EwsThrottlingProfile Slow -BasedOn Exchange2016 -EwsMaxBurst 10 -EwsRechargeRate 1000
        $results = $slow | Test-EwsBatchSize -BatchSize 1, 100 -ItemCount 200
        $results[1].TimedOut | Should -BeGreaterThan 0
        $results[1].IsBest | Should -BeFalse
    }

    It 'takes profiles from the pipeline' {
        Get-EwsThrottlingProfile Exchange2013, Exchange2016 | Test-EwsBatchSize -BatchSize 1, 10 | Should -HaveCount 4
    }

    It 'measures on a server, and names one best size' {
        $before = $simulator.RequestCount
        $results = $simulator | Test-EwsBatchSize -BatchSize 1, 10, 50 -Repeat 2
        $results.BatchSize | Should -Be 1, 10, 50
        $results.Items | Should -Be 2, 20, 100
        $results.Errors | Should -Be 0, 0, 0
        ($results | Where-Object IsBest).Count | Should -Be 1
        $simulator.RequestCount - $before | Should -BeLessThan 20
    }

    It 'never sends more requests than allowed' {
        $before = $simulator.RequestCount
        $simulator | Test-EwsBatchSize -MaxRequests 5 -WarningVariable told -WarningAction SilentlyContinue |
            Should -Not -BeNullOrEmpty
        # Three finds for the ids, five GetItem requests, and the refused one that asks for the password.
        $simulator.RequestCount - $before | Should -BeLessOrEqual 8
        "$told" | Should -BeLike '*limit of 5 requests*'
    }

    It 'ends at a lockout, and reports what it has' {
        $limits = @{ EwsMaxBurst = 100; EwsCutoffBalance = 0; EwsRechargeRate = 1 }
        $tight = New-EwsThrottlingProfile Tight -BasedOn Exchange2016 @limits
        $locked = $tight | Start-EwsThrottlingSimulator -ItemCount 300
        $results = $locked |
            Test-EwsBatchSize -BatchSize 1 -Repeat 100 -WarningVariable told -WarningAction SilentlyContinue
        $results.Requests | Should -BeIn (2..99)
        "$told" | Should -BeLike '*locked the caller out*'
    }

    It 'sends nothing with -WhatIf' {
        $before = $simulator.RequestCount
        $simulator | Test-EwsBatchSize -WhatIf | Should -BeNullOrEmpty
        $simulator.RequestCount | Should -Be $before
    }

    It 'refuses a profile with unknown values' {
        { Test-EwsBatchSize ExchangeOnline -ErrorAction Stop } |
            Should -Throw -ErrorId 'ProfileValueUnknown,ThrottlingTools.Commands.TestEwsBatchSizeCommand'
    }
}
