BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Test-EwsConcurrency' {
    It 'compares numbers of connections and recommends the fewest of the best' {
        $results = Test-EwsConcurrency Exchange2016
        $results | Should -BeOfType ThrottlingTools.Modelling.ConcurrencyResult
        $results.Concurrency | Should -Be 1, 2, 3, 5, 10, 15, 20, 27, 30
        @($results | Where-Object IsRecommended).Concurrency | Should -Be 2
        $results[-1].Errors | Should -BeGreaterThan 0
    }

    It 'names the binding limit with its value, and the assumptions' {
        $result = Test-EwsConcurrency Exchange2016 -Concurrency 27
        $result.LimitedBy | Should -Be 'EwsMaxBurst'
        $result.LimitValue | Should -Be 300000
        $result.BurstGoneAfter | Should -BeOfType timespan
        $result.Assumptions.Id | Should -Contain 'MicroDelay'
    }

    It 'charges each mailbox under impersonation, and the account without' {
        $with = Test-EwsConcurrency Exchange2016 -Concurrency 40 -Mailbox 50 -Impersonate -Duration 0:1
        $without = Test-EwsConcurrency Exchange2016 -Concurrency 40 -Mailbox 50 -Duration 0:1
        $with.OwnerCount, $without.OwnerCount | Should -Be 50, 1
        $with.Errors | Should -Be 0
        $without.Errors | Should -BeGreaterThan 0
        $with.ChargedTo | Should -BeLike '*service accounts*'
    }

    It 'takes profiles of any form from the pipeline' {
        $profiles = (Get-EwsThrottlingProfile Exchange2013), 'Exchange2016', @{ Release = 'Exchange2019'; Name = 'Mine'
            EwsMaxConcurrency = 5; EwsMaxBurst = 1000; EwsRechargeRate = 900000; EwsCutoffBalance = 3000000
            EwsMaxSubscriptions = 1 }
        $results = $profiles | Test-EwsConcurrency -Concurrency 1, 6 -Duration 0:1
        $results.Profile | Should -Be 'Exchange2013', 'Exchange2013', 'Exchange2016', 'Exchange2016', 'Mine', 'Mine'
        $results[-1].Reason | Should -BeLike '*EwsMaxConcurrency*'
    }

    It 'says what a profile lacks, and goes on with the next one' {
        $results = 'ExchangeOnline', 'Exchange2016' |
            Test-EwsConcurrency -Concurrency 1 -Duration 0:1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId |
            Should -Be 'ProfileValueUnknown,ThrottlingTools.Commands.TestEwsConcurrencyCommand'
        $results.Profile | Should -Be 'Exchange2016'
    }

    It 'refuses an impossible time: <Time>' -ForEach @(
        @{ Time = '-1:00'; Id = 'ParameterArgumentValidationError' }
        @{ Time = '0:0'; Id = 'InvalidSetting' }
        @{ Time = '9999.00:00'; Id = 'ParameterArgumentValidationError' }
    ) {
        { Test-EwsConcurrency Exchange2016 -Concurrency 1 -Duration $Time -ErrorAction Stop } |
            Should -Throw -ErrorId "$Id,ThrottlingTools.Commands.TestEwsConcurrencyCommand"
    }

    It 'refuses what would take too long, with an estimate' {
        { Test-EwsConcurrency Exchange2016 -Concurrency 1000 -Duration 300.00:00 -ErrorAction Stop } |
            Should -Throw -ErrorId 'WorkloadTooLarge,ThrottlingTools.Commands.TestEwsConcurrencyCommand'
    }

    It 'shows a table' {
        $text = Test-EwsConcurrency Exchange2016 -Concurrency 1, 27 | Out-String -Width 160
        $text | Should -Match 'Concurrency +ItemsPerSecond +Errors +BurstGone +Cutoff +LimitedBy +Best +Reason'
        $text | Should -Match '27 +\d+.\d +0 +00:01:\d\d +EwsMaxBurst'
    }

    It 'stops on Ctrl+C' {
        $shell = [powershell]::Create()
        $long = 'Test-EwsConcurrency Exchange2016 -Concurrency 20 -Mailbox 1000 -Impersonate -Duration 15:00'
        $null = $shell.AddScript("Import-Module '$manifest'; 'running'; $long")
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke($output, $output)
        while ($output.Count -eq 0 -and -not $running.IsCompleted) { $null = [Threading.Thread]::Yield() }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $output.Count | Should -Be 1
        $shell.Dispose()
    }
}
