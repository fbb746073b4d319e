BeforeAll {
    . $PSScriptRoot/common.ps1
    $simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 1200 -MailboxCount 3
    $caller = @{ Uri = $simulator.Uri; Credential = $simulator.Credential }

    # The progress that a find showed, in a session of its own.
    function Get-Progress([hashtable] $Parameters) {
        $shell = [powershell]::Create()
        $null = $shell.AddCommand('Import-Module').AddArgument($manifest).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddCommand('Invoke-EwsPagedFind').AddParameters($caller).AddParameters($Parameters).Invoke()
        $shell.Streams.Progress
        $shell.Dispose()
    }
}

AfterAll {
    Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
}

Describe 'Invoke-EwsPagedFind, as people use it' {
    It 'reads a mailbox once that is named twice, with a checkpoint too' {
        $file = Join-Path $TestDrive twice.xml
        $items = 'user1@contoso.com', 'user1@contoso.com', 'USER1@contoso.com' |
            Invoke-EwsPagedFind @caller -Impersonate -PageSize 500 -Checkpoint $file -ErrorAction Stop
        $items.Count | Should -Be 1200
        $items.ItemId | Select-Object -Unique | Should -HaveCount 1200
    }

    It 'hands nothing on where the checkpoint cannot be written' {
        $before = $simulator.RequestCount
        $items = Invoke-EwsPagedFind @caller -Checkpoint (Join-Path $TestDrive none/x.xml) -ErrorVariable failed `
            -ErrorAction SilentlyContinue
        $items | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
        $simulator.RequestCount | Should -Be $before
    }

    It 'keeps a second run off a checkpoint in use, and takes one that was left' {
        $file = Join-Path $TestDrive used.xml
        $second = $null
        Invoke-EwsPagedFind @caller -Checkpoint $file -PageSize 100 | Select-Object -First 150 | ForEach-Object {
            if (-not $second) {
                $second = try { Invoke-EwsPagedFind @caller -Checkpoint $file -ErrorAction Stop } catch { $_ }
            }
        }
        $second.FullyQualifiedErrorId | Should -BeLike 'CheckpointInUse,*'
        Invoke-EwsPagedFind @caller -Checkpoint $file | Should -HaveCount 1050
        Get-ChildItem $TestDrive -Filter used.xml* | Should -HaveCount 1
    }

    It 'takes mailboxes from a table with a column Mailbox' {
        $rows = "Mailbox`nuser2@contoso.com`nuser3@contoso.com" | ConvertFrom-Csv
        ($rows | Invoke-EwsPagedFind @caller -Impersonate -MaxItems 1).Mailbox | Sort-Object |
            Should -Be user2@contoso.com, user3@contoso.com
    }

    It 'refuses <What> and says why' -ForEach @(
        @{ What = 'no mailbox'; More = @{ Mailbox = $null }; Says = '*A mailbox is an SMTP address*' }
        @{ What = 'no property'; More = @{ Property = $null }; Says = '*''Property''*null*' }
        @{ What = 'a wait of ticks'; More = @{ MaxWait = 30 }; Says = '*longest wait*not accepted*' }
        @{ What = 'a wait before now'; More = @{ MaxWait = [timespan]'-0:0:1' }; Says = '*not accepted*' }
        @{
            What = 'properties of items for folders'; More = @{ FindFolder = $true; Property = 'Subject' }
            Says = "*'Subject' is not an EWS property of folders*"
        }
        @{
            What = 'an unknown folder'; More = @{ Folder = 'inbx'; ErrorAction = 'Stop' }
            Says = "*no folder 'inbx'*"
        }
    ) {
        { Invoke-EwsPagedFind @caller @More } | Should -Throw $Says
    }

    It 'takes a switch that is off as not given' {
        Invoke-EwsPagedFind @caller -UseDefaultCredentials:$false -MaxItems 1 -ErrorAction Stop | Should -HaveCount 1
    }

    It 'finds a folder by the name that people see, and calls it so' {
        Invoke-EwsPagedFind @caller 'Sent Items' -MaxItems 1 -SummaryVariable sent | Should -HaveCount 1
        $sent.Folder | Should -Be 'Sent Items'
        $said = Invoke-EwsPagedFind @caller inbox/Projects -MaxItems 1 -Verbose 4>&1
        "$said" | Should -BeLike '*inbox/Projects: Done.*'
    }

    It 'warns of what a find never returns' {
        $wanted = 'Subject', 'Body', 'ToRecipients'
        $null = Invoke-EwsPagedFind @caller -Property $wanted -MaxItems 1 -WarningVariable said 3>$null
        "$said" | Should -BeLike '*does not return Body, ToRecipients*Invoke-EwsBatch GetItem*'
        $null = Invoke-EwsPagedFind @caller -Property Subject -MaxItems 1 -WarningVariable said
        $said | Should -BeNullOrEmpty
    }

    It 'completes properties of folders for -FindFolder' {
        (Complete 'Invoke-EwsPagedFind -FindFolder -Property Disp').CompletionText | Should -Be DisplayName
        (Complete 'Invoke-EwsPagedFind -FindFolder -Filter Disp').CompletionText | Should -Be "'DisplayName'"
    }

    It 'exports no column that shows a type alone' {
        $lines = Invoke-EwsPagedFind @caller -MaxItems 1 | ConvertTo-Csv
        $lines[0] | Should -Not -Match '"Properties"'
        "$lines" | Should -Not -Match 'System\.Collections'
    }

    It 'shows how far it is of what is asked for, and that it is done' {
        $steps = Get-Progress @{ MaxItems = 900; PageSize = 300 }
        $steps[-1].RecordType | Should -Be Completed
        $steps[-2].StatusDescription | Should -BeLike '900 of 900 items*'
        $steps[-2].PercentComplete | Should -Be 100
    }

    It 'counts mailboxes in whose turn has not come' {
        $mailboxes = 'user1@contoso.com', 'user2@contoso.com', 'user3@contoso.com'
        $steps = Get-Progress @{ Mailbox = $mailboxes; Impersonate = $true; ThrottleLimit = 1 }
        $steps[0].StatusDescription | Should -BeLike '0 of 3,600 items*'
    }

    It 'tells that it waits for the folder, and how long it would have to' {
        $busy = Start-EwsThrottlingSimulator Exchange2016 -Fault 'busy:nth=1,hint=1200'
        $said = $busy | Invoke-EwsPagedFind inbox/Projects -MaxItems 1 -Verbose 4>&1
        "$($said[0])" |
            Should -BeLike 'inbox/Projects: Throttled (ErrorServerBusy)*. Waiting 1.2 s (as the server asks)*'
        $busy = Start-EwsThrottlingSimulator Exchange2016 -Fault 'busy:nth=1,hint=600000'
        { $busy | Invoke-EwsPagedFind inbox/Projects -MaxWait 0:0:5 -ErrorAction Stop } |
            Should -Throw '*asks for 10 min 0 s, would take longer than 5 s*' -ErrorId 'EwsWaitTooLong,*'
    }

    It 'tells in the words of the parameters how a checkpoint differs' {
        $file = Join-Path $TestDrive other.xml
        $null = Invoke-EwsPagedFind @caller -Checkpoint $file -MaxItems 5
        { Invoke-EwsPagedFind @caller -Checkpoint $file -Filter IsRead -ErrorAction Stop } |
            Should -Throw '*-Filter is not the same*'
        { Invoke-EwsPagedFind @caller -Checkpoint $file -Property Subject -ErrorAction Stop } |
            Should -Throw '*-Property was not given then*'
    }
}
