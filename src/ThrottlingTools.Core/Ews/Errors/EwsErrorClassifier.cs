using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// Makes one typed error of every shape in which a failure arrives (facts 5): a fault, a response message, a bare HTTP
/// status, a page of HTML, or no answer. Only what bears the mark of a limit is called throttling.
/// </summary>
public static class EwsErrorClassifier
{
    /// <summary>Judges a whole answer.</summary>
    /// <param name="httpStatus">The HTTP status.</param>
    /// <param name="headers">The headers; names in any casing if the dictionary ignores it.</param>
    /// <param name="body">The body as text.</param>
    /// <param name="utcNow">The time of arrival, for a <c>Retry-After</c> that states a date.</param>
    /// <returns>The error; the first one in a batch; <c>null</c> if the answer tells none.</returns>
    public static EwsError? Classify(
        int httpStatus, IReadOnlyDictionary<string, string> headers, string body, DateTimeOffset utcNow)
    {
        SoapReply? reply = TryRead(body, out string? flaw);
        if (reply?.Fault is { } fault)
            return FromSoap(fault, httpStatus, headers, utcNow);
        if (reply is null || httpStatus != 200)
            return HttpErrorClassifier.Classify(httpStatus, headers, body, flaw, utcNow);
        SoapMessage? failed = reply.Messages.FirstOrDefault(message => message.IsError);
        return failed is null ? null : FromSoap(failed.Status, httpStatus, headers, utcNow);
    }

    /// <summary>Judges a request that got no answer.</summary>
    /// <param name="exception">What the transport threw.</param>
    public static EwsError FromException(ThrottlingToolsException exception) => new()
    {
        Verdict = exception.Kind switch
        {
            ErrorKind.OperationTimeout => EwsVerdict.Timeout,
            ErrorKind.ConnectionError => EwsVerdict.Network,
            ErrorKind.AuthenticationError => EwsVerdict.Authentication,
            _ => EwsVerdict.ClientError,
        },
        Message = exception.Message,
    };

    internal static EwsError FromSoap(
        SoapFailure failure, int httpStatus, IReadOnlyDictionary<string, string> headers, DateTimeOffset utcNow)
    {
        BudgetText? budget = FindBudget(failure);
        string? code = EffectiveCode(failure, budget);
        string? part = Value(failure, "Policy") ?? budget?.Part;
        (TimeSpan? wait, BackOffOrigin origin) = FindWait(failure, budget, headers, utcNow);
        return new EwsError
        {
            Verdict = EwsResponseCodes.Verdict(code),
            ResponseCode = failure.ResponseCode,
            Message = Collapse(failure.Message) ?? failure.ResponseCode ?? "The server tells no reason.",
            HttpStatus = httpStatus,
            PolicyPart = part,
            PolicyValue = Value(failure, "MaxConcurrencyLimit") ?? budget?.Value,
            BudgetType = budget?.BudgetType,
            ResponsibleParameter = BudgetText.Parameter(code, part, budget?.BudgetType),
            BackOff = wait,
            BackOffOrigin = origin,
        };
    }

    // Facts 5.4: an internal error may wrap the busy one; the limit that was met stands inside.
    private static string? EffectiveCode(SoapFailure failure, BudgetText? budget)
    {
        if (EwsResponseCodes.Verdict(failure.ResponseCode) == EwsVerdict.Throttled)
            return failure.ResponseCode;
        string? inner = failure.Values.Values
            .FirstOrDefault(value => EwsResponseCodes.Verdict(value) == EwsVerdict.Throttled);
        bool isWrapped = failure.ResponseCode is null or EwsResponseCodes.InternalServerError;
        return !isWrapped ? failure.ResponseCode
            : inner ?? (budget is not null ? EwsResponseCodes.ServerBusy : failure.ResponseCode);
    }

    private static BudgetText? FindBudget(SoapFailure failure) =>
        failure.Values.Values.Select(BudgetText.Find).FirstOrDefault(found => found is not null)
        ?? BudgetText.Find(failure.Message);

    private static (TimeSpan? Wait, BackOffOrigin Origin) FindWait(
        SoapFailure failure, BudgetText? budget, IReadOnlyDictionary<string, string> headers, DateTimeOffset utcNow)
    {
        if (BudgetText.ToWait(Value(failure, "BackOffMilliseconds")) is { } stated)
            return (stated, BackOffOrigin.BackOffMilliseconds);
        if (budget?.BackOff is { } suggested)
            return (suggested, BackOffOrigin.BudgetText);
        TimeSpan? retryAfter = HttpErrorClassifier.RetryAfter(headers, utcNow);
        return (retryAfter, retryAfter is null ? BackOffOrigin.None : BackOffOrigin.RetryAfter);
    }

    private static string? Value(SoapFailure failure, string name) =>
        failure.Values.TryGetValue(name, out string? value) && value.Length > 0 ? value.Trim() : null;

    private static string? Collapse(string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : string.Join(" ", text!.Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static SoapReply? TryRead(string body, out string? flaw)
    {
        flaw = null;
        try
        {
            // The text is in memory, so that nothing here waits.
            using SoapCursor cursor = new(body);
            return SoapReader.ReadAsync(cursor).GetAwaiter().GetResult();
        }
        catch (XmlException exception)
        {
            flaw = exception.Message;
            return null;
        }
    }
}
