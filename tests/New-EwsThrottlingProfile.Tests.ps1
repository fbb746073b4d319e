BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'New-EwsThrottlingProfile' {
    It 'changes what is given and keeps the rest, with its source' {
        $limits = @{ EwsMaxConcurrency = 54; EwsCutoffBalance = 'unlimited' }
        $policy = New-EwsThrottlingProfile Fast -BasedOn Exchange2013 @limits -IsServiceAccount
        $policy.Name | Should -Be Fast
        $policy.EwsMaxConcurrency | Should -Be 54
        $policy.EwsCutoffBalance | Should -Be Unlimited
        $policy.IsServiceAccount | Should -BeTrue
        $policy.EwsMaxBurst | Should -Be 300000
        ($policy.Settings | Where-Object Name -EQ EwsMaxConcurrency).Source.Kind | Should -Be Declared
        ($policy.Settings | Where-Object Name -EQ EwsMaxBurst).Source.Kind | Should -Be Observed
    }

    It 'makes a policy of scope Regular, as New-ThrottlingPolicy does' {
        (New-EwsThrottlingProfile X -BasedOn Exchange2013).ThrottlingPolicyScope | Should -Be Regular
        (New-EwsThrottlingProfile X -BasedOn Exchange2013 -ThrottlingPolicyScope Organization).ThrottlingPolicyScope |
            Should -Be Organization
    }

    It 'leaves the catalogue as it is' {
        New-EwsThrottlingProfile X -BasedOn Exchange2013 -EwsMaxBurst 1 | Should -Not -BeNullOrEmpty
        (Get-EwsThrottlingProfile Exchange2013).EwsMaxBurst | Should -Be 300000
    }

    It 'offers the parameters of the base release, and the limits that no policy sets' {
        $names = (Complete 'New-EwsThrottlingProfile X -BasedOn Exchange2013 -Ews').CompletionText
        $names | Should -Contain '-EwsMaxBurst'
        $names | Should -Not -Contain '-EWSPercentTimeInAD'
        (Complete 'New-EwsThrottlingProfile X -BasedOn Exchange2010SP1 -EwsP').CompletionText |
            Should -Contain '-EWSPercentTimeInAD'
        (New-EwsThrottlingProfile X -BasedOn Exchange2016 -HangingConnectionLimit 25).HangingConnectionLimit |
            Should -Be 25
    }

    It 'sets a value back to inherit' {
        $policy = New-EwsThrottlingProfile X -BasedOn Exchange2013 -EwsMaxBurst $null
        $policy.EwsMaxBurst | Should -BeNullOrEmpty
    }

    It 'borrows on request what the base does not know, and says so' {
        $policy = New-EwsThrottlingProfile Online -BasedOn ExchangeOnline -BorrowFrom Exchange2013
        $policy.EwsMaxBurst | Should -Be 300000
        $policy.EwsMaxSubscriptions | Should -Be 20
        $source = ($policy.Settings | Where-Object Name -EQ EwsMaxBurst).Source
        $source | Should -Be 'Inferred, borrowed from Exchange2013'
        $source.Confidence | Should -Be Low
    }

    It 'takes the base from the pipeline' {
        (Get-EwsThrottlingProfile Exchange2013, Exchange2016 | New-EwsThrottlingProfile X -EwsMaxBurst 5).EwsMaxBurst |
            Should -Be 5, 5
    }

    It 'refuses <Name> <Value>' -ForEach @(
        @{ Name = 'EwsMaxBurst'; Value = -5 }
        @{ Name = 'EwsMaxBurst'; Value = 'lots' }
        @{ Name = 'EwsMaxBurst'; Value = 4294967296 }
        @{ Name = 'EwsMaxConcurrency'; Value = 4294967295 }
        @{ Name = 'ThrottlingPolicyScope'; Value = 'Local' }
    ) {
        $given = @{ $Name = $Value }
        { New-EwsThrottlingProfile X -BasedOn Exchange2013 @given -ErrorAction Stop } | Should -Throw "*$Name*"
    }

    It 'refuses a parameter that the piped release does not have' {
        { Get-EwsThrottlingProfile Exchange2010 | New-EwsThrottlingProfile X -EwsMaxBurst 5 -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotInRelease,ThrottlingTools.Commands.NewEwsThrottlingProfileCommand'
    }
}
