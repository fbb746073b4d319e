BeforeAll {
    . $PSScriptRoot/common.ps1
    $simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 2500
    $caller = @{ Uri = $simulator.Uri; Credential = $simulator.Credential }
}

AfterAll {
    Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
}

Describe 'Invoke-EwsPagedFind' {
    It 'returns every item once, with pages of <_>' -ForEach 7, 100, 1000 {
        $items = Invoke-EwsPagedFind @caller -PageSize $_
        $items.Count | Should -Be 2500
        ($items.ItemId | Select-Object -Unique).Count | Should -Be 2500
        $items[0] | Should -BeOfType ThrottlingTools.Ews.EwsItem
        $items[0].DateTimeReceived | Should -BeOfType DateTimeOffset
        $items[0].Size | Should -BeOfType long
    }

    It 'leaves the variables of its caller alone' {
        $data, $before = 'mine', (Get-Variable).Name
        Invoke-EwsPagedFind @caller -Property Subject -MaxItems 5 | Should -HaveCount 5
        $data | Should -Be mine
        (Get-Variable).Name | Where-Object { $_ -notin $before } | Should -BeIn data, before, _, PSItem
    }

    It 'streams: the first items come before the last page is asked for' {
        $before = $simulator.RequestCount
        $simulator | Invoke-EwsPagedFind -PageSize 10 | Select-Object -First 3 | Should -HaveCount 3
        $simulator.RequestCount - $before | Should -BeLessThan 50
    }

    It 'returns the properties that are asked for' {
        $item = Invoke-EwsPagedFind @caller -Property Subject, message:Sender -PageSize 5 | Select-Object -First 1
        $item.Subject | Should -Not -BeNullOrEmpty
        $item.Sender | Should -BeLike '*@*'
        ($item | Format-Table | Out-String) | Should -Match '^\s*Subject\s+Sender'
    }

    It 'shows the properties that were asked for alone, in every form, and keeps the others within reach' {
        $wanted = 'item:Subject', 'Size', 'IsFromMe', '0x0E08:Integer'
        $names = 'Subject', 'Size', 'IsFromMe', '0x0E08:Integer'
        $item = Invoke-EwsPagedFind @caller -Property $wanted -PageSize 5 | Select-Object -First 1
        ($item | Get-Member -MemberType Property).Name | Should -Be ($names | Sort-Object)
        ($item | ConvertTo-Csv)[0] | Should -Be ('"' + ($names -join '","') + '"')
        ($item | Format-List | Out-String).Trim() | Should -Match '^Subject[^:]*:.*\sSize[^:]*:.*\sIsFromMe[^:]*:'
        $item.Size | Should -BeOfType long
        $item.IsFromMe | Should -BeOfType bool
        $item.'0x0E08:Integer' | Should -BeOfType int
        ($item | ConvertTo-Json | ConvertFrom-Json).'0x0E08:Integer' | Should -Be $item.'0x0E08:Integer'
        ($item | Select-Object Subject, IsFromMe).IsFromMe | Should -Be $item.IsFromMe
        $item.ItemId | Should -Not -BeNullOrEmpty
        $item | Should -BeOfType ThrottlingTools.Ews.EwsItem
        $item.NoSuchProperty | Should -BeNullOrEmpty
    }

    It 'answers every EWS name that came, without -Property too' {
        $item = Invoke-EwsPagedFind @caller -PageSize 5 | Select-Object -First 1
        ($item | Format-Table | Out-String) | Should -Match '^\s*DateTimeReceived\s+Size\s+From'
        $item.IsRead | Should -BeOfType bool
        $item.PSObject.Properties.Name | Should -Contain ItemId
        $item.'message:From' | Should -Be $item.From
    }

    It 'refuses a property that is none, before anything is sent' {
        $before = $simulator.RequestCount
        { Invoke-EwsPagedFind @caller -Property Subjekt } |
            Should -Throw -ErrorId 'UnknownEwsProperty,ThrottlingTools.Commands.InvokeEwsPagedFindCommand'
        $simulator.RequestCount | Should -Be $before
    }

    It 'returns every item of a folder of two hundred thousand' {
        $large = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 200000 -TimeScale 1000
        $ids = [System.Collections.Generic.HashSet[string]]::new()
        $large | Invoke-EwsPagedFind -Property Subject -SummaryVariable done | ForEach-Object { $ids.Add($_.ItemId) } |
            Where-Object { -not $_ } | Should -BeNullOrEmpty
        $ids.Count | Should -Be 200000
        $done.Ledger.Returned | Should -Be 200000
        $large | Stop-EwsThrottlingSimulator
    }

    It 'stops in the middle of a page' {
        $ready = [Threading.ManualResetEventSlim]::new()
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($Manifest, $Uri, $Credential, $Ready)
            Import-Module $Manifest
            Invoke-EwsPagedFind -Uri $Uri -Credential $Credential -PageSize 1000 |
                ForEach-Object { $_; $Ready.Set(); while ($true) { [Threading.Thread]::Sleep(1) } }
        })
        foreach ($argument in $manifest, $simulator.Uri, $simulator.Credential, $ready) {
            $null = $shell.AddArgument($argument)
        }
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
        $ready.Wait(60000) | Should -BeTrue
        $shell.Stop()
        $run.IsCompleted | Should -BeTrue
        $output.Count | Should -Be 1
        $shell.Dispose()
    }

    It 'tells each decision and, at the end, the ledger with -Verbose' {
        $lines = Invoke-EwsPagedFind @caller -PageSize 1000 -ThrottleLimit 1 -Verbose 4>&1 |
            Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $lines.Message[0] | Should -Be 'inbox: Received 100 items at offset 0; 0 of 2500 returned.'
        $lines.Message[-1] | Should -BeLike 'inbox: Done. 2500 items returned in * pages of * requests; 0 retried*'
    }

    It 'puts the ledger into a variable' {
        $null = Invoke-EwsPagedFind @caller -PageSize 500 -SummaryVariable done
        $done.Folder | Should -Be inbox
        $ledger = $done.Ledger
        $ledger.Returned, $ledger.TotalItemsInView, $ledger.Vanished, $ledger.AddedMeanwhile |
            Should -Be 2500, 2500, 0, 0
        $ledger.Requests | Should -BeLessThan 30
    }

    It 'returns items in the order of their creation, or as asked' {
        $created = (Invoke-EwsPagedFind @caller -MaxItems 300 -Property DateTimeCreated).DateTimeCreated
        $created | Should -Be ($created | Sort-Object)
        $received = (Invoke-EwsPagedFind @caller -MaxItems 300 -SortBy 'DateTimeReceived desc').DateTimeReceived
        $received | Should -Be ($received | Sort-Object -Descending)
        $received[0] | Should -BeGreaterThan $received[299]
    }

    It 'takes a filter, by whatever pages it comes' {
        $all = Invoke-EwsPagedFind @caller -Property Subject, IsRead
        $unread = Invoke-EwsPagedFind @caller -Property Subject, IsRead -Filter 'IsRead -eq $false' -PageSize 33
        $unread.ItemId | Should -Be ($all | Where-Object IsRead -eq $false).ItemId
    }

    It 'returns folders' {
        $names = (Invoke-EwsPagedFind @caller msgfolderroot -FindFolder -PageSize 2).DisplayName
        $names | Should -Contain Inbox
        ($names | Select-Object -Unique).Count | Should -Be $names.Count
    }

    It 'returns the folders of the whole mailbox where none is named, as a table' {
        $folders = Invoke-EwsPagedFind @caller -FindFolder
        $folders.DisplayName | Should -Be (Invoke-EwsPagedFind @caller msgfolderroot -FindFolder).DisplayName
        $folders | Out-String | Should -Match '^\s*TotalCount\s+Unread\s+Folders\s+FolderType\s+DisplayName'
    }

    Context 'with several mailboxes' {
        BeforeAll {
            $many = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 120 -MailboxCount 3
        }

        It 'returns the items of each in order, each known by its mailbox' {
            $items = 'user1@contoso.com', 'user2@contoso.com', 'user3@contoso.com' |
                Invoke-EwsPagedFind -Uri $many.Uri -Credential $many.Credential -Impersonate -Profile Exchange2016 `
                    -PageSize 20 -SummaryVariable done
            $items.Count | Should -Be 360
            ($items.ItemId | Select-Object -Unique).Count | Should -Be 360
            ($items | Group-Object Mailbox | ForEach-Object Count) | Should -Be 120, 120, 120
            $done.Mailbox | Should -Be 'user1@contoso.com', 'user2@contoso.com', 'user3@contoso.com'
        }

        It 'reports the one that fails, and returns the others' {
            $items = $many | Invoke-EwsPagedFind -Mailbox user1@contoso.com, nobody@contoso.com -Impersonate `
                -ErrorVariable failed -ErrorAction SilentlyContinue
            $items.Count | Should -Be 120
            $failed.Count | Should -Be 1
            "$failed" | Should -BeLike '*nobody@contoso.com*'
        }
    }

    Context 'with a checkpoint' {
        BeforeEach { $file = Join-Path $TestDrive "$(New-Guid).xml" }

        It 'goes on exactly where the pipeline had enough' {
            $first = Invoke-EwsPagedFind @caller -Checkpoint $file -PageSize 50 | Select-Object -First 777
            Invoke-EwsPagedFind @caller -Checkpoint $file -OutVariable rest -WarningVariable said | Out-Null
            $said | Should -BeNullOrEmpty
            $first.Count + $rest.Count | Should -Be 2500
            ($first + $rest).ItemId | Select-Object -Unique | Should -HaveCount 2500
        }

        It 'goes on exactly where it was stopped' {
            $shell = [powershell]::Create()
            $null = $shell.AddScript({
                param($manifest, $uri, $credential, $file, $handed)
                Import-Module $manifest
                Invoke-EwsPagedFind -Uri $uri -Credential $credential -Checkpoint $file -PageSize 20 | ForEach-Object {
                    $handed.Add($_.ItemId)
                    if ($handed.Count -eq 333) { Start-Sleep 60 }
                }
            })
            $handed = [Collections.Generic.List[string]]::new()
            $null = $shell.AddParameters(@($manifest, $simulator.Uri, $simulator.Credential, $file, $handed))
            $run = $shell.BeginInvoke()
            [Threading.SpinWait]::SpinUntil({ $handed.Count -ge 333 }, 60000) | Should -BeTrue
            $shell.Stop()
            $run.IsCompleted | Should -BeTrue
            $rest = (Invoke-EwsPagedFind @caller -Checkpoint $file).ItemId
            @($handed) + $rest | Select-Object -Unique | Should -HaveCount 2500
            $rest.Count | Should -BeGreaterOrEqual 2167
            $rest.Count | Should -BeLessOrEqual 2168 -Because 'the item at which it was stopped may come again'
            $shell.Dispose()
        }

        It 'keeps what was returned when the wait is too long, and completes it later' {
            $shaky = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 600 -Fault 'busy:nth=4,hint=600000'
            $first = $shaky | Invoke-EwsPagedFind -Checkpoint $file -PageSize 100 -ThrottleLimit 1 `
                -MaxWait 0:00:10 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'EwsWaitTooLong,*'
            $rest = $shaky | Invoke-EwsPagedFind -Checkpoint $file
            $first.Count + $rest.Count | Should -Be 600
            ($first + $rest).ItemId | Select-Object -Unique | Should -HaveCount 600
        }

        It 'says so when everything was returned' {
            $null = Invoke-EwsPagedFind @caller -Checkpoint $file -Folder sentitems
            Invoke-EwsPagedFind @caller -Checkpoint $file -Folder sentitems -WarningVariable said 3>$null |
                Should -BeNullOrEmpty
            "$said" | Should -BeLike '*everything was returned*'
        }

        It 'refuses the checkpoint of another find, and a broken one' {
            $null = Invoke-EwsPagedFind @caller -Checkpoint $file -MaxItems 5
            { Invoke-EwsPagedFind @caller -Checkpoint $file -Folder sentitems -ErrorAction Stop } |
                Should -Throw -ErrorId 'CheckpointOfOtherFind,*'
            Set-Content $file '<FindCheckpoint Version="1"><Endpoint>'
            { Invoke-EwsPagedFind @caller -Checkpoint $file -ErrorAction Stop } |
                Should -Throw -ErrorId 'CheckpointBroken,*'
            Get-Content $file | Should -Be '<FindCheckpoint Version="1"><Endpoint>'
        }

        It 'holds no secret' {
            $null = Invoke-EwsPagedFind @caller -Checkpoint $file -MaxItems 5
            Get-Content $file -Raw | Should -Not -Match $simulator.Credential.GetNetworkCredential().Password
        }
    }

    It 'reads an empty folder' {
        Invoke-EwsPagedFind @caller -Folder drafts -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'completes property names, and FieldURIs behind a colon' {
        (Complete 'Invoke-EwsPagedFind -Property DateTimeR').CompletionText | Should -Be DateTimeReceived
        (Complete 'Invoke-EwsPagedFind -Property task:St').CompletionText |
            Should -Be task:StartDate, task:Status, task:StatusDescription
    }

    It 'completes <Name>: <Word>' -TestCases @(
        @{ Name = 'SortFieldCompleter'; Word = "'DateTimeSe"; Expected = 'DateTimeSent', "'DateTimeSent desc'" }
        @{ Name = 'FilterCompleter'; Word = "'(Impor"; Expected = , "'(Importance'" }
        @{ Name = 'FilterCompleter'; Word = "'Size -g"; Expected = "'Size -gt'", "'Size -ge'" }
    ) {
        $assembly = (Get-Command Invoke-EwsPagedFind).ImplementingType.Assembly
        $completer = [Activator]::CreateInstance($assembly.GetType("ThrottlingTools.Paging.$Name"))
        $completer.CompleteArgument('', '', $Word, $null, @{}).CompletionText | Should -Be $Expected
    }

    It 'completes folder names' {
        (Complete 'Invoke-EwsPagedFind sent').CompletionText | Should -Be sentitems
    }

    It 'waits as long as the server asks, and loses nothing' {
        # A page of 250 items costs 27 ms of server time, which uses up the budget; 100 s pass there in a second here.
        $limits = @{ EwsMaxBurst = 10; EwsCutoffBalance = 1; EwsRechargeRate = 3600 }
        $tight = New-EwsThrottlingProfile Tight -BasedOn Exchange2016 @limits
        $locked = $tight | Start-EwsThrottlingSimulator -ItemCount 1000 -TimeScale 100
        $items = $locked | Invoke-EwsPagedFind -PageSize 250 -Verbose 4>&1
        $said = $items | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        ($items | Where-Object { $_ -is [ThrottlingTools.Ews.EwsItem] }).ItemId | Select-Object -Unique |
            Should -HaveCount 1000
        "$said" | Should -BeLike '*ErrorServerBusy*Waiting*as the server asks*'
        $locked.ErrorCount | Should -BeGreaterThan 0
    }

    It 'stops when it is stopped, not after the five minutes of a lockout' {
        $limits = @{ EwsMaxBurst = 1; EwsCutoffBalance = 1; EwsRechargeRate = 1 }
        $tight = New-EwsThrottlingProfile Tight -BasedOn Exchange2016 @limits
        $locked = $tight | Start-EwsThrottlingSimulator -ItemCount 1000
        $shell = [powershell]::Create()
        $null = $shell.AddCommand('Import-Module').AddArgument($manifest).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddCommand('Invoke-EwsPagedFind')
        $null = $shell.AddParameter('Uri', $locked.Uri).AddParameter('Credential', $locked.Credential)
        $run = $shell.BeginInvoke()
        [Threading.SpinWait]::SpinUntil({ $locked.ErrorCount -gt 0 }, 60000) | Should -BeTrue
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalMinutes | Should -BeLessThan 1
        $run.IsCompleted | Should -BeTrue
        $shell.Dispose()
    }

    It 'refuses <What>' -ForEach @(
        @{
            What = 'a query and a filter'; Id = 'QueryAndFilter'
            More = @{ QueryString = 'a'; Filter = 'IsRead -eq $true' }
        }
        @{ What = 'a query for folders'; Id = 'NotForFolders'; More = @{ QueryString = 'a'; FindFolder = $true } }
        @{ What = 'an order for folders'; Id = 'NotForFolders'; More = @{ SortBy = 'Subject'; FindFolder = $true } }
        @{ What = 'deep items'; Id = 'InvalidTraversal'; More = @{ Traversal = 'Deep' } }
        @{ What = 'hidden folders'; Id = 'InvalidTraversal'; More = @{ Traversal = 'Associated'; FindFolder = $true } }
        @{ What = 'an unknown key'; Id = 'UnknownEwsProperty'; More = @{ SortBy = 'Subjekt' } }
    ) {
        { Invoke-EwsPagedFind @caller @More } | Should -Throw -ErrorId "$Id,*"
    }

    It 'ends with <Id> for <What>' -ForEach @(
        @{
            What = 'a wrong password'; Id = 'EwsAuthentication'
            Change = @{
                Credential = [pscredential]::new('eve', (ConvertTo-SecureString 'S3cret!' -AsPlainText -Force))
            }
        }
        @{ What = 'a folder that is not there'; Id = 'FolderNotFound'; Change = @{ Folder = 'nosuchfolder' } }
        @{
            What = 'a port where nobody listens'; Id = 'EwsNetwork'
            Change = @{ Uri = 'http://localhost:1/EWS/Exchange.asmx' }
        }
        @{
            What = 'plain http to another machine'; Id = 'UnencryptedEwsUri'
            Change = @{ Uri = 'http://mail.contoso.com/EWS/Exchange.asmx' }
        }
        @{ What = 'an address of another kind'; Id = 'InvalidEwsUri'; Change = @{ Uri = 'file:///etc/passwd' } }
    ) {
        $parameters = $caller.Clone()
        $Change.Keys | ForEach-Object { $parameters[$_] = $Change[$_] }
        { Invoke-EwsPagedFind @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$Id,ThrottlingTools.Commands.InvokeEwsPagedFindCommand"
        "$($Error[0] | Format-List * -Force | Out-String)" | Should -Not -Match 'S3cret!'
    }
}
