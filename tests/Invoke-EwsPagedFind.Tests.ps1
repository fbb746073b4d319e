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

    It 'tells each page with -Verbose' {
        $lines = Invoke-EwsPagedFind @caller -PageSize 1000 -Verbose 4>&1 |
            Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $lines.Message | Should -Be 'Received 1000 items at offset 0; 1000 of 2500.',
            'Received 1000 items at offset 1000; 2000 of 2500.',
            'Received 500 items at offset 2000; 2500 of 2500.'
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
        $completer = [Activator]::CreateInstance($assembly.GetType("ThrottlingTools.Connections.$Name"))
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

    It 'ends with <Id> for <What>' -ForEach @(
        @{
            What = 'a wrong password'; Id = 'EwsAuthentication'
            Change = @{
                Credential = [pscredential]::new('eve', (ConvertTo-SecureString 'S3cret!' -AsPlainText -Force))
            }
        }
        @{ What = 'a folder that is not there'; Id = 'EwsClientError'; Change = @{ Folder = 'nosuchfolder' } }
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
