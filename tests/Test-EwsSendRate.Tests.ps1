BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Test-EwsSendRate' {
    It 'defers more than 30 messages per minute' {
        $result = Test-EwsSendRate ExchangeOnline 2000 -WarningAction SilentlyContinue
        $result | Should -BeOfType ThrottlingTools.Modelling.SendRateResult
        $result.Deferred | Should -Be 1970
        $result.Refused | Should -Be 0
        $result.LastDelivered | Should -Be ([timespan]'01:06:00')
        $result.LimitedBy | Should -Be MessageRateLimit
        $result.Limit | Should -Be 30
        $result.AssumptionsUsed | Should -Be MessageRateWindow
    }

    It 'refuses more than 500 recipients per day' {
        $policy = New-EwsThrottlingProfile Ours -BasedOn Exchange2013 -RecipientRateLimit 500
        $result = $policy | Test-EwsSendRate -MessageCount 300 -RecipientCount 2 -Period 08:00
        $result.Refused | Should -Be 50
        $result.LimitedBy | Should -Be RecipientRateLimit
        $result.FirstRefused | Should -Be ([timespan]'06:40:00')
        $result.ShortestPeriod | Should -Be ([timespan]'1.00:00:00')
    }

    It 'says that everything is delivered where nothing limits' {
        $result = Test-EwsSendRate Exchange2013 1000000
        $result.Fits | Should -BeTrue
        $result.LimitedBy | Should -BeNullOrEmpty
        $result.LastDelivered | Should -Be ([timespan]0)
    }

    It 'warns of limits that no source states' {
        $result = Test-EwsSendRate ExchangeOnline 10 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*RecipientRateLimit*'
        $result.UnknownLimits | Should -Contain RecipientRateLimit
    }

    It 'answers for a thousand million messages at once' {
        $result = Test-EwsSendRate ExchangeOnline 1000000000 -Period 366 -WarningAction SilentlyContinue
        $result.LastDelivered.TotalMinutes | Should -Be 33333333
    }

    It 'refuses numbers that make no sense' {
        { Test-EwsSendRate Exchange2013 0 } | Should -Throw -ErrorId ParameterArgumentValidationError*
        { Test-EwsSendRate Exchange2013 1000000001 } | Should -Throw -ErrorId ParameterArgumentValidationError*
        { Test-EwsSendRate Exchange2013 1 -Period 400.00:00 } | Should -Throw -ErrorId InvalidSetting*
        { Test-EwsSendRate Exchange2013 1 -Period '-00:01' } | Should -Throw -ErrorId InvalidSetting*
    }

    It 'shows the limit in the default view' {
        Test-EwsSendRate ExchangeOnline 61 -WarningAction SilentlyContinue | Out-String -Width 200 |
            Should -Match 'ExchangeOnline\s+31\s+0\s+00:02:00\s+MessageRateLimit'
    }
}
