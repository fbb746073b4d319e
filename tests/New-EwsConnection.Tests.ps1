BeforeAll {
    . $PSScriptRoot/common.ps1
    $password = ConvertTo-SecureString 'S3cret!' -AsPlainText -Force
    $credential = [pscredential]::new('user@contoso.com', $password)
    $simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 30 -MailboxCount 3 -Credential $credential
    $caller = @{ Uri = $simulator.Uri; Credential = $credential }
    $autodiscover = [uri]::new($simulator.Uri, '/autodiscover/autodiscover.svc')

    function New-Token([string] $Id, [hashtable] $Claim = @{}) {
        $json = ConvertTo-Json -Compress (@{ upn = 'user@contoso.com'; jti = $Id } + $Claim)
        $part = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($json)).TrimEnd('=')
        "e30.$part.signature"
    }
}

AfterAll {
    Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
}

Describe 'New-EwsConnection' {
    It 'makes a connection that many commands use, and that stays open' {
        $connection = New-EwsConnection @caller
        $connection | Should -BeOfType ThrottlingTools.Ews.EwsConnection
        1..2 | ForEach-Object { Invoke-EwsPagedFind -Connection $connection | Should -HaveCount 30 }
        $connection | Invoke-EwsPagedFind -PageSize 10 | Should -HaveCount 30
        $connection | Test-EwsBatchSize -BatchSize 1, 5 -Repeat 1 | Should -HaveCount 2
        [pscustomobject]@{ Connection = $connection } | Invoke-EwsPagedFind | Should -HaveCount 30
        $connection.IsClosed | Should -BeFalse
    }

    It 'takes a server from the pipeline, and makes a connection out of another' {
        $connection = $simulator | New-EwsConnection
        $other = $connection | New-EwsConnection -ImpersonatedMailbox user1@contoso.com
        $other | Invoke-EwsPagedFind | Should -HaveCount 30
        $other.Dispose()
        $connection.IsClosed | Should -BeFalse
        $connection.ImpersonatedMailbox | Should -BeNullOrEmpty
    }

    It 'asks nobody where the address is given' {
        New-EwsConnection -Uri https://nosuchhost.invalid/EWS/Exchange.asmx | Should -Not -BeNullOrEmpty
    }

    It 'says that a connection is closed' {
        $connection = New-EwsConnection @caller
        $connection.Dispose()
        { Invoke-EwsPagedFind -Connection $connection -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConnectionClosed,ThrottlingTools.Commands.InvokeEwsPagedFindCommand'
    }

    It 'acts as other mailboxes over one connection, named by address, UPN and SID' {
        $connection = New-EwsConnection @caller
        foreach ($mailbox in 'user1@contoso.com', 'smtp:user2@contoso.com', 'upn:user3@contoso.com') {
            $connection | Invoke-EwsPagedFind -ImpersonatedMailbox $mailbox | Should -HaveCount 30
        }
        { $connection | Invoke-EwsPagedFind -ImpersonatedMailbox S-1-5-21-9-9-9-9 -ErrorAction Stop } |
            Should -Throw '*user SID is invalid*'
    }

    It 'shows no secret' {
        $connection = New-EwsConnection @caller -Mailbox user1@contoso.com
        $token = New-EwsConnection -Uri $simulator.Uri -AccessToken (ConvertTo-SecureString T0ken! -AsPlainText -Force)
        $shown = $connection, $token | ForEach-Object {
            "$_"; $_ | Format-Table | Out-String; $_ | Format-List * -Force | Out-String
            $_ | Select-Object Uri, UserName, Authentication, Client, AccessToken | ConvertTo-Json -Depth 6
            [System.Management.Automation.PSSerializer]::Serialize($_, 4)
        }
        "$shown" | Should -Not -Match 'S3cret!|T0ken!'
        "$shown" | Should -Match 'user1@contoso\.com'
        ($connection | Format-Table | Out-String) | Should -Match '^\s*Uri\s+UserName\s+Authentication\s+Mailbox'
    }

    It 'tries a wrong password once, however many mailboxes are asked for' {
        $wrong = [pscredential]::new('user@contoso.com', (ConvertTo-SecureString wr0ng! -AsPlainText -Force))
        $connection = New-EwsConnection -Uri $simulator.Uri -Credential $wrong
        $find = @{ Connection = $connection; ThrottleLimit = 16; ErrorAction = 'SilentlyContinue' }
        1..20 | ForEach-Object { "user$_@contoso.com" } | Invoke-EwsPagedFind @find -ErrorVariable failed
        $failed | Should -HaveCount 20
        $failed.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeLike 'EwsAuthentication,*'
        $told = @($failed | Where-Object { "$_" -match 'HTTP 401: the server takes Basic' })
        $told | Should -HaveCount 1
        $told[0].ErrorDetails.RecommendedAction | Should -BeLike 'Check the user name*'
        @($failed | Where-Object { "$_" -match 'This request was not sent' }) | Should -HaveCount 19
        "$failed $($failed | Format-List * -Force | Out-String)" | Should -Not -Match 'wr0ng!'
    }

    It 'tells a request by its id where it fails' {
        $failed = Invoke-EwsPagedFind @caller -Folder archiveinbox -ErrorAction SilentlyContinue -ErrorVariable problem
        $failed | Should -BeNullOrEmpty
        $problem[0].TargetObject.Server | Should -Be SIMULATOR
        "$($problem[0])" | Should -Match $problem[0].TargetObject.RequestId
    }

    It 'lists what it is, not what it is made of' {
        $list = New-EwsConnection @caller | Format-List | Out-String
        $list | Should -Match 'RequestServerVersion\s+: Exchange2010_SP1'
        $list | Should -Not -Match 'ThrottlingTools\.(Ews|Timing)\.'
    }

    It 'completes versions of requests' {
        (Complete 'New-EwsConnection -RequestServerVersion Exchange2013').CompletionText |
            Should -Be Exchange2013, Exchange2013_SP1
    }
}

Describe 'Autodiscover' {
    It 'finds the endpoint at <_>' -ForEach 'autodiscover.svc', 'autodiscover.xml' {
        $service = [uri]::new($autodiscover, $_)
        $connection = New-EwsConnection user2@contoso.com -AutodiscoverUri $service -Credential $credential
        $connection.Uri | Should -Be $simulator.Uri
        $connection.Mailbox | Should -Be user2@contoso.com
    }

    It 'serves every cmdlet, and tells its steps but no password' {
        $said = Invoke-EwsPagedFind -Mailbox user@contoso.com -AutodiscoverUri $autodiscover -Credential $credential `
            -Verbose 4>&1
        ($said | Where-Object { $_ -is [ThrottlingTools.Ews.EwsItem] }).Count | Should -Be 30
        "$said" | Should -BeLike "*Autodiscover: ${autodiscover}: Found: $($simulator.Uri)*"
        "$said" | Should -Not -Match 'S3cret!'
    }

    It 'takes mailboxes from the pipeline' {
        $mailboxes = 1..3 | ForEach-Object { [pscustomobject]@{ PrimarySmtpAddress = "user$_@contoso.com" } }
        $connections = $mailboxes | New-EwsConnection -AutodiscoverUri $autodiscover -Credential $credential
        $connections.Mailbox | Should -Be user1@contoso.com, user2@contoso.com, user3@contoso.com
    }

    It 'asks for the impersonated mailbox where no other is named' {
        Invoke-EwsPagedFind -ImpersonatedMailbox user1@contoso.com -AutodiscoverUri $autodiscover `
            -Credential $credential | Should -HaveCount 30
    }
}

Describe '-AccessToken' {
    BeforeAll {
        $tokens = Start-EwsThrottlingSimulator Exchange2016 -AllowToken -ItemCount 30
        $refusing = Start-EwsThrottlingSimulator Exchange2016 -AllowToken -ItemCount 30 -Fault 401:nth=3
    }

    AfterAll {
        $tokens, $refusing | ForEach-Object { $_.Dispose() }
    }

    It 'takes a SecureString' {
        $token = ConvertTo-SecureString (New-Token 1) -AsPlainText -Force
        Invoke-EwsPagedFind -Uri $tokens.Uri -AccessToken $token | Should -HaveCount 30
        (New-EwsConnection -Uri $tokens.Uri -AccessToken $token).UserName | Should -Be user@contoso.com
    }

    It 'takes a script block that returns <What>' -ForEach @(
        @{ What = 'text'; Script = { New-Token 1 } }
        @{ What = 'a header'; Script = { "Bearer $(New-Token 1)" } }
        @{ What = 'a SecureString'; Script = { ConvertTo-SecureString (New-Token 1) -AsPlainText -Force } }
        @{ What = 'an object with AccessToken'; Script = { [pscustomobject]@{ AccessToken = New-Token 1 } } }
        @{
            What = 'an object with Token as SecureString'
            Script = { [pscustomobject]@{ Token = ConvertTo-SecureString (New-Token 1) -AsPlainText -Force } }
        }
    ) {
        Invoke-EwsPagedFind -Uri $tokens.Uri -AccessToken $Script | Should -HaveCount 30
    }

    It 'asks the script block again after a 401 in the middle, in the scope that it was written in' {
        $count = @{ Calls = 0 }
        $items = Invoke-EwsPagedFind -Uri $refusing.Uri -PageSize 10 -AccessToken {
            $count.Calls++
            New-Token $count.Calls
        }
        ($items.ItemId | Select-Object -Unique).Count | Should -Be 30
        $count.Calls | Should -Be 2
    }

    It 'keeps the token of a connection, and renews it before it expires' {
        $calls = [System.Collections.Generic.List[string]]::new()
        $ends = [DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds()
        $connection = New-EwsConnection -Uri $tokens.Uri -AccessToken {
            $calls.Add('called'); New-Token 1 @{ exp = $ends }
        }
        1..3 | ForEach-Object { $connection | Invoke-EwsPagedFind | Should -HaveCount 30 }
        $calls.Count | Should -Be 1
    }

    It 'ends with an authentication error if the script block returns <What>' -ForEach @(
        @{ What = 'nothing'; Script = { }; Says = '*returned 0 objects*' }
        @{ What = 'two tokens'; Script = { 'T0ken!'; 'T0ken!' }; Says = '*returned 2 objects*' }
        @{ What = 'an error'; Script = { throw 'not signed in' }; Says = '*not signed in*' }
        @{ What = 'a date'; Script = { Get-Date }; Says = '*type DateTime without a token*' }
        @{ What = 'a sentence'; Script = { 'T0ken! and more' }; Says = '*type String without a token*' }
    ) {
        { Invoke-EwsPagedFind -Uri $tokens.Uri -AccessToken $Script -ErrorAction Stop } | Should -Throw $Says
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'EwsAuthentication,*'
        "$($Error[0] | Format-List * -Force | Out-String)" -replace '(?m)^.*\{.*$' | Should -Not -Match 'T0ken!'
    }

    It 'refuses <What> without repeating it' -ForEach @(
        @{ What = 'plain text'; Value = 'T0ken!'; Says = '*plain text*' }
        @{ What = 'an empty token'; Value = [securestring]::new(); Says = '*not empty*' }
        @{ What = 'a number'; Value = 5; Says = '*SecureString*' }
    ) {
        { New-EwsConnection -Uri $tokens.Uri -AccessToken $Value } | Should -Throw $Says
        "$($Error[0].Exception)" | Should -Not -Match 'T0ken!'
    }

    It 'does not run the script block in another session' {
        $connection = New-EwsConnection -Uri $tokens.Uri -AccessToken { New-Token 1 }
        $shell = [powershell]::Create()
        $null = $shell.AddCommand('Import-Module').AddArgument($manifest).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddCommand('Invoke-EwsPagedFind').AddParameter('Connection', $connection).Invoke()
        "$($shell.Streams.Error)" | Should -BeLike '*belongs to another session*'
        $shell.Dispose()
        $connection | Invoke-EwsPagedFind | Should -HaveCount 30
    }

    It 'is stopped with the cmdlet while the script block waits' {
        $shell = [powershell]::Create()
        $null = $shell.AddCommand('Import-Module').AddArgument($manifest).Invoke()
        $shell.Commands.Clear()
        $entered = [Threading.ManualResetEventSlim]::new()
        $shell.Runspace.SessionStateProxy.SetVariable('entered', $entered)
        $shell.Runspace.SessionStateProxy.SetVariable('uri', $tokens.Uri)
        $null = $shell.AddScript({
            Invoke-EwsPagedFind -Uri $uri -AccessToken { $entered.Set(); Start-Sleep -Seconds 600 }
        })
        $run = $shell.BeginInvoke()
        $entered.Wait(60000) | Should -BeTrue
        $shell.Stop()
        $run.IsCompleted | Should -BeTrue
        $shell.Dispose()
    }
}

Describe 'A connection' {
    It 'is refused for <What>' -ForEach @(
        @{ What = 'no endpoint'; Id = 'NoEndpoint'; With = @{} }
        @{ What = 'a relative address'; Id = 'InvalidEwsUri'; With = @{ Uri = 'mail.contoso.com' } }
        @{
            What = 'a password in the address'; Id = 'InvalidEwsUri'
            With = @{ Uri = 'https://eve:S3cret!@mail.contoso.com/' }
        }
        @{ What = 'a number as time'; Id = 'InvalidTimeout'; With = @{ Uri = 'https://x/'; Timeout = 30 } }
        @{ What = 'a proxy that is none'; Id = 'InvalidProxyUri'; With = @{ Uri = 'https://x/'; Proxy = 'proxy:8080' } }
        @{
            What = 'an alias as mailbox'; Id = 'InvalidMailbox'
            With = @{ Uri = 'https://x/'; ImpersonatedMailbox = 'CONTOSO\ann' }
        }
        @{ What = 'a mailbox without domain'; Id = 'InvalidMailbox'; With = @{ Mailbox = 'ann' } }
        @{
            What = 'two callers'; Id = 'ConflictingParameters'
            With = @{
                Uri = 'https://x/'; UseDefaultCredentials = $true
                AccessToken = ConvertTo-SecureString 'S3cret!' -AsPlainText -Force
            }
        }
        @{
            What = 'two endpoints'; Id = 'ConflictingParameters'
            With = @{ Uri = 'https://x/'; AutodiscoverUri = 'https://y/' }
        }
        @{
            What = 'a file as Autodiscover'; Id = 'InvalidEwsUri'
            With = @{ Mailbox = 'ann@contoso.com'; AutodiscoverUri = 'file:///etc/passwd' }
        }
    ) {
        { New-EwsConnection @With -ErrorAction Stop } |
            Should -Throw -ErrorId "$Id,ThrottlingTools.Commands.NewEwsConnectionCommand"
        "$($Error[0] | Format-List * -Force | Out-String)" -replace '(?m)^.*\{.*$' | Should -Not -Match 'S3cret!'
    }

    It 'is not described twice' {
        $connection = New-EwsConnection @caller
        { Invoke-EwsPagedFind -Connection $connection -Timeout 0:00:10 -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConflictingParameters,*'
        { $connection | Invoke-EwsPagedFind -Credential $credential -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConflictingParameters,*'
    }

    It 'lets the command line replace what a piped object says' {
        $token = ConvertTo-SecureString (New-Token 1) -AsPlainText -Force
        { $simulator | Invoke-EwsPagedFind -AccessToken $token -ErrorAction Stop } |
            Should -Throw -ErrorId 'EwsAuthentication,*'
    }

    It 'warns loudly where certificates are not checked, once' {
        $warnings = @(New-EwsConnection -Uri https://x/ -SkipCertificateCheck 3>&1 |
            Where-Object { $_ -is [System.Management.Automation.WarningRecord] })
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*certificate of x is not checked*'
    }
}
