# Hands an ExchangeService of the EWS Managed API to New-EwsConnection. See README.md.
$ErrorActionPreference = 'Stop'
$root = Resolve-Path "$PSScriptRoot/../../.."
Import-Module "$root/output/ThrottlingTools"
$assembly = Get-ChildItem "$PSScriptRoot/bin" -Recurse -Filter 'Microsoft.Exchange.WebServices*.dll' |
    Select-Object -First 1
if (-not $assembly) { throw 'Build the program in this folder first.' }
Add-Type -Path $assembly.FullName

$simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 1234
try {
    $service = [Microsoft.Exchange.WebServices.Data.ExchangeService]::new('Exchange2013_SP1')
    $service.Url = $simulator.Uri
    $login = $simulator.Credential.GetNetworkCredential()
    $service.Credentials = [Microsoft.Exchange.WebServices.Data.WebCredentials]::new($login.UserName, $login.Password)
    $connection = New-EwsConnection -Service $service
    $count = @($connection | Invoke-EwsPagedFind -PageSize 500).Count
    if ($count -ne 1234) { throw "Invoke-EwsPagedFind found $count of 1234 items." }
    "done: $count items through an ExchangeService"
}
finally {
    $simulator | Stop-EwsThrottlingSimulator
}
