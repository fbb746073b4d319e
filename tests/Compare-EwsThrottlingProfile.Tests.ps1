BeforeAll {
    . $PSScriptRoot/common.ps1
    $strict = New-EwsThrottlingProfile Strict -BasedOn Exchange2013 -EwsMaxConcurrency 5 -EwsMaxBurst Unlimited
}

Describe 'Compare-EwsThrottlingProfile' {
    It 'tells for each difference which side is stricter' {
        $rows = Compare-EwsThrottlingProfile Exchange2013 $strict -Parameter Ews*
        $rows.Parameter | Should -Be EwsMaxBurst, EwsMaxConcurrency
        $rows.Stricter | Should -Be Reference, Difference
        $rows[1].ReferenceValue | Should -Be 27
        $rows[1].DifferenceValue | Should -Be 5
    }

    It 'says nothing about equal profiles' {
        Compare-EwsThrottlingProfile Exchange2013 (Get-EwsThrottlingProfile Exchange2013) | Should -BeNullOrEmpty
    }

    It 'shows equal and unknown parameters on request' {
        (Compare-EwsThrottlingProfile Exchange2013 $strict -Parameter EwsRechargeRate -IncludeEqual).Stricter |
            Should -Be Equal
        Compare-EwsThrottlingProfile Exchange2013 Exchange2016 -Parameter OwaMaxBurst | Should -BeNullOrEmpty
        (Compare-EwsThrottlingProfile Exchange2013 Exchange2016 -Parameter OwaMaxBurst -IncludeUnknown).Stricter |
            Should -Be Unknown
    }

    It 'takes many profiles from the pipeline' {
        $rows = Get-EwsThrottlingProfile Exchange2016, Exchange2019 |
            Compare-EwsThrottlingProfile Exchange2013 -Parameter Hanging*
        $rows.Count | Should -Be 2
        Compare-EwsThrottlingProfile Exchange2013 Exchange2016, Exchange2019 -Parameter Hanging* | Should -HaveCount 2
    }

    It 'completes parameter names' {
        (Complete 'Compare-EwsThrottlingProfile Exchange2013 Exchange2016 -Parameter Hang').CompletionText |
            Should -Be HangingConnectionLimit
    }

    It 'ends with an error when the reference is no profile' {
        { Compare-EwsThrottlingProfile Exchange2007 Exchange2013 } |
            Should -Throw -ErrorId 'ProfileNotFound,ThrottlingTools.Commands.CompareEwsThrottlingProfileCommand'
    }
}
