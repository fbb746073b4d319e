BeforeAll {
    . $PSScriptRoot/common.ps1
    $credential = [pscredential]::new('user@contoso.com', (ConvertTo-SecureString 'S3cret!' -AsPlainText -Force))
    $simulator = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 12 -MailboxCount 1 -Credential $credential

    # Stand-ins of the shape of the EWS Managed API, in several copies as sessions have them.
    Add-Type -TypeDefinition @'
using System; using System.Collections.Generic; using System.Net;
namespace Microsoft.Exchange.WebServices.Data
{
    public enum ExchangeVersion { Exchange2007_SP1, Exchange2010, Exchange2010_SP1, Exchange2013_SP1, V2029 }
    public enum ConnectingIdType { PrincipalName, SID, SmtpAddress }
    public abstract class ExchangeCredentials { }
    public sealed class WebCredentials : ExchangeCredentials
    {
        public WebCredentials(ICredentials credentials) { Credentials = credentials; }
        public ICredentials Credentials { get; private set; }
    }
    public sealed class OAuthCredentials : ExchangeCredentials
    {
        private readonly string token;
        public OAuthCredentials(string token) { this.token = token; }
        public override string ToString() { return "OAuth of " + token.Length; }
    }
    public sealed class TellingCredentials : ExchangeCredentials { public string Token { get; set; } }
    public sealed class ImpersonatedUserId
    {
        public ConnectingIdType IdType { get; set; }
        public string Id { get; set; }
    }
    public class ExchangeService
    {
        public ExchangeService(ExchangeVersion version) { RequestedServerVersion = version; Timeout = 100000; }
        public Uri Url { get; set; }
        public ExchangeCredentials Credentials { get; set; }
        public bool UseDefaultCredentials { get; set; }
        public ImpersonatedUserId ImpersonatedUserId { get; set; }
        public IDictionary<string, string> HttpHeaders { get { return headers; } }
        public ExchangeVersion RequestedServerVersion { get; private set; }
        public int Timeout { get; set; }
        public string UserAgent { get; set; }
        public IWebProxy WebProxy { get; set; }
        public CookieContainer CookieContainer { get; set; }
        private readonly Dictionary<string, string> headers = new Dictionary<string, string>();
    }
}
namespace OlderCopy
{
    public class ExchangeService { public Uri Url { get; set; } public ICredentials Credentials { get; set; } }
}
'@
    $data = 'Microsoft.Exchange.WebServices.Data'
    function New-Service([string] $Version = 'Exchange2013_SP1', $Credentials) {
        $service = New-Object "$data.ExchangeService" $Version
        $service.Url = $simulator.Uri
        $service.Credentials = $Credentials
        $service
    }
    function New-WebCredential($Inner = $credential.GetNetworkCredential()) {
        New-Object "$data.WebCredentials" $Inner
    }
}

AfterAll {
    Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
}

Describe '-Service' {
    It 'takes over all that a service says' {
        $service = New-Service -Credentials (New-WebCredential)
        $service.Timeout = 20000
        $service.UserAgent = 'MyScript/2'
        $service.ImpersonatedUserId = New-Object "$data.ImpersonatedUserId"
        $service.ImpersonatedUserId.IdType = 'PrincipalName'
        $service.ImpersonatedUserId.Id = 'user1@contoso.com'
        $connection = New-EwsConnection -Service $service
        $connection.Uri | Should -Be $simulator.Uri
        $connection.UserName | Should -Be user@contoso.com
        $connection.Timeout.TotalSeconds | Should -Be 20
        $connection.UserAgent | Should -Be 'MyScript/2'
        "$($connection.RequestServerVersion)" | Should -Be Exchange2013_SP1
        $connection.ImpersonatedMailbox | Should -Be upn:user1@contoso.com
        $connection | Invoke-EwsPagedFind | Should -HaveCount 12
    }

    It 'serves every cmdlet, and the command line replaces what it says' {
        $service = New-Service -Credentials (New-WebCredential)
        Invoke-EwsPagedFind -Service $service -ImpersonatedMailbox user1@contoso.com | Should -HaveCount 12
        $other = [pscredential]::new('eve', (ConvertTo-SecureString 'wrong' -AsPlainText -Force))
        { Invoke-EwsPagedFind -Service $service -Credential $other -ErrorAction Stop } |
            Should -Throw -ErrorId 'EwsAuthentication,*'
    }

    It 'takes credentials from a cache' {
        $cache = [System.Net.CredentialCache]::new()
        $cache.Add($simulator.Uri, 'Basic', $credential.GetNetworkCredential())
        Invoke-EwsPagedFind -Service (New-Service -Credentials (New-WebCredential $cache)) | Should -HaveCount 12
    }

    It 'takes the sign-in of a header, and shows none' {
        $service = New-Service
        $pair = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('user@contoso.com:S3cret!'))
        $service.HttpHeaders.Add('Authorization', "Basic $pair")
        $connection = New-EwsConnection -Service $service
        $connection | Invoke-EwsPagedFind | Should -HaveCount 12
        "$($connection | Format-List * -Force | Out-String)" | Should -Not -Match ([regex]::Escape($pair))
    }

    It 'takes a copy that lacks most properties' {
        $service = New-Object OlderCopy.ExchangeService
        $service.Url = $simulator.Uri
        $service.Credentials = $credential.GetNetworkCredential()
        Invoke-EwsPagedFind -Service $service | Should -HaveCount 12
        $shape = [pscustomobject]@{ Url = "$($simulator.Uri)"; Credentials = $credential.GetNetworkCredential() }
        Invoke-EwsPagedFind -Service $shape | Should -HaveCount 12
    }

    It 'keeps its own default where the version of a copy is unknown' {
        "$((New-EwsConnection -Service (New-Service V2029 (New-WebCredential))).RequestServerVersion)" |
            Should -Be Exchange2010_SP1
    }

    It 'takes the account of the session' {
        $service = New-Service
        $service.UseDefaultCredentials = $true
        (New-EwsConnection -Service $service).UserName | Should -BeLike "*$([Environment]::UserName)"
    }

    It 'takes the token of credentials that tell it' {
        $telling = New-Object "$data.TellingCredentials"
        $telling.Token = 'T0ken!'
        $connection = New-EwsConnection -Service (New-Service -Credentials $telling)
        "$($connection.Authentication)" | Should -Be Bearer
        "$connection$($connection | Format-List * -Force | Out-String)" | Should -Not -Match 'T0ken!'
    }

    It 'asks for the token where a service hides it' {
        $service = New-Service -Credentials (New-Object "$data.OAuthCredentials" 'T0ken!')
        { New-EwsConnection -Service $service -ErrorAction Stop } |
            Should -Throw -ErrorId 'ServiceCredentialsHidden,*'
        "$($Error[0] | Format-List * -Force | Out-String)" | Should -Not -Match 'T0ken!'
        $token = ConvertTo-SecureString 'T0ken!' -AsPlainText -Force
        "$((New-EwsConnection -Service $service -AccessToken $token).Authentication)" | Should -Be Bearer
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'another object'; Make = { Get-Date }; Id = 'NotAnExchangeService' }
        @{ What = 'text'; Make = { 'service' }; Id = 'NotAnExchangeService' }
        @{ What = 'a service without an address'; Make = { $s = New-Service; $s.Url = $null; $s }
            Id = 'NotAnExchangeService' }
        @{ What = 'a service without credentials'; Make = { New-Service }; Id = 'ServiceCredentialsHidden' }
    ) {
        { New-EwsConnection -Service (& $Make) -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
    }

    It 'is no second way to say where EWS is' {
        { New-EwsConnection -Service (New-Service) -Uri $simulator.Uri -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConflictingParameters,*'
    }
}
