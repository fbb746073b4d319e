using System;
using System.Collections.Generic;
using System.Globalization;

namespace ThrottlingTools.Ews;

/// <summary>
/// Judges answers that are no EWS answer, by status, headers and the look of the body (facts 5.5, 5.6).
/// </summary>
internal static class HttpErrorClassifier
{
    internal static EwsError Classify(
        int status, IReadOnlyDictionary<string, string> headers, string body, string? flaw, DateTimeOffset utcNow)
    {
        bool isHtml = LooksLikeHtml(headers, body);
        TimeSpan? wait = RetryAfter(headers, utcNow);
        EwsVerdict verdict = Verdict(status, headers, isHtml, wait is not null);
        return new EwsError
        {
            Verdict = verdict,
            Message = Message(status, headers, isHtml, flaw),
            HttpStatus = status,
            BackOff = wait,
            BackOffOrigin = wait is null ? BackOffOrigin.None : BackOffOrigin.RetryAfter,
        };
    }

    /// <summary>
    /// The wait in <c>Retry-After</c>, which states seconds or a date; a date that has passed is zero.
    /// </summary>
    internal static TimeSpan? RetryAfter(IReadOnlyDictionary<string, string> headers, DateTimeOffset utcNow)
    {
        string? text = Header(headers, "Retry-After");
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return TimeSpan.FromTicks(seconds * TimeSpan.TicksPerSecond);
        bool isDate = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset date);
        return !isDate ? null : date > utcNow ? date - utcNow : TimeSpan.Zero;
    }

    private static EwsVerdict Verdict(
        int status, IReadOnlyDictionary<string, string> headers, bool isHtml, bool asksToWait) => status switch
    {
        // A routing error of the front end, which may carry any status (facts 5.5).
        _ when Header(headers, "X-CasErrorCode") is not null => EwsVerdict.ClientError,
        200 or 407 => EwsVerdict.Network,
        >= 300 and < 400 => Redirect(Header(headers, "Location")),
        401 or 440 => EwsVerdict.Authentication,
        403 => EwsVerdict.AccessBlocked,
        408 or 504 => EwsVerdict.Timeout,
        413 => EwsVerdict.Oversized,
        429 => EwsVerdict.Throttled,
        // Table 4 of the article counts 503 as throttling; a page for people comes from a server that is down.
        503 when asksToWait && !isHtml => EwsVerdict.Throttled,
        >= 500 => EwsVerdict.Outage,
        _ => EwsVerdict.ClientError,
    };

    private static EwsVerdict Redirect(string? location) =>
        location is null ? EwsVerdict.ClientError
        : location.IndexOf("genericerrorpage", StringComparison.OrdinalIgnoreCase) >= 0 ? EwsVerdict.Outage
        : location.IndexOf("logon", StringComparison.OrdinalIgnoreCase) >= 0
            || location.IndexOf("login", StringComparison.OrdinalIgnoreCase) >= 0 ? EwsVerdict.Authentication
        : EwsVerdict.ClientError;

    private static string Message(int status, IReadOnlyDictionary<string, string> headers, bool isHtml, string? flaw)
    {
        string answer = string.Format(CultureInfo.InvariantCulture, "HTTP {0}", status);
        if (Header(headers, "X-EWS-Policy-Reason") is { } reason)
            return $"{answer}: {reason}";
        if (Header(headers, "X-CasErrorCode") is { } routing)
            return $"{answer}: CAS error: {routing}";
        if (status is >= 300 and < 400)
            return $"{answer}: redirected to {WithoutQuery(Header(headers, "Location"))}.";
        string what = isHtml ? "a page of HTML came instead of an EWS answer"
            : status is 200 ? $"the answer is no valid EWS answer: {flaw}"
            : "the answer holds no EWS error";
        return $"{answer}: {what}.";
    }

    // The query of a redirect may hold a token.
    private static string WithoutQuery(string? location) => location?.Split('?', '#')[0] ?? "nowhere";

    private static bool LooksLikeHtml(IReadOnlyDictionary<string, string> headers, string body) =>
        Header(headers, "Content-Type")?.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0
        || body.TrimStart().StartsWith("<html", StringComparison.OrdinalIgnoreCase)
        || body.TrimStart().StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);

    private static string? Header(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.TryGetValue(name, out string? value) ? value : null;
}
