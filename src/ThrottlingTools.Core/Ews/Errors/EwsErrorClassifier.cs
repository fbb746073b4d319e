using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Makes one typed error of every shape in which a failure arrives: a fault, a response message, a bare HTTP
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
        IReadOnlyList<EwsError> errors = ClassifyAll(httpStatus, headers, body, utcNow);
        return errors.Count == 0 ? null : errors[0];
    }

    /// <summary>Judges each failure in an answer.</summary>
    /// <param name="httpStatus">The HTTP status.</param>
    /// <param name="headers">The headers; names in any casing if the dictionary ignores it.</param>
    /// <param name="body">The body as text: one envelope, or several after each other.</param>
    /// <param name="utcNow">The time of arrival, for a <c>Retry-After</c> that states a date.</param>
    /// <returns>An error for each fault or failed message, in their order; none if the answer tells none.</returns>
    public static IReadOnlyList<EwsError> ClassifyAll(
        int httpStatus, IReadOnlyDictionary<string, string> headers, string body, DateTimeOffset utcNow) =>
        ClassifyAll(httpStatus, headers, body, utcNow, null);

    /// <summary>Judges each failure in an answer to a request of which it is known how it signed in.</summary>
    internal static IReadOnlyList<EwsError> ClassifyAll(
        int httpStatus, IReadOnlyDictionary<string, string> headers, string body, DateTimeOffset utcNow,
        SignInAttempt? attempt)
    {
        FailureReader answer = FailureReader.Read(body);
        if (answer.Failures.Count > 0)
            return answer.Failures.Select(failure => FromSoap(failure, httpStatus, headers, utcNow)).ToArray();
        return answer.IsAnswer && httpStatus == 200
            ? []
            : [HttpErrorClassifier.Classify(httpStatus, headers, body, answer.Flaw, utcNow, attempt)];
    }

    /// <summary>Judges what another client keeps of a failure.</summary>
    /// <param name="responseCode">The EWS response code.</param>
    /// <param name="message">The message; <c>null</c> if it was not kept.</param>
    /// <param name="values">The values of MessageXml by their names, such as <c>BackOffMilliseconds</c>.</param>
    public static EwsError FromCode(
        string responseCode, string? message, IEnumerable<KeyValuePair<string, string>> values)
    {
        SoapFailure failure = new() { ResponseCode = responseCode, Message = message };
        foreach (KeyValuePair<string, string> value in values)
            failure.Values[value.Key] = value.Value;
        return FromSoap(failure, null, SavedResponse.NoHeaders(), DateTimeOffset.MinValue);
    }

    /// <summary>Judges a request that got no answer.</summary>
    /// <param name="isTimeout">Whether time ran out; else the connection failed.</param>
    /// <param name="message">What the transport says.</param>
    public static EwsError FromTransport(bool isTimeout, string message) => new()
    {
        Verdict = isTimeout ? EwsVerdict.Timeout : EwsVerdict.Network,
        Message = SecretText.Hide(message),
    };

    /// <summary>Judges a request that got no answer.</summary>
    /// <param name="exception">What the transport threw.</param>
    public static EwsError FromException(ThrottlingToolsException exception) => exception.Kind switch
    {
        ErrorKind.AuthenticationError => NotSent(exception, EwsErrorRule.SignIn(
            "The request was not sent, for nobody could be signed in.", exception.RecommendedAction)),
        ErrorKind.PermissionDenied => NotSent(exception, HttpErrorRules.Proxy),
        ErrorKind.InvalidArgument => NotSent(exception, EwsErrorRule.Client(
            "The request was not sent.", exception.RecommendedAction)),
        _ => new EwsError
        {
            Verdict = exception.Kind == ErrorKind.OperationTimeout ? EwsVerdict.Timeout : EwsVerdict.Network,
            Message = SecretText.Hide(exception.Message),
            WasNotSent = HttpDeadline.WasNeverConnected(exception.InnerException),
        },
    };

    internal static EwsError FromSoap(
        SoapFailure failure, int? httpStatus, IReadOnlyDictionary<string, string> headers, DateTimeOffset utcNow)
    {
        BudgetText? budget = FindBudget(failure);
        string? part = Value(failure, "Policy") ?? budget?.Part;
        StatedWait wait = StatedWait.Find(
            Value(failure, "BackOffMilliseconds"), budget?.BackOff, headers, utcNow);
        string? code = EffectiveCode(
            failure, budget, wait.Time is not null && wait.Origin != BackOffOrigin.RetryAfter);
        EwsErrorRule rule = EwsResponseCodes.Rule(code, part);
        return new EwsError
        {
            Verdict = rule.Verdict,
            Rule = rule,
            ResponseCode = failure.ResponseCode,
            Message = SecretText.Hide(
                Collapse(failure.Message) ?? failure.ResponseCode ?? "The server tells no reason."),
            HttpStatus = httpStatus,
            PolicyPart = part,
            PolicyValue = Value(failure, "MaxConcurrencyLimit") ?? budget?.Value,
            BudgetType = budget?.BudgetType,
            ResponsibleParameter = BudgetText.Parameter(code, part, budget?.BudgetType),
            BackOff = wait.Time,
            BackOffOrigin = wait.Origin,
            IgnoredBackOff = wait.Ignored,
        };
    }

    // An internal error may wrap the busy one (learn-ews-throttling, table 4); the limit that was met stands inside. A
    // code that is new to us is judged by what comes with it: a budget is a limit, a mere wish to wait is not.
    private static string? EffectiveCode(SoapFailure failure, BudgetText? budget, bool asksToWait)
    {
        string? code = failure.ResponseCode;
        bool isKnown = EwsResponseCodes.IsKnown(code);
        if (isKnown && code != EwsResponseCodes.InternalServerError)
            return code;
        string? inner = failure.Values.Values
            .FirstOrDefault(value => EwsResponseCodes.Verdict(value.Trim()) == EwsVerdict.Throttled)?.Trim();
        return inner
            ?? (budget is not null ? EwsResponseCodes.ServerBusy
            : !isKnown && asksToWait ? EwsResponseCodes.InternalServerError
            : code);
    }

    private static BudgetText? FindBudget(SoapFailure failure) =>
        failure.Values.Values.Select(BudgetText.Find).FirstOrDefault(found => found is not null)
        ?? BudgetText.Find(failure.Message);

    private static string? Value(SoapFailure failure, string name) =>
        failure.Values.TryGetValue(name, out string? value) && value.Length > 0 ? value.Trim() : null;

    // The transport had no token to send, or was closed: waiting changes neither.
    private static EwsError NotSent(ThrottlingToolsException exception, EwsErrorRule rule) =>
        new() { Verdict = rule.Verdict, Rule = rule, Message = SecretText.Hide(exception.Message), WasNotSent = true };

    private static string? Collapse(string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : string.Join(" ", text!.Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
