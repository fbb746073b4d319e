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
            Test-EwsBatchSize Exchange2016 -Concurrency 5 -ItemCount 20000 |
                ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue
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

    It 'recommends a size, a range, and a safe size for a busy server' {
        $best = Test-EwsBatchSize Exchange2016 -Minimum 1 -Maximum 500 -ItemCount 5000 | Where-Object IsBest
        $best.RangeMinimum | Should -Be $best.BatchSize
        $best.RangeMaximum | Should -BeGreaterThan $best.BatchSize
        $best.SafeBatchSize | Should -BeIn (1..$best.RangeMaximum)
        $best.Reason | Should -BeLike '*Most of its time*'
        $busier = Test-EwsBatchSize Exchange2016 -Minimum 1 -Maximum 500 -ItemCount 5000 -BusyFactor 100 |
            Where-Object IsBest
        $busier.SafeBatchSize | Should -BeLessThan $best.SafeBatchSize
    }

    It 'tells where the time goes' {
        $result = Test-EwsBatchSize Exchange2016 -BatchSize 10 -ItemCount 60000 -ItemCost 50
        $result.Phase | Should -Be MicroDelay
        $result.LimitedBy | Should -Be EwsMaxBurst
        $result.LimitValue | Should -Be 300000
        $result.Elapsed | Should -Be ($result.NetworkTime + $result.ServerTime + $result.Delays.Total)
        $result.TimeToFinish | Should -Be $result.Elapsed
        $result.Latency.Percentile95 | Should -BeGreaterOrEqual $result.Latency.Median
    }

    It 'predicts <_>' -ForEach @(
        'GetItem', 'CreateItem', 'UpdateItem', 'DeleteItem', 'MoveItem', 'ExportItems', 'UploadItems', 'GetAttachment'
    ) {
        $results = Test-EwsBatchSize Exchange2019 -Operation $_ -BatchSize 1, 10 -ItemCount 100
        $results.Items | Should -Be 100, 100
        $results.Operation | Sort-Object -Unique | Should -Be $_
    }

    It 'predicts ResolveNames with one name a request' {
        $only = Test-EwsBatchSize Exchange2019 -Operation ResolveNames -ItemCount 100
        $only.BatchSize, $only.Requests, $only.IsBest | Should -Be 1, 100, $true
        $results = Test-EwsBatchSize Exchange2019 -Operation ResolveNames -BatchSize 1, 10 -ItemCount 100
        $results.Items | Should -Be 100, 0
        $results[1].Reason | Should -Be 'Not possible: a ResolveNames request holds one name.'
    }

    It 'predicts for <_>' -ForEach @(
        'Exchange2010', 'Exchange2010SP1', 'Exchange2010SP3', 'Exchange2013', 'Exchange2016', 'Exchange2019'
        'ExchangeSE'
    ) {
        (Test-EwsBatchSize $_ -ItemCount 500 | Where-Object IsBest).Items | Should -Be 500
    }

    It 'takes every size of a range' {
        (Test-EwsBatchSize Exchange2016 -Minimum 5 -Maximum 25 -AllSizes -ItemCount 100).BatchSize | Should -Be (5..25)
    }

    It 'refuses a list of sizes together with a range' {
        { Test-EwsBatchSize Exchange2016 -BatchSize 1 -Maximum 10 -ErrorAction Stop } |
            Should -Throw -ErrorId 'BatchSizesGivenTwice,*'
        { Test-EwsBatchSize Exchange2016 -Minimum 20 -Maximum 10 -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidSetting,*'
    }

    It 'spreads runs that are repeated' {
        $result = Test-EwsBatchSize Exchange2016 -BatchSize 10 -Repeat 5
        $result.ItemsPerSecondLow | Should -BeLessThan $result.ItemsPerSecondHigh
        (Test-EwsBatchSize Exchange2016 -BatchSize 10).ItemsPerSecondLow | Should -BeNullOrEmpty
    }

    It 'uses a cost model that was exported and changed' {
        $file = Join-Path $TestDrive costs.yaml
        Export-EwsCostModel $file -Operation GetItem
        (Get-Content $file) -replace 'perItem: 2ms', 'perItem: 20ms' | Set-Content $file
        $dear = Test-EwsBatchSize Exchange2016 -BatchSize 10 -CostModel $file
        $stated = Test-EwsBatchSize Exchange2016 -BatchSize 10 -CostModel (Get-Item $file)
        $cheap = Test-EwsBatchSize Exchange2016 -BatchSize 10
        $dear.ServerTime | Should -Be ($cheap.ServerTime + [timespan]::FromMilliseconds(18 * 1000))
        $stated.ServerTime | Should -Be $dear.ServerTime
    }

    It 'uses a cost model that was fitted' {
        $samples = foreach ($size in 1, 10, 100) {
            foreach ($ms in 24, 26) {
                [ThrottlingTools.Modelling.CostSample]::new($size, 0, [timespan]::FromMilliseconds($ms + 5 * $size))
            }
        }
        $fit = [ThrottlingTools.Modelling.CostModelFit]::Of([ThrottlingTools.Modelling.CostSample[]] $samples)
        $fit.PerItem.Value.TotalMilliseconds | Should -BeGreaterThan 4.8
        $result = Test-EwsBatchSize Exchange2016 -BatchSize 10 -CostModel $fit
        $result.ServerTime.TotalMilliseconds / 1000 | Should -BeGreaterThan 5
        $file = Join-Path $TestDrive fit.json
        $fit | Export-EwsCostModel $file -NetworkLatency 0:0:0.020
        (Test-EwsBatchSize Exchange2016 -BatchSize 10 -CostModel $file).ServerTime | Should -Be $result.ServerTime
    }

    It 'names file, line and key of a cost model that is wrong' {
        $file = Join-Path $TestDrive wrong.yaml
        Set-Content $file 'GetItem:', '  perItem: soon'
        { Test-EwsBatchSize Exchange2016 -CostModel $file -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidSetting,*' -ExpectedMessage '*wrong.yaml, line 2*perItem*'
        { Test-EwsBatchSize Exchange2016 -CostModel 5 -ErrorAction Stop } | Should -Throw -ErrorId 'NotACostModel,*'
    }

    It 'does not predict requests that are too large to send' {
        $large = @{ Operation = 'UploadItems'; ItemSize = 1MB; BatchSize = 10, 100; ItemCount = 100 }
        $results = Test-EwsBatchSize Exchange2016 @large
        $results[1].Items | Should -Be 0
        $results[1].LimitedBy | Should -Be MaxRequestSizeInBytes
        $results[0].IsBest | Should -BeTrue
    }

    It 'predicts for Exchange Online once its limits are borrowed' {
        $online = New-EwsThrottlingProfile Online -BasedOn ExchangeOnline -BorrowFrom Exchange2016
        ($online | Test-EwsBatchSize | Where-Object IsBest).Profile | Should -Be Online
    }

    It 'shows about five columns' {
        $text = Test-EwsBatchSize Exchange2016 | Out-String -Width 120
        $text | Should -Match 'BatchSize +ItemsPerSecond +Latency95 +Errors +Best +Advice'
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

    It 'chooses sizes by itself, and gives every figure an interval' {
        $results = $simulator | Test-EwsBatchSize -Maximum 40 -MaxRequests 40 -WarningAction SilentlyContinue
        $results | Should -BeOfType ThrottlingTools.Probing.BatchSizeMeasurement
        $results[0].BatchSize | Should -Be 1
        ($results.Requests | Measure-Object -Sum).Sum | Should -BeLessThan 40
        foreach ($result in $results) {
            $result.ItemsPerSecondLow | Should -BeLessOrEqual $result.ItemsPerSecond
            # On a machine that is busy otherwise too, an interval may be open, and an item cost nothing to speak of.
            $high = if ($null -eq $result.ItemsPerSecondHigh) { [double]::MaxValue } else { $result.ItemsPerSecondHigh }
            $result.ItemsPerSecond | Should -BeLessOrEqual $high
        }
        $experiment = $results[0].Experiment
        $experiment.SmallestGoodSize | Should -BeLessOrEqual $experiment.RecommendedSize
        ($results | Where-Object IsBest).BatchSize | Should -Be $experiment.RecommendedSize
        $experiment.Costs.PerItem.Value | Should -BeGreaterOrEqual ([timespan]::Zero)
        $experiment.Ledger.ItemsDone | Should -Be (($results.Items | Measure-Object -Sum).Sum + 1)
    }

    It 'streams the single requests with -PassThru' {
        $samples = $simulator | Test-EwsBatchSize -BatchSize 1, 5 -Repeat 3 -PassThru
        $samples | Should -BeOfType ThrottlingTools.Probing.BatchSizeSample
        $samples.BatchSize[0..1] | Should -Be 1, 5
        $samples.Block | Should -Be 0, 0, 1, 1, 2, 2
        $samples.Request | Should -Be (2..7)
        $first = $simulator | Test-EwsBatchSize -BatchSize 1, 5 -Repeat 3 -PassThru | Select-Object -First 1
        $first.BatchSize | Should -Be 1
    }

    It 'measures items from the pipeline' {
        $items = $simulator | Invoke-EwsPagedFind -Folder inbox | Select-Object -First 30
        $server = @{ Uri = $simulator.Uri; Credential = $simulator.Credential }
        $results = $items | Test-EwsBatchSize @server -BatchSize 1, 30, 50
        $results.Requests | Should -Be 3, 3, 0
        $results[2].Reason | Should -BeLike '*only 30 items*'
    }

    It 'explains the measurement by a profile' {
        $explained = $simulator | Test-EwsBatchSize -Profile Exchange2016 -BatchSize 1, 5, 20, 50 -Repeat 5
        $explained.PredictedItemsPerSecond | Should -Not -Contain $null
        $explained.ExplainedItemsPerSecond | Should -Not -Contain $null
        $explanation = $explained[0].Experiment.Explanation
        $explanation.Profile | Should -Be Exchange2016
        $explanation.Summary | Should -Match 'explain'
        $explanation.Assumptions.Standing | Should -Contain NotExercised
        $explanation.Assumptions.Standing | Should -Contain NotIdentifiable
    }

    It 'predicts by the costs that are given, such as those of a measurement before' {
        $sizes = @{ Profile = 'Exchange2016'; BatchSize = 1, 5, 20; Repeat = 4 }
        $first = $simulator | Test-EwsBatchSize @sizes
        $again = $simulator | Test-EwsBatchSize @sizes -CostModel $first[0].Experiment.Costs -NetworkLatency 0
        foreach ($i in 0..2) {
            $ratio = $again[$i].PredictedItemsPerSecond / $first[$i].ExplainedItemsPerSecond
            $ratio | Should -BeGreaterThan 0.8
            $ratio | Should -BeLessThan 1.25
        }
        $dear = $simulator | Test-EwsBatchSize @sizes -ItemCost 1000
        $dear.PredictedItemsPerSecond | ForEach-Object { $_ | Should -BeLessThan 1 }
        "$($dear[0].Experiment.Explanation.Assumptions.Finding)" | Should -BeLike '*1000.00 assumed*'
    }

    It 'measures <_>, and leaves no folder behind' -ForEach @(
        'CreateItem', 'UpdateItem', 'DeleteItem', 'MoveItem', 'CopyItem', 'UploadItems', 'ExportItems'
    ) {
        $results = $simulator | Test-EwsBatchSize -Operation $_ -BatchSize 1, 5 -Repeat 2 -ItemSize 1KB -Force
        $results.Items | Should -Be 2, 10
        $results.Errors | Should -Be 0, 0
        ($simulator | Invoke-EwsPagedFind -Folder inbox | Measure-Object).Count | Should -Be 300
    }

    It 'measures attachments of the items in the folder, or of those from the pipeline' {
        $found = $simulator | Test-EwsBatchSize -Operation GetAttachment -BatchSize 1, 20 -Repeat 2
        $found.Items | Should -Be 2, 40
        $found.Errors | Should -Be 0, 0
        $server = $simulator | New-EwsConnection
        $piped = Invoke-EwsPagedFind -Connection $server -Filter 'HasAttachments -eq $true' -MaxItems 2 |
            Test-EwsBatchSize -Connection $server -Operation GetAttachment -BatchSize 1, 20 -Repeat 2
        $piped.Requests | Should -Be 2, 0
        $piped[1].Reason | Should -Match 'only [234] items'
        { $simulator | Test-EwsBatchSize -Operation GetAttachment -Folder drafts -ErrorAction Stop } |
            Should -Throw -ErrorId 'NoAttachmentsToProbe,*'
    }

    It 'measures ResolveNames with one name a request' {
        $results = $simulator | Test-EwsBatchSize -Operation ResolveNames
        $results.BatchSize, $results.Requests, $results.Errors | Should -Be 1, 20, 0
        $results.ItemsPerSecondLow | Should -BeLessThan $results.ItemsPerSecondHigh
        $results.Reason | Should -BeLike '*one name*'
        ($simulator | Test-EwsBatchSize -Operation ResolveNames -BatchSize 1, 5 -Repeat 2).Requests | Should -Be 2, 0
    }

    It 'removes its folder also after a failure' {
        $server = Start-EwsThrottlingSimulator Exchange2016 -Fault '403-blocked:operation=CreateItem,nth=4' |
            New-EwsConnection
        $before = (Invoke-EwsPagedFind msgfolderroot -FindFolder -Connection $server).DisplayName
        Test-EwsBatchSize -Connection $server -Operation CreateItem -BatchSize 1, 5 -Force -ErrorVariable failed `
            -ErrorAction SilentlyContinue
        "$($failed[0].FullyQualifiedErrorId)" | Should -BeLike 'EwsAccessBlocked,*'
        (Invoke-EwsPagedFind msgfolderroot -FindFolder -Connection $server).DisplayName | Should -Be $before
    }

    It 'removes its folder also after Ctrl+C' {
        $folders = { ($simulator | Invoke-EwsPagedFind msgfolderroot -FindFolder).DisplayName }
        $before = & $folders
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($Manifest, $Uri, $Credential)
            Import-Module $Manifest
            Test-EwsBatchSize -Uri $Uri -Credential $Credential -Operation CreateItem -BatchSize 1, 5 -Repeat 1000 `
                -MaxRequests 100000 -PassThru -Force
        }).AddArgument($manifest).AddArgument($simulator.Uri).AddArgument($simulator.Credential)
        $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $samples = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke($nothing, $samples)
        [Threading.SpinWait]::SpinUntil({ $samples.Count -gt 0 -or $run.IsCompleted }, 60000) | Should -BeTrue
        (& $folders).Count | Should -BeGreaterThan $before.Count
        $shell.Stop()
        [Threading.SpinWait]::SpinUntil({ (& $folders).Count -eq $before.Count }, 20000) | Should -BeTrue
        & $folders | Should -Be $before
        $shell.Dispose()
    }

    It 'does not write unasked' {
        $before = $simulator.RequestCount
        $simulator | Test-EwsBatchSize -Operation CreateItem -WhatIf | Should -BeNullOrEmpty
        { $simulator | Test-EwsBatchSize -Operation SendItem -ErrorAction Stop } |
            Should -Throw -ErrorId 'OperationNotMeasured,*'
        $simulator.RequestCount | Should -Be $before
    }

    It 'tells what it will cost first' {
        $told = $simulator | Test-EwsBatchSize -BatchSize 1, 2 -Repeat 1 -Verbose 4>&1 | Where-Object {
            $_ -is [System.Management.Automation.VerboseRecord]
        }
        "$($told[-1])" | Should -BeLike '*3 requests: 1 to warm up*Items: 4 done*'
        $first = $simulator | Test-EwsBatchSize -BatchSize 1, 2 -Repeat 1 6>&1 | Select-Object -First 1
        $first | Should -BeOfType System.Management.Automation.InformationRecord
        "$first" | Should -BeLike '*at most 200 requests*server time*rests by*'
    }

    It 'shows and tells what the profile explains' {
        $shown = $simulator | Test-EwsBatchSize -Profile Exchange2016 -BatchSize 1, 10, 40 6>&1
        "$($shown[1])" | Should -Match 'Exchange2016 .*explain'
        $text = $shown | Where-Object { $_ -is [ThrottlingTools.Probing.BatchSizeMeasurement] } | Out-String -Width 120
        $text | Should -Match 'BatchSize +ItemsPerSecond +Interval +Predicted +Explained +Best +Reason'
        $text | Should -Match '(?m)^ +1 +[\d.]+ +[\d.]+\.\.[\d.]* +[\d.]+ +[\d.]+ '
    }

    It 'says that items are not used that it has no use for' {
        $server = $simulator | New-EwsConnection
        $null = Invoke-EwsPagedFind -Connection $server -MaxItems 3 | Test-EwsBatchSize -Connection $server `
            -Operation CreateItem -BatchSize 1 -Repeat 1 -Force -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -HaveCount 1
        "$told" | Should -BeLike '*not used*'
    }

    It 'breaks no sentence of a table of 120 columns' {
        $text = Test-EwsBatchSize Exchange2016 -Maximum 500 -ItemCount 100000 -ItemCost 50 | Out-String -Width 120
        $text | Should -Match '\* +The smallest within 5% of the fastest, \d+\.\r?\n'
        $text | Should -Match '(?m)^ +Most of its time, \d+%, goes into waits for EwsMaxBurst\.\r?$'
        $text | Should -Match '(?m)^ +For a busy server: \d+\.\r?$'
    }

    It 'shows an interval beside each size' {
        $text = $simulator | Test-EwsBatchSize -BatchSize 1, 10 | Out-String -Width 120
        $text | Should -Match 'BatchSize +ItemsPerSecond +Interval +Requests +Best +Reason'
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
