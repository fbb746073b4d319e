using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Resolving;

/// <summary>
/// Reads exceptions: ours, those of any copy of the EWS Managed API, of HttpClient and HttpWebRequest, wrapped ones,
/// and those that came back from a remote session.
/// </summary>
internal sealed class ExceptionReader(DateTimeOffset utcNow)
{
    private const int MaxDepth = 32;

    /// <summary>The errors that an exception or what caused it tells; none if they tell nothing.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="body">The body of the answer, where it is kept beside the exception.</param>
    public IReadOnlyList<EwsError> Read(PSObject exception, string? body)
    {
        List<PSObject> chain = Chain(exception);
        PSObject? several = chain.Find(link => Inner(link).Count > 1);
        EwsError[] each = several is null ? [] : Inner(several).SelectMany(inner => Read(inner, body)).ToArray();
        if (each.Length > 0)
            return each;
        Func<PSObject, IReadOnlyList<EwsError>?>[] readers =
        [
            OwnError,
            ServiceError,
            link => link.Object("Response") is { } response ? ResponseReader.Read(response, body, utcNow) : null,
            link => CodeInText(link.Text("Message")),
            link => ResponseReader.Read(link, body, utcNow),
            Transport,
            link => EwsErrorText.Find(link.Text("Message") ?? "", utcNow),
        ];
        // What tells most goes first, wherever in the chain it stands.
        return readers.SelectMany(read => chain.Select(read)).FirstOrDefault(found => found?.Count > 0) ?? [];
    }

    /// <summary>An error that this module made, live or deserialised; <c>null</c> if it is none.</summary>
    public static IReadOnlyList<EwsError>? OwnError(PSObject input)
    {
        object? value = input.BaseObject is EwsError ? input.BaseObject
            : input.Get("EwsError") ?? input.Get("Error") ?? input.Get("Target") ?? input;
        if (value is EwsError error)
            return [error];
        PSObject copy = PSObject.AsPSObject(value);
        if (!Enum.TryParse(copy.Text("Verdict"), out EwsVerdict verdict) || copy.Text("Message") is not { } message)
            return null;
        _ = Enum.TryParse(copy.Text("BackOffOrigin"), out BackOffOrigin origin);
        return
        [
            new EwsError
            {
                Verdict = verdict,
                ResponseCode = copy.Text("ResponseCode"),
                Message = message,
                HttpStatus = ResponseReader.Status(copy.Get("HttpStatus")),
                PolicyPart = copy.Text("PolicyPart"),
                PolicyValue = copy.Text("PolicyValue"),
                BudgetType = copy.Text("BudgetType"),
                ResponsibleParameter = copy.Text("ResponsibleParameter"),
                BackOff = copy.Get("BackOff") as TimeSpan?,
                BackOffOrigin = origin,
            },
        ];
    }

    /// <summary>
    /// What the Managed API's exceptions and responses tell, or any object with a response code; <c>null</c> if it is
    /// none.
    /// </summary>
    public static IReadOnlyList<EwsError>? ServiceError(PSObject input)
    {
        PSObject? response = input.Object("Response");
        string? code = Code(input) ?? (response is null ? null : Code(response));
        if (code is null)
            return null;
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> pair in InputProperties.Pairs(
            input.Get("ErrorDetails") ?? response?.Get("ErrorDetails")))
            values[pair.Key] = pair.Value;
        // ServerBusyException has 0 where the server stated nothing (ews-managed-api).
        string? hint = input.Text("BackOffMilliseconds");
        if (hint is not null && hint != "0" && !values.ContainsKey("BackOffMilliseconds"))
            values["BackOffMilliseconds"] = hint;
        string? message = input.Text("Message", "MessageText", "ErrorMessage") ?? response?.Text("ErrorMessage");
        return [EwsErrorClassifier.FromCode(code, message, values)];
    }

    private static string? Code(PSObject input) =>
        input.Text("ErrorCode", "ResponseCode") is { } code && code.StartsWith("Error", StringComparison.Ordinal)
            ? code : null;

    private static List<PSObject> Chain(PSObject exception)
    {
        List<PSObject> chain = [];
        HashSet<object> seen = [];
        for (PSObject? link = exception; link is not null && chain.Count < MaxDepth && seen.Add(link.BaseObject);)
        {
            chain.Add(link);
            link = link.Object("InnerException") ?? link.Object("SerializedRemoteException")
                ?? Wrapped(link)?.Object("Exception");
        }
        return chain;
    }

    // Only where PowerShell wraps a failed command is the record another one's; else it leads back here.
    private static PSObject? Wrapped(PSObject link) =>
        link.Is("System.Management.Automation.RuntimeException") ? link.Object("ErrorRecord") : null;

    private static List<PSObject> Inner(PSObject exception) =>
        exception.Get("InnerExceptions") is IEnumerable inner and not string
            ? inner.Cast<object>().Select(PSObject.AsPSObject).ToList()
            : [];

    private EwsError[]? CodeInText(string? text) => text is null ? null
        : EwsErrorText.Find(text, utcNow).Where(error => error.ResponseCode is not null).ToArray();

    private static EwsError[]? Transport(PSObject link)
    {
        string message = link.Text("Message") ?? "";
        bool isTimeout = link.Is("System.TimeoutException") || link.Is("System.Threading.Tasks.TaskCanceledException")
            || link.Is("System.Net.WebException") && link.Text("Status") is "Timeout";
        bool isNetwork = link.Is("System.Net.Sockets.SocketException") || link.Is("System.Net.WebException")
            || link.Is("System.Net.Http.HttpRequestException") || link.Is("System.Net.Http.HttpIOException")
            || link.Is("System.Security.Authentication.AuthenticationException")
            || link.TypeNames.First() is "System.IO.IOException" or "Deserialized.System.IO.IOException";
        bool saysMore = EwsErrorMark(message);
        return !isTimeout && (!isNetwork || saysMore) ? null : [EwsErrorClassifier.FromTransport(isTimeout, message)];
    }

    // "The remote server returned an error: (503) Server Unavailable." tells an answer, not a broken connection.
    private static bool EwsErrorMark(string message) => EwsErrorText.Find(message, DateTimeOffset.MinValue)
        .Any(error => error.HttpStatus is not null || error.ResponseCode is not null);
}
