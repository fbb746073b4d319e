BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Test-EwsSubscription' {
    It 'lets users subscribe to 20 calendar folders in different mailboxes if EWSMaxSubscriptions is 20' {
        $fits = Test-EwsSubscription ExchangeOnline -Type Pull -MailboxCount 20 -FolderCount 1
        $fits.Fits | Should -BeTrue
        $tooMany = Test-EwsSubscription ExchangeOnline -Type Pull -MailboxCount 21 -FolderCount 1
        $tooMany.Fits | Should -BeFalse
        $tooMany.LimitedBy | Should -Be EwsMaxSubscriptions
        $tooMany.Limit | Should -Be 20
        $tooMany.MaxMailboxes | Should -Be 20
        $tooMany.Advice | Should -BeLike '*Impersonate*'
    }

    It 'charges each target mailbox with impersonation, and the caller before Exchange 2010 SP2 RU4' {
        $plans = Get-EwsThrottlingProfile Exchange2010SP2, Exchange2010SP2RU4, Exchange2016 |
            Test-EwsSubscription -Type Push -MailboxCount 6000 -Impersonate
        $plans.Fits | Should -Be $false, $true, $true
        $plans.ChargedTo | Should -Be 'the calling account', 'each target mailbox', 'each target mailbox'
    }

    It 'groups at most 200 subscriptions in a streaming request' {
        $plan = Test-EwsSubscription Exchange2016 -MailboxCount 3000 -Impersonate
        $plan | Should -BeOfType ThrottlingTools.Modelling.SubscriptionPlan
        $plan.Connections | Should -Be 15
        $plan.SubscriptionsPerConnection | Should -Be 200
        $plan.ConnectionsPerOwner | Should -Be 1
    }

    It 'names the streaming connections where they bind' {
        (Test-EwsSubscription Exchange2013 -MailboxCount 601).LimitedBy | Should -Be HangingConnectionLimit
        (Test-EwsSubscription Exchange2013 -MailboxCount 600).Fits | Should -BeTrue
    }

    It 'counts servers in Exchange 2010 only' {
        (Test-EwsSubscription Exchange2010SP3 -Type Pull -MailboxCount 8000 -ServerCount 2).Fits | Should -BeTrue
        (Test-EwsSubscription Exchange2013 -Type Pull -MailboxCount 8000 -ServerCount 2).Fits | Should -BeFalse
    }

    It 'writes an error for a policy whose limits are not known, and goes on with the next' {
        $policies = @(@{ Name = 'Partial'; EwsMaxBurst = 1; ThrottlingPolicyScope = 'Regular' }, 'Exchange2016')
        $plans = $policies | Test-EwsSubscription -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ProfileValueUnknown*'
        $plans.Profile | Should -Be Exchange2016
    }

    It 'refuses numbers that make no sense' {
        { Test-EwsSubscription Exchange2016 -MailboxCount 0 } | Should -Throw -ErrorId ParameterArgumentValidationError*
        { Test-EwsSubscription Exchange2016 -Type Fax } | Should -Throw
    }

    It 'shows the limit in the default view' {
        Test-EwsSubscription Exchange2013 -MailboxCount 601 | Out-String -Width 200 |
            Should -Match 'Exchange2013\s+False\s+601\s+4\s+HangingConnectionLimit'
    }
}
