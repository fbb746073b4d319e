BeforeAll {
    . $PSScriptRoot/common.ps1

    function Connect([int] $ItemCount = 200, [hashtable] $More = @{}) {
        Start-EwsThrottlingSimulator Exchange2016 -ItemCount $ItemCount @More | New-EwsConnection
    }

    function Measure-Folder([object] $Connection, [string] $Folder) {
        @(Invoke-EwsPagedFind $Folder -Connection $Connection).Count
    }
}

Describe 'Invoke-EwsBatch' {
    AfterEach {
        Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
    }

    It 'does it with what a find returns, one result for each item, while it finds' {
        $connection = Connect 1500
        $results = Invoke-EwsPagedFind -Connection $connection -PageSize 100 |
            Invoke-EwsBatch MoveItem -Destination junkemail -Connection $connection
        $results | Should -HaveCount 1500
        $results.Status | Select-Object -Unique | Should -Be 'Done'
        $results[0] | Should -BeOfType ThrottlingTools.Ews.BatchItemResult
        $results.NewItemId | Sort-Object -Unique | Should -HaveCount 1500
        Measure-Folder $connection inbox | Should -Be 0
    }

    It 'writes the first results before the find is over' {
        $connection = Connect 3000
        Invoke-EwsPagedFind -Connection $connection -PageSize 50 |
            Invoke-EwsBatch GetItem -Property Subject -Connection $connection |
            Select-Object -First 3 | ForEach-Object { $_.Item.Subject } | Should -HaveCount 3
        (Get-EwsThrottlingSimulator).RequestCount | Should -BeLessThan 70
    }

    It 'takes ids, objects with an id, and its own results' {
        $connection = Connect 30
        $items = Invoke-EwsPagedFind -Connection $connection
        $input = $items[0].ItemId, [pscustomobject] @{ Id = @{ UniqueId = $items[1].ItemId } }, $items[2]
        $copies = $input | Invoke-EwsBatch CopyItem -Destination drafts -Connection $connection
        $copies.Status | Should -Be 'Done', 'Done', 'Done'
        $copies.ItemId | Sort-Object | Should -Be ($items[0..2].ItemId | Sort-Object)
        $deleted = $copies | Invoke-EwsBatch DeleteItem -Connection $connection
        $deleted.ItemId | Sort-Object | Should -Be ($copies.NewItemId | Sort-Object)
        Measure-Folder $connection inbox | Should -Be 30
    }

    It 'updates, exports and uploads' {
        $connection = Connect 40
        $items = Invoke-EwsPagedFind -Connection $connection
        ($items | Invoke-EwsBatch UpdateItem -SetProperty @{ Subject = 'New' } -Connection $connection).Status |
            Select-Object -Unique | Should -Be 'Done'
        Invoke-EwsPagedFind -Connection $connection | ForEach-Object Subject | Select-Object -Unique |
            Should -Be 'New'
        $before = Measure-Folder $connection drafts
        $uploaded = $items | Invoke-EwsBatch ExportItems -Connection $connection |
            Invoke-EwsBatch UploadItems -Destination drafts -Connection $connection
        $uploaded.Status | Select-Object -Unique | Should -Be 'Done'
        (Measure-Folder $connection drafts) - $before | Should -Be 40
    }

    It 'gets the attachments that items tell of' {
        $connection = Connect 30
        $messages = Invoke-EwsPagedFind -Connection $connection -Filter 'HasAttachments -eq $true' |
            Invoke-EwsBatch GetItem -Property Attachments -Connection $connection | ForEach-Object Item
        $results = $messages | ForEach-Object Attachments | Invoke-EwsBatch GetAttachment -Connection $connection
        $results.Status | Select-Object -Unique | Should -Be Done
        $results.Attachment.Name | Should -Be $messages.Attachments.Name
        $results.ForEach{ $_.Attachment.GetContent().Length } | Should -Be $messages.Attachments.Size
    }

    It 'does each once while connections break' {
        $faults = 'reset-before:operation=MoveItem,nth=2-3', '503:operation=MoveItem,nth=5'
        $connection = Connect 200 @{ Fault = $faults }
        $results = Invoke-EwsPagedFind -Connection $connection |
            Invoke-EwsBatch MoveItem -Destination junkemail -Connection $connection -BatchSize 30
        $results.Status | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'Done 200'
        $results.IsFoundByLooking | Should -Contain $true
        Measure-Folder $connection inbox | Should -Be 0
    }

    It 'tells of each item that failed' {
        $connection = Connect 5
        $id = (Invoke-EwsPagedFind -Connection $connection)[0].ItemId
        $null = $id | Invoke-EwsBatch DeleteItem -DisposalType HardDelete -Force -Connection $connection
        $result = $id | Invoke-EwsBatch GetItem -Connection $connection -ErrorAction SilentlyContinue
        $result.Status | Should -Be 'Failed'
        $result.Error.ResponseCode | Should -Be 'ErrorItemNotFound'
    }

    It 'writes one error for the items of a batch that failed' {
        $connection = Connect 5
        $ids = (Invoke-EwsPagedFind -Connection $connection).ItemId
        $null = $ids[0..2] | Invoke-EwsBatch DeleteItem -DisposalType HardDelete -Force -Connection $connection
        $quiet = @{ ErrorVariable = 'errors'; ErrorAction = 'SilentlyContinue' }
        $results = $ids | Invoke-EwsBatch GetItem -Connection $connection @quiet
        $results | Should -HaveCount 5
        $errors.FullyQualifiedErrorId | Select-Object -Unique |
            Should -Be 'BatchItemFailed,ThrottlingTools.Commands.InvokeEwsBatchCommand'
        "$($errors[0])" | Should -Match '^GetItem failed for (one item|\d items): '
        $errors.TargetObject.ItemId | Sort-Object | Should -Be ($ids[0..2] | Sort-Object)
        $errors[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        { $ids | Invoke-EwsBatch GetItem -Connection $connection -ErrorAction Stop } |
            Should -Throw -ErrorId 'BatchItemFailed,*'
        $null = $ids[4] | Invoke-EwsBatch GetItem -Connection $connection
        $? | Should -BeTrue
        $null = $ids[0] | Invoke-EwsBatch GetItem -Connection $connection -ErrorAction SilentlyContinue
        $? | Should -BeFalse
    }

    It 'writes one error for what cannot be known' {
        $connection = Connect 5 @{ Fault = 'reset-before:operation=UploadItems' }
        $uploaded = Invoke-EwsPagedFind -Connection $connection |
            Invoke-EwsBatch ExportItems -Connection $connection |
            Invoke-EwsBatch UploadItems -Destination drafts -Connection $connection -ErrorVariable errors `
                -ErrorAction SilentlyContinue
        $uploaded.Status | Select-Object -Unique | Should -Be 'Unknown'
        $errors.FullyQualifiedErrorId | Select-Object -Unique | Should -BeLike 'BatchItemUnknown,*'
        $errors.TargetObject.ItemId | Sort-Object | Should -Be ($uploaded.ItemId | Sort-Object)
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'Look at these items before you repeat it*'
    }

    It 'gives one error where the server cannot be reached' {
        $errors = $null
        { 'a', 'b', 'c', 'd', 'e' | Invoke-EwsBatch GetItem -Uri http://localhost:9/ -MaxWait 0:0:10 } |
            Should -Throw -ErrorId 'EwsNetwork,*'
        $shell = [powershell]::Create('CurrentRunspace')
        $null = $shell.AddScript('"a", "b", "c" | Invoke-EwsBatch GetItem -Uri http://localhost:9/ -MaxWait 0:0:10')
        try { $null = $shell.Invoke() } catch { $errors = $_ }
        @($shell.Streams.Error).Count + @($errors).Count | Should -Be 1
    }

    It 'only says what it would do with -WhatIf' {
        $connection = Connect 5
        Invoke-EwsPagedFind -Connection $connection | Invoke-EwsBatch DeleteItem -Connection $connection -WhatIf |
            Should -BeNullOrEmpty
        Measure-Folder $connection inbox | Should -Be 5
    }

    It 'asks before it deletes for good' {
        $connection = Connect 5
        $script = 'Import-Module $args[0]
            $secret = ConvertTo-SecureString $args[3] -AsPlainText -Force
            $credential = [pscredential]::new("user@contoso.com", $secret)
            $args[2] | Invoke-EwsBatch DeleteItem -DisposalType HardDelete -Uri $args[1] -Credential $credential'
        $id = (Invoke-EwsPagedFind -Connection $connection)[0].ItemId
        $given = $manifest, "$($connection.Uri)", $id,
            (Get-EwsThrottlingSimulator).Credential.GetNetworkCredential().Password
        Invoke-InNewSession $script $given | Out-String | Should -Match 'NonInteractive'
        Measure-Folder $connection inbox | Should -Be 5
        Invoke-InNewSession "$script -Confirm:`$false" $given | Out-String | Should -Match 'Done'
        Measure-Folder $connection inbox | Should -Be 4
    }

    It 'goes on after it was stopped, and repeats nothing' {
        $connection = Connect 400 @{ NetworkLatency = '0:00:00.05' }
        $simulator = Get-EwsThrottlingSimulator
        $items = Invoke-EwsPagedFind -Connection $connection
        $before = Measure-Folder $connection junkemail
        $checkpoint = Join-Path $TestDrive 'move.checkpoint'
        $ready = [Threading.ManualResetEventSlim]::new()
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($Manifest, $Simulator, $Ids, $Checkpoint, $Ready)
            Import-Module $Manifest
            $connection = New-EwsConnection -Uri $Simulator.Uri -Credential $Simulator.Credential
            $batch = @{ Connection = $connection; Checkpoint = $Checkpoint; BatchSize = 10 }
            $Ids | Invoke-EwsBatch MoveItem -Destination junkemail @batch | ForEach-Object { $Ready.Set(); $_ }
        })
        foreach ($argument in $manifest, $simulator, $items.ItemId, $checkpoint, $ready) {
            $null = $shell.AddArgument($argument)
        }
        $run = $shell.BeginInvoke()
        $ready.Wait(60000) | Should -BeTrue
        $shell.Stop()
        $run.IsCompleted | Should -BeTrue
        $shell.Dispose()
        $moved = (Measure-Folder $connection junkemail) - $before
        $moved | Should -BeGreaterThan 0
        $moved | Should -BeLessThan 400
        $results = $items |
            Invoke-EwsBatch MoveItem -Destination junkemail -Connection $connection -Checkpoint $checkpoint
        $results.Status | Select-Object -Unique | Should -Be 'Done'
        $results.Count | Should -BeLessThan 400
        $items | Invoke-EwsBatch MoveItem -Destination junkemail -Connection $connection -Checkpoint $checkpoint |
            Should -BeNullOrEmpty
        (Measure-Folder $connection junkemail) - $before | Should -Be 400
    }

    It 'loses nothing together with a find when <Signal> ends both' -ForEach @(
        @{ Signal = 'KILL' }, @{ Signal = 'TERM' }
    ) -Skip:$IsWindows {
        $connection = Connect 900 @{ NetworkLatency = '0:00:00.02' }
        $simulator = Get-EwsThrottlingSimulator
        $before = Measure-Folder $connection junkemail
        $ids = (Invoke-EwsPagedFind -Connection $connection).ItemId
        $places = 'find', 'batch', 'results' | ForEach-Object { Join-Path $TestDrive "$Signal.$_" }
        $script = Join-Path $TestDrive "$Signal.ps1"
        Set-Content -LiteralPath $script -Value {
            param($Manifest, $Uri, $Password, $Find, $Batch, $Results)
            Import-Module $Manifest
            $secret = ConvertTo-SecureString $Password -AsPlainText -Force
            $connection = New-EwsConnection -Uri $Uri -Credential ([pscredential]::new('user@contoso.com', $secret))
            $writer = [IO.File]::AppendText($Results)
            $writer.AutoFlush = $true
            Invoke-EwsPagedFind -Connection $connection -Checkpoint $Find -PageSize 50 |
                Invoke-EwsBatch MoveItem -Destination junkemail -Connection $connection -Checkpoint $Batch -BatchSize 20 |
                ForEach-Object { $writer.WriteLine("$($_.Status) $($_.ItemId)") }
        }
        $password = $simulator.Credential.GetNetworkCredential().Password
        $program, $arguments = @(Get-PowerShellCommand) + '-NoProfile', '-NonInteractive', '-File', $script +
            $manifest, "$($simulator.Uri)", $password + $places
        $process = Start-Process $program $arguments -PassThru
        while (-not $process.HasExited -and @(Get-Content $places[2] -ErrorAction Ignore).Count -lt 200) {
            [Threading.Thread]::Yield() | Out-Null
        }
        $process.HasExited | Should -BeFalse
        & kill -s $Signal $process.Id
        $process.WaitForExit()
        & $program @arguments
        $results = Get-Content $places[2]
        $results | Where-Object { $_ -notlike 'Done *' } | Should -BeNullOrEmpty
        ($results -replace '^Done ' | Sort-Object -Unique) | Should -Be ($ids | Sort-Object)
        (Measure-Folder $connection junkemail) - $before | Should -Be 900
        Measure-Folder $connection inbox | Should -Be 0
    }

    It 'warns where <What> holds back what a checkpoint counts' -ForEach @(
        @{ What = 'Sort-Object'; Line = 'Find | Sort-Object Subject | Out-Null' }
        @{ What = 'Group-Object'; Line = 'Find | Where-Object Size | group Size | Out-Null' }
        @{ What = '-OutBuffer'; Line = 'Find -OutBuffer 5 | Out-Null' }
        @{ What = '-OutBuffer'; Line = 'Find | Where-Object Size -OutBuffer 5 | Out-Null' }
        @{ What = 'the variable $items'; Line = '$items = Find' }
        @{ What = 'the parentheses around it'; Line = '(Find) | Out-Null' }
        @{ What = 'the variable $r'; Line = '$r = "x" | Invoke-EwsBatch GetItem -Uri http://localhost:9/ -Checkpoint y' }
        @{ What = ''; Line = 'Find | ForEach-Object { $_ } | Out-Null' }
        @{ What = ''; Line = '$r = "x" | Invoke-EwsBatch MoveItem inbox -Uri http://localhost:9/ -Checkpoint y' }
    ) {
        $find = 'Invoke-EwsPagedFind -Uri http://localhost:9/ -Checkpoint x'
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$manifest'; Set-Location '$TestDrive'; $($Line.Replace('Find', $find))")
        try { $null = $shell.Invoke() } catch { $null = $_ }
        $warnings = @($shell.Streams.Warning)
        $shell.Dispose()
        $warnings | Should -HaveCount ([int] [bool] $What)
        if ($What) { "$warnings" | Should -BeLike "$What collects what is handed on*" }
    }

    It 'refuses a checkpoint of something else' {
        $connection = Connect 5
        $checkpoint = Join-Path $TestDrive 'other.checkpoint'
        $items = Invoke-EwsPagedFind -Connection $connection
        $null = $items | Invoke-EwsBatch MarkAsRead -Connection $connection -Checkpoint $checkpoint
        { $items | Invoke-EwsBatch DeleteItem -Connection $connection -Checkpoint $checkpoint } |
            Should -Throw -ErrorId 'CheckpointOfOtherBatch,ThrottlingTools.Commands.InvokeEwsBatchCommand'
        Measure-Folder $connection inbox | Should -Be 5
    }

    It 'refuses <Id> before anything is sent' -ForEach @(
        @{ Id = 'BatchArgumentMissing'; Arguments = @{ Operation = 'MoveItem' } }
        @{ Id = 'BatchArgumentMissing'; Arguments = @{ Operation = 'UpdateItem' } }
        @{ Id = 'BatchArgumentUnused'; Arguments = @{ Operation = 'GetItem'; Destination = 'inbox' } }
        @{ Id = 'InvalidMaxWait'; Arguments = @{ Operation = 'GetItem'; MaxWait = 30 } }
        @{ Id = 'UnknownEwsProperty'; Arguments = @{ Operation = 'UpdateItem'; SetProperty = @{ Subjekt = 1 } } }
    ) {
        { 'AAMk' | Invoke-EwsBatch @Arguments -Uri http://localhost:9/ } |
            Should -Throw -ErrorId "$Id,ThrottlingTools.Commands.InvokeEwsBatchCommand"
    }

    It 'passes over what is no item, and goes on' {
        $connection = Connect 5
        $item = (Invoke-EwsPagedFind -Connection $connection)[0]
        $results = [pscustomobject] @{ Name = 'x' }, $item |
            Invoke-EwsBatch GetItem -Connection $connection -ErrorVariable errors -ErrorAction SilentlyContinue
        $results | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'NotAnItem,*'
    }

    It 'gives an account of every item when the server refuses the caller' {
        $connection = Connect 50 @{ Fault = '403-blocked:operation=UpdateItem' }
        $items = Invoke-EwsPagedFind -Connection $connection
        $results = [Collections.Generic.List[object]]::new()
        { $items | Invoke-EwsBatch MarkAsRead -Connection $connection | ForEach-Object { $results.Add($_) } } |
            Should -Throw -ErrorId 'EwsAccessBlocked,ThrottlingTools.Commands.InvokeEwsBatchCommand'
        $results | ForEach-Object Status | Select-Object -Unique | Should -Be 'NotSent'
    }

    It 'shows itself as a table' {
        $connection = Connect 2
        $table = Invoke-EwsPagedFind -Connection $connection | Invoke-EwsBatch MarkAsRead -Connection $connection |
            Format-Table | Out-String -Width 120
        $table | Should -Match 'Operation\s+Status\s+Attempts\s+Item\s+Error'
        $table | Should -Match 'MarkAsRead\s+Done\s+1\s+…'
    }
}
