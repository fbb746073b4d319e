BeforeAll {
    . $PSScriptRoot/common.ps1

    $corpus = "$PSScriptRoot/ThrottlingTools.Core.Tests/Ews/Corpus"
    $busy = 'The server cannot service this request right now. Try again later.'
    $fault = Get-Content -LiteralPath "$corpus/BodyAlone.xml" -Raw

    # What the EWS Managed API throws, by its public properties.
    Add-Type -TypeDefinition @'
namespace Microsoft.Exchange.WebServices.Data
{
    using System;
    using System.Collections.Generic;

    public enum ServiceError { NoError, ErrorServerBusy, ErrorExceededConnectionCount }

    public class ServiceResponse
    {
        public ServiceError ErrorCode { get; set; }
        public string ErrorMessage { get; set; }
        public IDictionary<string, string> ErrorDetails { get; } = new Dictionary<string, string>();
    }

    public class ServiceRemoteException : Exception
    {
        public ServiceRemoteException(string message, Exception inner) : base(message, inner) { }
    }

    public class ServiceRequestException : ServiceRemoteException
    {
        public ServiceRequestException(string message, Exception inner) : base(message, inner) { }
    }

    public class ServiceResponseException : ServiceRemoteException
    {
        public ServiceResponseException(ServiceResponse response) : base(response.ErrorMessage, null)
        { Response = response; }
        public ServiceResponse Response { get; }
        public ServiceError ErrorCode { get { return Response.ErrorCode; } }
    }

    public class ServerBusyException : ServiceResponseException
    {
        public ServerBusyException(ServiceResponse response) : base(response) { }
        public int BackOffMilliseconds { get; set; }
    }
}
'@
    function New-ServiceResponse([string] $Code, [hashtable] $Details = @{}) {
        $response = [Microsoft.Exchange.WebServices.Data.ServiceResponse]@{ ErrorCode = $Code; ErrorMessage = $busy }
        $Details.Keys | ForEach-Object { $response.ErrorDetails.Add($_, $Details[$_]) }
        $response
    }
}

AfterAll {
    Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator
}

Describe 'Resolve-EwsThrottlingError' {
    Context 'errors of this module' {
        BeforeAll {
            $simulator = Start-EwsThrottlingSimulator Exchange2019 -Fault 'busy:rate=1,hint=315000'
            $simulator | Invoke-EwsPagedFind -MaxWait 0:0:1 -ErrorVariable failed -ErrorAction SilentlyContinue
            $simulator | Stop-EwsThrottlingSimulator
        }

        It 'are explained with all that the server said' {
            $explained = $failed[0] | Resolve-EwsThrottlingError
            $explained | Should -BeOfType ThrottlingTools.Ews.EwsErrorExplanation
            $explained.Verdict | Should -Be Throttled
            $explained.BackOff | Should -Be ([timespan]'0:5:15')
            $explained.Explanation | Should -BeLike '*more than five minutes*'
        }

        It 'are explained by the exception alone, and after a trip through CLIXML' {
            ($failed[0].Exception | Resolve-EwsThrottlingError).ResponseCode | Should -Be ErrorServerBusy
            $copy = [Management.Automation.PSSerializer]::Deserialize(
                [Management.Automation.PSSerializer]::Serialize($failed[0], 4))
            $explained = $copy | Resolve-EwsThrottlingError
            $explained.ResponseCode | Should -Be ErrorServerBusy
            $explained.BackOff | Should -Be ([timespan]'0:5:15')
        }
    }

    Context 'exceptions of others' {
        It 'reads what the EWS Managed API throws, wrapped by PowerShell or not' {
            $exception = [Microsoft.Exchange.WebServices.Data.ServerBusyException]::new(
                (New-ServiceResponse ErrorServerBusy @{ BackOffMilliseconds = '178510' }))
            $exception.BackOffMilliseconds = 178510
            ($exception | Resolve-EwsThrottlingError).BackOff.TotalMilliseconds | Should -Be 178510
            $wrapped = [Management.Automation.MethodInvocationException]::new('Exception calling "X"', $exception)
            ($wrapped | Resolve-EwsThrottlingError).BackOff.TotalMilliseconds | Should -Be 178510
            $both = [AggregateException]::new($exception, [TimeoutException]::new('The operation has timed out.'))
            ($both | Resolve-EwsThrottlingError).Verdict | Should -Be Throttled, Timeout
        }

        It 'does not take the 0 of a ServerBusyException without hint for a hint' {
            $exception = [Microsoft.Exchange.WebServices.Data.ServerBusyException]::new(
                (New-ServiceResponse ErrorServerBusy))
            ($exception | Resolve-EwsThrottlingError).BackOff | Should -BeNullOrEmpty
        }

        It 'reads the policy out of a response''s details' {
            $explained = New-ServiceResponse ErrorExceededConnectionCount @{
                Policy = 'MaxConcurrency'; MaxConcurrencyLimit = '27'
            } | Resolve-EwsThrottlingError
            $explained.ResponsibleParameter | Should -Be EwsMaxConcurrency
            $explained.PolicyValue | Should -Be 27
            $explained.Retry | Should -Be FewerAtATime
        }

        It 'reads a status out of the text where the response is gone' {
            $exception = [Microsoft.Exchange.WebServices.Data.ServiceRequestException]::new(
                'The request failed. The remote server returned an error: (503) Server Unavailable.', $null)
            $explained = $exception | Resolve-EwsThrottlingError
            $explained.Verdict | Should -Be Outage
            $explained.HttpStatus | Should -Be 503
        }

        It 'calls a connection that fails a network fault' {
            $record = try { Invoke-WebRequest http://127.0.0.1:9/EWS/Exchange.asmx } catch { $_ }
            ($record | Resolve-EwsThrottlingError).Verdict | Should -Be Network
        }

        It 'calls an answer that breaks off a network fault' -Skip:(-not ('Net.Http.HttpIOException' -as [type])) {
            $record = [System.Management.Automation.ErrorRecord]::new(
                [Net.Http.HttpIOException]::new('ResponseEnded', 'The response ended prematurely.'), 'x', 0, $null)
            ($record | Resolve-EwsThrottlingError).Verdict | Should -Be Network
        }

        It 'reads the answer that a web cmdlet failed with' {
            $simulator = Start-EwsThrottlingSimulator Exchange2019 -Fault 'busy:rate=1,hint=9000'
            $body = Get-Content "$PSScriptRoot/clients/curl/12-GetFolder.xml" -Raw
            $arguments = @{ Uri = $simulator.Uri; Method = 'Post'; ContentType = 'text/xml'; Body = $body }
            $pair = $simulator.Credential.UserName, $simulator.Credential.GetNetworkCredential().Password -join ':'
            $token = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($pair))
            $arguments.Headers = @{ Authorization = "Basic $token" }
            $record = try { Invoke-WebRequest @arguments -ErrorAction Stop } catch { $_ }
            $explained = $record | Resolve-EwsThrottlingError
            $explained.ResponseCode | Should -Be ErrorServerBusy
            $explained.BackOff.TotalMilliseconds | Should -Be 9000
        }
    }

    Context 'answers' {
        It 'reads XML as text and as a document' {
            ($fault | Resolve-EwsThrottlingError).BackOff.TotalMilliseconds | Should -Be 178510
            ([xml]$fault | Resolve-EwsThrottlingError).BackOff.TotalMilliseconds | Should -Be 178510
        }

        It 'reads saved responses by path, by wildcard, as files and line by line' {
            $path = "$corpus/FaultServerBusy.http"
            $ways = @(
                Resolve-EwsThrottlingError -Path "$corpus/FaultServerBus[y].http"
                Resolve-EwsThrottlingError -LiteralPath $path
                Get-Item $path | Resolve-EwsThrottlingError
                Get-Content $path | Resolve-EwsThrottlingError
                Get-Content $path -Raw | Resolve-EwsThrottlingError
            )
            $ways.Count | Should -Be 5
            $ways.BackOff.TotalMilliseconds | Select-Object -Unique | Should -Be 297749
        }

        It 'reads status, headers and body' {
            $explained = Resolve-EwsThrottlingError -StatusCode 503 -Headers @{ 'retry-after' = 120 }
            $explained.Verdict | Should -Be Throttled
            $explained.BackOff | Should -Be ([timespan]'0:2')
            $explained.BackOffOrigin | Should -Be RetryAfter
            (Resolve-EwsThrottlingError -StatusCode 503 -Headers 'Server: x', 'Retry-After: 7').BackOff.TotalSeconds |
                Should -Be 7
            (Resolve-EwsThrottlingError -StatusCode 500 -Body $fault).BackOff.TotalMilliseconds | Should -Be 178510
        }

        It 'ends what it says with one stop' {
            (Resolve-EwsThrottlingError -StatusCode 200).Explanation | Should -Match 'missing\.$'
        }

        It 'reads the responses of HttpClient and objects that look like one' {
            $response = [Net.Http.HttpResponseMessage]::new(503)
            $response.Headers.Add('Retry-After', '60')
            ($response | Resolve-EwsThrottlingError).BackOff.TotalSeconds | Should -Be 60
            $response.Content = [Net.Http.StringContent]::new('<html>Down</html>', $null, 'text/html')
            ($response | Resolve-EwsThrottlingError).Verdict | Should -Be Outage
            ([pscustomobject]@{ StatusCode = 500; Headers = @{}; Content = $fault } |
                Resolve-EwsThrottlingError).ResponseCode | Should -Be ErrorServerBusy
        }

        It 'explains the failures of a batch, each kind once' {
            $explained = Resolve-EwsThrottlingError -Path "$corpus/BatchSecondFails.http"
            $explained.ResponseCode | Should -Be ErrorServerBusy, ErrorBatchProcessingStopped
        }
    }

    Context 'profiles' {
        It 'tell the value, and who is charged by release and access' {
            $arguments = @{ Path = "$corpus/FaultConnectionCount.http" }
            (Resolve-EwsThrottlingError @arguments).ChargedTo | Should -BeNullOrEmpty
            $new = Resolve-EwsThrottlingError @arguments -Profile Exchange2019 -Impersonate
            $new.ChargedTo | Should -Be ServiceAccountOnTarget
            $new.ConfiguredValue | Should -Be 27
            $old = Resolve-EwsThrottlingError @arguments -Profile Exchange2010SP1 -Impersonate
            $old.ChargedTo | Should -Be CallerAndTargetMailbox
            $own = Resolve-EwsThrottlingError @arguments -Impersonate:$false
            $own.ChargedTo | Should -Be Caller
        }

        It 'are completed' {
            (Complete 'Resolve-EwsThrottlingError -Profile Exchange201').CompletionText | Should -Contain Exchange2019
        }
    }

    It 'writes an error for what tells nothing, and goes on' {
        $explained = 42, "ErrorServerBusy: $busy" |
            Resolve-EwsThrottlingError -ErrorVariable failed -ErrorAction SilentlyContinue
        $explained.ResponseCode | Should -Be ErrorServerBusy
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'NoErrorFound*'
        { Resolve-EwsThrottlingError -Path "$TestDrive/none.http" -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileUnreadable*'
        { Resolve-EwsThrottlingError -StatusCode 503 -Headers 'nonsense' -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidHeaders*'
    }

    It 'names what a server that refuses takes: <Offered>' -ForEach @(
        @{ Offered = 'Negotiate', 'NTLM', 'Basic realm="mail"'; Names = 'Negotiate, NTLM and Basic'; Do = 'password' }
        @{ Offered = 'Bearer client_id="x", token_types="a b"'; Names = 'Bearer'; Do = '-AccessToken' }
    ) {
        $lines = @('HTTP/1.1 401 Unauthorized', 'Content-Type: text/html') +
            $Offered.ForEach{ "WWW-Authenticate: $_" } + '' + '<html><body>You are not authorized.</body></html>'
        $answer = $lines -join "`r`n" | Resolve-EwsThrottlingError
        $answer.Verdict | Should -Be Authentication
        $answer.Message | Should -Be "HTTP 401: the server takes $Names."
        $answer.RecommendedAction | Should -Match $Do
    }

    It 'shows no secret' {
        $text = @(
            'HTTP/1.1 401 Unauthorized'
            'Authorization: Bearer eyJhbGciOiJub25lIn0.c2VjcmV0.x'
            'Set-Cookie: X-BackEndCookie=c2VjcmV0'
            'x-ms-diagnostics: 2000003;reason="password=c2VjcmV0"'
            'Location: https://ann:c2VjcmV0@mail.example.com/?token=c2VjcmV0'
        ) -join "`n"
        $text | Resolve-EwsThrottlingError | Format-List -Property * | Out-String | Should -Not -Match c2VjcmV0
        'nothing: c2VjcmV0' | Resolve-EwsThrottlingError -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Format-List -Property * -Force | Out-String | Should -Not -Match c2VjcmV0
    }

    It 'shows verdict, parameter, wait, explanation and source in the default view' {
        $view = Resolve-EwsThrottlingError -Path "$corpus/FaultLocalTime.http" | Out-String -Width 200
        'Verdict', 'EwsCutoffBalance', '3000000', '00:03:11.68', 'Explanation', 'RecommendedAction', 'Source' |
            ForEach-Object { $view | Should -Match ([regex]::Escape($_)) }
    }

    It 'fits many into a table' {
        Resolve-EwsThrottlingError -Path "$corpus/FaultLocal*.http" | Format-Table | Out-String |
            Should -Match 'Verdict\s+ResponseCode\s+ResponsibleParameter\s+BackOff\s+Count\s'
    }
}
