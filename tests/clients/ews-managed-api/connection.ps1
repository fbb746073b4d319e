# Hands ExchangeService objects of the EWS Managed API, and what it throws, to the module. See README.md.
$ErrorActionPreference = 'Stop'
$root = Resolve-Path "$PSScriptRoot/../../.."
Import-Module "$root/output/ThrottlingTools"
$assembly = Get-ChildItem "$PSScriptRoot/bin" -Recurse -Filter 'Microsoft.Exchange.WebServices*.dll' |
    Select-Object -First 1
if (-not $assembly) { throw 'Build the program in this folder first.' }
Add-Type -Path $assembly.FullName
$data = 'Microsoft.Exchange.WebServices.Data'
$script:done = 0

function Assert-Equal($Actual, $Expected, [string] $What) {
    if ("$Actual" -ne "$Expected") { throw "Not so: $What is '$Expected', not '$Actual'." }
    $script:done++
    '{0,3} {1}: {2}' -f $script:done, $What, $Actual
}

function New-Service($Simulator, [string] $Version = 'Exchange2013_SP1') {
    $login = $Simulator.Credential.GetNetworkCredential()
    $service = New-Object "$data.ExchangeService" $Version
    $service.Url = $Simulator.Uri
    $service.Credentials = New-Object "$data.WebCredentials" $login.UserName, $login.Password
    $service
}

function New-Impersonated([string] $IdType, [string] $Id) {
    $user = New-Object "$data.ImpersonatedUserId"
    $user.IdType = $IdType
    $user.Id = $Id
    $user
}

function Get-ServiceError([scriptblock] $Call) {
    try { $null = & $Call } catch { return $_ }
    throw 'Not so: the call fails.'
}

# Without a burst, and with next to no recharge, a few requests are over budget.
$tight = New-EwsThrottlingProfile tight Exchange2016 -EwsMaxBurst 0 -EwsRechargeRate 1440 -EwsCutoffBalance 2
$simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 1234 -MailboxCount 1
$busy = Start-EwsThrottlingSimulator $tight -ItemCount 100
try {
    $service = New-Service $simulator
    $service.Timeout = 20000
    $service.UserAgent = 'MyScript/2'
    $connection = New-EwsConnection -Service $service
    Assert-Equal $connection.Uri $simulator.Uri 'the address'
    Assert-Equal $connection.UserName $simulator.Credential.UserName 'the user'
    Assert-Equal $connection.Timeout.TotalSeconds 20 'the timeout in seconds'
    Assert-Equal $connection.UserAgent $service.UserAgent 'the user agent'
    Assert-Equal $connection.RequestServerVersion Exchange2013_SP1 'the version'
    Assert-Equal @($connection | Invoke-EwsPagedFind -PageSize 500).Count 1234 'items through a connection'
    Assert-Equal @(Invoke-EwsPagedFind -Service $service).Count 1234 'items through -Service'
    Assert-Equal @(Invoke-EwsPagedFind -Service $service -Property Subject -MaxItems 50 |
            Invoke-EwsBatch -Service $service -Operation GetItem).Count 50 'items read in batches'
    Assert-Equal (New-EwsConnection -Service (New-Service $simulator Exchange2010_SP2)).RequestServerVersion `
        Exchange2010_SP2 'an older version'

    foreach ($kind in 'SmtpAddress', 'PrincipalName') {
        $service.ImpersonatedUserId = New-Impersonated $kind user1@contoso.com
        $connection = New-EwsConnection -Service $service
        Assert-Equal @($connection | Invoke-EwsPagedFind).Count 1234 "items of $($connection.ImpersonatedMailbox)"
    }
    $service.ImpersonatedUserId = $null

    $cache = [System.Net.CredentialCache]::new()
    $cache.Add($simulator.Uri, 'Basic', $simulator.Credential.GetNetworkCredential())
    $service.Credentials = New-Object "$data.WebCredentials" $cache
    Assert-Equal @(Invoke-EwsPagedFind -Service $service).Count 1234 'items with a credential cache'
    $service.Credentials = New-Object "$data.WebCredentials"
    Assert-Equal (New-EwsConnection -Service $service).UserName.Split('\')[-1] ([Environment]::UserName) 'the own user'

    $claims = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('{"upn":"user@contoso.com"}')).TrimEnd('=')
    $token = "eyJhbGciOiJub25lIn0.$claims."
    $service.Credentials = New-Object "$data.OAuthCredentials" $token
    $hidden = Get-ServiceError { New-EwsConnection -Service $service }
    Assert-Equal $hidden.FullyQualifiedErrorId.Split(',')[0] ServiceCredentialsHidden 'a token that is hidden'
    $secret = ConvertTo-SecureString $token -AsPlainText -Force
    Assert-Equal (New-EwsConnection -Service $service -AccessToken $secret).Authentication Bearer 'a token beside it'

    $inbox = [Microsoft.Exchange.WebServices.Data.FolderId]::new(
        [Microsoft.Exchange.WebServices.Data.WellKnownFolderName]::Inbox)
    $view = New-Object "$data.ItemView" 100
    $throttled = New-Service $busy
    $malformed = Get-ServiceError {
        [Microsoft.Exchange.WebServices.Data.Item]::Bind((New-Service $simulator), 'AAMk').GetAwaiter().GetResult()
    }
    Assert-Equal ($malformed | Resolve-EwsThrottlingError).ResponseCode ErrorInvalidIdMalformed 'a refusal'
    $refused = Get-ServiceError {
        foreach ($try in 1..20) { $throttled.FindItems($inbox, $view).GetAwaiter().GetResult() }
    }
    $thrown = $refused.Exception.GetBaseException()
    Assert-Equal $thrown.GetType().Name ServerBusyException 'what the Managed API throws'
    foreach ($told in @{ What = 'an error record'; From = $refused }, @{ What = 'its exception'; From = $thrown }) {
        $explained = $told.From | Resolve-EwsThrottlingError
        Assert-Equal $explained.Verdict Throttled "the verdict on $($told.What)"
        Assert-Equal $explained.BackOff.TotalMilliseconds $thrown.BackOffMilliseconds "the hint of $($told.What)"
    }
    $task = Get-ServiceError {
        foreach ($try in 1..20) { $throttled.FindItems($inbox, $view).Wait() }
    }
    Assert-Equal ($task | Resolve-EwsThrottlingError).Verdict Throttled 'the verdict on a task''s error'
    "done: $script:done checks"
}
finally {
    $simulator, $busy | Stop-EwsThrottlingSimulator
}
