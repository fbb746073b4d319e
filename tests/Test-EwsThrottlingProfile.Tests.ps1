BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Test-EwsThrottlingProfile' {
    It 'finds the blanks of Exchange 2010 that mean no limit' {
        $findings = Test-EwsThrottlingProfile Exchange2010
        $findings.Id | Should -Contain NullIsUnlimited
        $findings.Parameter | Should -Contain EWSPercentTimeInCAS
        $findings | Should -BeOfType ThrottlingTools.Profiles.ProfileFinding
    }

    It 'finds nothing to warn of in the defaults of 2013' {
        Test-EwsThrottlingProfile Exchange2013 -Severity Warning |
            Where-Object Parameter -Like Ews* | Should -BeNullOrEmpty
    }

    It 'gives each finding a reason, a source and a remedy' {
        $bad = @{ EwsRechargeRate = 0; EwsCutoffBalance = 100; EwsMaxConcurrency = 'Unlimited' }
        $policy = New-EwsThrottlingProfile Bad -BasedOn Exchange2013 @bad
        $findings = $policy | Test-EwsThrottlingProfile
        $findings.Id | Should -Contain RechargeZero
        $findings.Id | Should -Contain CutoffBelowBurst
        $findings.Id | Should -Contain ConcurrencyAboveDefault
        $findings[0].Severity | Should -Be Error
        foreach ($finding in $findings) {
            $finding.Reason, $finding.Source, $finding.Remedy | Should -Not -BeNullOrEmpty
        }
    }

    It 'checks one policy after the other' {
        $findings = Get-EwsThrottlingProfile Exchange2010* | Test-EwsThrottlingProfile
        ($findings | Group-Object ProfileName).Name | Should -Contain Exchange2010
    }
}
