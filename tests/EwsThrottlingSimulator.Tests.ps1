BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'The simulator cmdlets' {
    AfterEach {
        Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
    }

    It 'start, show and stop a server' {
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -Mailbox jane@contoso.com
        $simulator.MailboxAddress | Should -Be jane@contoso.com
        $simulator.Credential | Should -BeOfType pscredential
        (Get-EwsThrottlingSimulator).Uri | Should -Be $simulator.Uri
        $simulator | Out-String | Should -Match 'Exchange2016 +jane@contoso.com'
        $simulator | Stop-EwsThrottlingSimulator
        Get-EwsThrottlingSimulator | Should -BeNullOrEmpty
        $simulator.IsRunning | Should -BeFalse
        { Invoke-RestMethod $simulator.Uri -TimeoutSec 5 } | Should -Throw
    }

    It 'listen on this machine only' {
        $simulator = Start-EwsThrottlingSimulator Exchange2016
        $listening = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners() |
            Where-Object Port -EQ $simulator.Port
        $listening | ForEach-Object { [Net.IPAddress]::IsLoopback($_.Address) } | Should -Not -Contain $false
        $listening | Should -Not -BeNullOrEmpty
    }

    It 'want a password, and never show it' {
        $password = ConvertTo-SecureString 'S3cret!' -AsPlainText -Force
        $credential = [pscredential]::new('contoso\jane', $password)
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -Credential $credential
        ($simulator | Invoke-EwsPagedFind -PageSize 1000).Count | Should -Be 1000
        { Invoke-EwsPagedFind -Uri $simulator.Uri -ErrorAction Stop } | Should -Throw -ErrorId 'EwsAuthentication,*'
        $shown = ($simulator | Format-List * -Force | Out-String) +
            ($simulator | ConvertTo-Json -Depth 4 -WarningAction Ignore)
        $shown | Should -Not -Match 'S3cret!'
    }

    It 'give the same mailbox for the same seed' {
        $first, $same, $other = 5, 5, 6 | ForEach-Object {
            $simulator = Start-EwsThrottlingSimulator Exchange2016 -Seed $_ -ItemCount 20
            ($simulator | Invoke-EwsPagedFind).Subject -join '|'
        }
        $same | Should -Be $first
        $other | Should -Not -Be $first
    }

    It 'take a port, and say when it is taken' {
        $simulator = Start-EwsThrottlingSimulator Exchange2016
        { Start-EwsThrottlingSimulator Exchange2016 -Port $simulator.Port -ErrorAction Stop } |
            Should -Throw -ErrorId 'PortUnavailable,ThrottlingTools.Commands.StartEwsThrottlingSimulatorCommand'
    }

    It 'refuse a profile with unknown values, and say what to do' {
        $failure = { Start-EwsThrottlingSimulator ExchangeOnline -ErrorAction Stop } | Should -Throw -PassThru `
            -ErrorId 'ProfileValueUnknown,ThrottlingTools.Commands.StartEwsThrottlingSimulatorCommand'
        $failure.Exception.Message | Should -BeLike '*EwsMaxBurst, EwsRechargeRate, EwsCutoffBalance*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*BorrowFrom*'
    }

    It 'refuse the 28th request at a time as Exchange does' {
        # A find of 1000 items costs 102 ms of server time; 40 callers at once are more than the 27 of the policy.
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -TimeScale 0.1
        $token = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(
                "$($simulator.Credential.UserName):$($simulator.Credential.GetNetworkCredential().Password)"))
        $body = @'
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
  xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
  xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
  <s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header>
  <s:Body><m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
  <m:IndexedPageItemView MaxEntriesReturned="20" Offset="0" BasePoint="Beginning"/>
  <m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem></s:Body></s:Envelope>
'@
        $client = [Net.Http.HttpClient]::new()
        $client.DefaultRequestHeaders.Add('Authorization', "Basic $token")
        try {
            $requests = 1..60 | ForEach-Object {
                $content = [Net.Http.StringContent]::new($body, [Text.Encoding]::UTF8, 'text/xml')
                $client.PostAsync($simulator.Uri, $content)
            }
            $answers = $requests | ForEach-Object { $_.GetAwaiter().GetResult() }
            $answers.StatusCode.value__ | Sort-Object -Unique | Should -Be 200, 500
            $refused = ($answers | Where-Object StatusCode -EQ 500)[0].Content.ReadAsStringAsync().Result
        } finally {
            $client.Dispose()
        }
        $refused | Should -Match '<faultcode[^>]*>a:ErrorExceededConnectionCount</faultcode>'
        $refused | Should -Match 'Name="Policy">MaxConcurrency<'
        $refused | Should -Match 'Name="MaxConcurrencyLimit">27<'
    }

    It 'inject faults, the same for the same seed' {
        $faults = '503:nth=2', 'truncated-xml:nth=3'
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -Fault $faults -ServiceTimeFactor 0
        ($simulator | Invoke-EwsPagedFind -PageSize 250).Count | Should -Be 1000
        $simulator.ErrorCount | Should -BeGreaterThan 0
    }

    It 'say which faults there are' {
        $failure = { Start-EwsThrottlingSimulator Exchange2016 -Fault nonsense -ErrorAction Stop } |
            Should -Throw -PassThru -ErrorId 'InvalidFault,ThrottlingTools.Commands.StartEwsThrottlingSimulatorCommand'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*reset-inside*'
        (Complete 'Start-EwsThrottlingSimulator Exchange2016 -Fault res').CompletionText |
            Should -Be 'reset-before', 'reset-inside', 'reset-after'
    }

    It 'write server logs that tell what was charged' {
        $simulator = Start-EwsThrottlingSimulator Exchange2013 -LogPath $TestDrive/logs -MailboxCount 2
        $simulator | Invoke-EwsPagedFind -PageSize 500 | Out-Null
        $simulator | Stop-EwsThrottlingSimulator
        $lines = Get-Content $TestDrive/logs/Ews/*.LOG
        $fields = ($lines -match '^#Fields: ') -replace '^#Fields: '
        $rows = $lines -notmatch '^#|^DateTime,' | ConvertFrom-Csv -Header ($fields -split ',')
        $rows.SoapAction | Select-Object -Unique | Should -Be FindItem
        $rows[1].GenericInfo | Should -Match 'S:BudgetMetadata\.EndBalance=2999\d\d'
        Get-ChildItem $TestDrive/logs/W3SVC2/u_ex*.log | Should -HaveCount 1
    }

    It 'keep their password out of what serialises' {
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 1
        $password = $simulator.Credential.GetNetworkCredential().Password
        $password.Length | Should -Be 32
        $path = Join-Path $TestDrive 'simulator.xml'
        $simulator | Export-Clixml $path
        $coded = -join ([Text.Encoding]::Unicode.GetBytes($password) | ForEach-Object { $_.ToString('x2') })
        Get-Content $path -Raw | Should -Not -Match "$([regex]::Escape($password))|$coded|Credential"
        (Import-Clixml $path).Uri | Should -Be $simulator.Uri
        $simulator | ConvertTo-Json -Depth 1 -WarningAction Ignore | Should -Not -Match ([regex]::Escape($password))
        $simulator | Format-List * | Out-String | Should -Not -Match ([regex]::Escape($password))
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($m, $s) Import-Module $m; $s.Credential.UserName').AddArgument($manifest)
        $shell.AddArgument($simulator).Invoke() | Should -Be $simulator.Credential.UserName
        $shell.Dispose()
    }

    It 'change conditions while they run' {
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 50 -Jitter 0.1 -NetworkLatency 0:0:0.001
        $simulator.Conditions.Jitter | Should -Be 0.1
        $simulator.Conditions.DatabaseHealth = 40
        { $simulator.Conditions.Jitter = 2 } | Should -Throw
        ($simulator | Invoke-EwsPagedFind -PageSize 1000).Count | Should -Be 50
    }

    It 'take tokens beside the password on request' {
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -AllowToken -MailboxCount 1
        $claims = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('{"upn":"user1@contoso.com"}'))
        $token = ConvertTo-SecureString "e30.$claims.x" -AsPlainText -Force
        (Invoke-EwsPagedFind -Uri $simulator.Uri -AccessToken $token -PageSize 1000).Count | Should -Be 1000
        ($simulator | Invoke-EwsPagedFind -PageSize 1000).Count | Should -Be 1000
    }

    It 'challenge those who do not log on as they are told' {
        $simulator = Start-EwsThrottlingSimulator Exchange2016 -Challenge Negotiate, NTLM
        $refused = { Invoke-RestMethod $simulator.Uri -Method Post -TimeoutSec 5 } | Should -Throw -PassThru
        "$($refused.Exception.Response.Headers.WwwAuthenticate)" | Should -Be 'Negotiate NTLM'
    }

    It 'let other machines in only with a credential' {
        { Start-EwsThrottlingSimulator Exchange2016 -AllowRemote -ErrorAction Stop } | Should -Throw `
            -ErrorId 'RemoteNeedsCredential,ThrottlingTools.Commands.StartEwsThrottlingSimulatorCommand'
    }

    It 'end with the module' {
        $printed = Invoke-InNewSession @'
param($manifest)
Import-Module $manifest
$simulator = Start-EwsThrottlingSimulator Exchange2016
Remove-Module ThrottlingTools
$simulator.IsRunning
'@ -ArgumentList $manifest
        $printed | Should -Be False
    }
}
