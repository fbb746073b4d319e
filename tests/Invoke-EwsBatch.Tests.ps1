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
        $copies.ItemId | Should -Be $items[0..2].ItemId
        $deleted = $copies | Invoke-EwsBatch DeleteItem -Connection $connection
        $deleted.ItemId | Should -Be $copies.NewItemId
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
        $result = $id | Invoke-EwsBatch GetItem -Connection $connection
        $result.Status | Should -Be 'Failed'
        $result.Error.ResponseCode | Should -Be 'ErrorItemNotFound'
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
            $secret = ConvertTo-SecureString x -AsPlainText -Force
            $credential = [pscredential]::new("user@contoso.com", $secret)
            $args[2] | Invoke-EwsBatch DeleteItem -DisposalType HardDelete -Uri $args[1] -Credential $credential'
        $id = (Invoke-EwsPagedFind -Connection $connection)[0].ItemId
        Invoke-InNewSession $script $manifest, "$($connection.Uri)", $id | Out-String | Should -Match 'NonInteractive'
        Measure-Folder $connection inbox | Should -Be 5
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
