BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Test-EwsMailboxBudget' {
    It 'finds the sessions that drive a mailbox over budget, and what helps' {
        $results = Test-EwsMailboxBudget Exchange2013 -OwaSession 2 -OwaTab 3
        $results | Should -BeOfType ThrottlingTools.Modelling.MailboxBudgetResult
        $browser = $results | Where-Object BudgetType -EQ Owa
        $browser.State | Should -Be 'OverBudget', 'OverBudget'
        $browser.IsCause | Should -Be $true, $true
        $browser[0].LimitedBy | Should -Be 'OwaMaxConcurrency'
        $browser[0].LimitValue | Should -Be 20
        $browser[0].Remedy | Should -BeLike 'Close Browser session 1 or Browser session 2*'
        ($results | Where-Object BudgetType -EQ Rca).State | Should -Be 'WithinBudget'
    }

    It 'finds a long search beside another client' {
        $results = Test-EwsMailboxBudget Exchange2013 -OwaSession 0 -Outlook 0 -MobileDevice 0 -LongSearch 1
        ($results | Where-Object IsCause).Client | Should -Contain 'Long search 1'
        $results[0].OverBudgetAfter | Should -BeOfType timespan
        $results[0].Assumptions.Id | Should -Contain 'ClientLoad'
    }

    It 'leaves clients out whose limits the profile does not know, and says so' {
        $results = Test-EwsMailboxBudget Exchange2016 -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*Browser session 1*OwaMaxConcurrency*'
        $results.BudgetType | Select-Object -Unique | Should -Be 'Ews'
    }

    It 'models them with limits that were borrowed on purpose' {
        $results = New-EwsThrottlingProfile Mine -BasedOn Exchange2016 -BorrowFrom Exchange2013 |
            Test-EwsMailboxBudget -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $results.BudgetType | Should -Contain 'Owa'
    }

    It 'needs a client' {
        $none = @{ OwaSession = 0; Outlook = 0; MobileDevice = 0; ThirdPartyClient = 0 }
        { Test-EwsMailboxBudget Exchange2013 @none -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidSetting,ThrottlingTools.Commands.TestEwsMailboxBudgetCommand'
    }

    It 'shows a table' {
        Test-EwsMailboxBudget Exchange2013 -OwaSession 2 | Out-String -Width 160 |
            Should -Match 'Client +Budget +State +After +Cause +Share +Remedy'
    }
}
