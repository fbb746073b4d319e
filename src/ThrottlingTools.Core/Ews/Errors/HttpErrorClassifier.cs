using System;
using System.Collections.Generic;
using System.Globalization;

namespace ThrottlingTools.Ews;

/// <summary>
/// Judges answers that are no EWS answer, by status, headers and the look of the body.
/// </summary>
internal static class HttpErrorClassifier
{
    private const string OwaError = "X-OWA-Error";

    internal static EwsError Classify(
        int status, IReadOnlyDictionary<string, string> headers, string body, string? flaw, DateTimeOffset utcNow,
        SignInAttempt? attempt = null)
    {
        bool isHtml = LooksLikeHtml(headers, body);
        StatedWait wait = StatedWait.Find(null, null, headers, utcNow);
        EwsErrorRule rule = FindRule(status, headers, body, isHtml, wait.Time is not null, attempt);
        return new EwsError
        {
            Verdict = rule.Verdict,
            Rule = rule,
            Message = SecretText.Hide(Message(status, headers, isHtml, flaw, attempt)),
            HttpStatus = status,
            BackOff = wait.Time,
            BackOffOrigin = wait.Origin,
            IgnoredBackOff = wait.Ignored,
        };
    }

    /// <summary>An answer with a good status that cannot be read.</summary>
    internal static EwsError Unreadable(
        int status, IReadOnlyDictionary<string, string> headers, string flaw, DateTimeOffset utcNow)
    {
        EwsError error = Classify(status, headers, "", flaw, utcNow);
        return LooksLikeHtml(headers, "") ? error : new EwsError
        {
            Verdict = HttpErrorRules.Unreadable.Verdict,
            Rule = HttpErrorRules.Unreadable,
            Message = error.Message,
            HttpStatus = status,
            HasBegun = true,
        };
    }

    /// <summary>An answer that is whole and none to the request.</summary>
    /// <param name="operation">What was asked for.</param>
    /// <param name="stranger">What came instead; <c>null</c> if nothing did.</param>
    /// <param name="status">The HTTP status.</param>
    internal static EwsError Unexpected(string operation, string? stranger, int status) => new()
    {
        Verdict = HttpErrorRules.Unexpected.Verdict,
        Rule = HttpErrorRules.Unexpected,
        HttpStatus = status,
        HasBegun = true,
        Message = stranger is null
            ? $"The answer to {operation} holds nothing of what was asked for."
            : $"The answer to {operation} holds {SecretText.Hide(Shorten(stranger))}.",
    };

    private static string Shorten(string name) => name.Length <= 64 ? name : name.Substring(0, 64) + "...";

    private static EwsErrorRule FindRule(
        int status, IReadOnlyDictionary<string, string> headers, string body, bool isHtml, bool asksToWait,
        SignInAttempt? attempt) =>
        // Either may come with any status.
        Header(headers, "X-CasErrorCode") is not null ? HttpErrorRules.Routing
        : Header(headers, "X-EWS-Policy-Reason") is not null ? HttpErrorRules.PolicyBlock
        : IsOwaOverBudget(headers) ? HttpErrorRules.OwaOverBudget
        : status == 401 ? SignInRules.Find(Offered(headers), attempt)
        : HttpErrorRules.Find(status, Header(headers, "Location"), asksToWait, isHtml, body);

    private static string Message(
        int status, IReadOnlyDictionary<string, string> headers, bool isHtml, string? flaw, SignInAttempt? attempt)
    {
        string answer = string.Format(CultureInfo.InvariantCulture, "HTTP {0}", status);
        if (Header(headers, "X-EWS-Policy-Reason") is { } reason)
            return $"{answer}: {reason}";
        if (Header(headers, "X-CasErrorCode") is { } routing)
            return $"{answer}: CAS error: {routing}";
        if (IsOwaOverBudget(headers))
            return $"{answer}: {Header(headers, OwaError)}";
        if (Header(headers, "x-ms-diagnostics") is { } diagnostics)
            return $"{answer}: {diagnostics}";
        if (status is >= 300 and < 400)
            return $"{answer}: redirected to {WithoutQuery(Header(headers, "Location"))}.";
        if (status == 401 && Offered(headers) is { Any: true } offered)
            return $"{answer}: the server takes {offered}{Tried(attempt)}.";
        if (status == 407 && OfferedSchemes.Read(Header(headers, "Proxy-Authenticate")) is { Any: true } proxy)
            return $"{answer}: the proxy takes {proxy}.";
        string what = isHtml ? "a page of HTML came instead of an EWS answer"
            : status is 200 ? $"the answer is no valid EWS answer: {flaw?.TrimEnd('.')}"
            : "the answer holds no EWS error";
        return $"{answer}: {what}.";
    }

    // The header holds the name of an exception type.
    private static bool IsOwaOverBudget(IReadOnlyDictionary<string, string> headers) =>
        Header(headers, OwaError)?.TrimEnd().EndsWith("OverBudgetException", StringComparison.Ordinal) == true;

    private static OfferedSchemes Offered(IReadOnlyDictionary<string, string> headers) =>
        OfferedSchemes.Read(Header(headers, "WWW-Authenticate"));

    private static string Tried(SignInAttempt? attempt) => attempt switch
    {
        null => "",
        { Scheme: null } => "; nothing could be sent to sign in",
        _ => $"; it refused what was sent as {attempt.Scheme}",
    };

    // The query of a redirect may hold a token.
    private static string WithoutQuery(string? location) => location?.Split('?', '#')[0] ?? "nowhere";

    private static bool LooksLikeHtml(IReadOnlyDictionary<string, string> headers, string body) =>
        Header(headers, "Content-Type")?.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0
        || body.TrimStart().StartsWith("<html", StringComparison.OrdinalIgnoreCase)
        || body.TrimStart().StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);

    private static string? Header(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.TryGetValue(name, out string? value) ? value : null;
}
