namespace ThrottlingTools.Ews;

/// <summary>What one kind of answer means, and what to do about it.</summary>
/// <param name="Verdict">What kind of failure it is.</param>
/// <param name="Retry">Whether and how to repeat the request.</param>
/// <param name="Meaning">What happened, in one sentence.</param>
/// <param name="Action">What to do, in one sentence or two.</param>
/// <param name="Source">Who says so: keys of publications and places in them.</param>
internal sealed record EwsErrorRule(
    EwsVerdict Verdict, EwsRetry Retry, string Meaning, string Action, string Source)
{
    /// <summary>The id of the error; <c>null</c> for that of the verdict.</summary>
    internal string? Id { get; init; }

    internal const string Limits = "learn-ews-throttling, table 3";
    internal const string Statuses = "learn-ews-throttling, table 4";
    internal const string Codes = "learn-responsecode";
    internal const string Protocol = "rfc-9110";
    internal const string Observed = "exchangelib, tests and util.py; ews-managed-api-293";

    private const string WaitAndRetry =
        "Wait and try again; if it lasts, look at the server's health, not at the policy.";

    /// <summary>A server, or something it depends on, that is not well.</summary>
    internal static EwsErrorRule Outage(string meaning, string source = Codes) =>
        new(EwsVerdict.Outage, EwsRetry.Later, meaning, WaitAndRetry, source);

    /// <summary>A request that will fail again as it is.</summary>
    internal static EwsErrorRule Client(string meaning, string? action = null, string source = Codes) => new(
        EwsVerdict.ClientError, EwsRetry.Not, meaning,
        action ?? "Correct the request; the server's message tells what it does not accept.", source);

    /// <summary>A request, item or answer that is too large.</summary>
    internal static EwsErrorRule Oversized(string meaning, string source = Codes) => new(
        EwsVerdict.Oversized, EwsRetry.Smaller, meaning,
        "Make the request smaller: fewer items at a time, or smaller ones.", source);

    /// <summary>Time that ran out.</summary>
    internal static EwsErrorRule Timeout(string meaning, string source = Codes) => new(
        EwsVerdict.Timeout, EwsRetry.Smaller, meaning,
        "Try again with fewer items at a time, or allow more time.", source);

    /// <summary>A caller who is known and refused.</summary>
    internal static EwsErrorRule Blocked(string meaning, string? action = null, string source = Codes) => new(
        EwsVerdict.AccessBlocked, EwsRetry.Not, meaning,
        action ?? "Have an administrator allow this account and application to use EWS.", source);

    /// <summary>A caller who is not accepted as the one that he says he is.</summary>
    internal static EwsErrorRule SignIn(string meaning, string? action = null, string source = Codes) => new(
        EwsVerdict.Authentication, EwsRetry.Not, meaning,
        action ?? "Check the user name, the password and the sign-in method.", source);

    /// <summary>No EWS at the other end.</summary>
    internal static EwsErrorRule Network(
        string meaning, EwsRetry retry = EwsRetry.Same, string source = Protocol) => new(
        EwsVerdict.Network, retry, meaning,
        "Check the address, the network, the certificate and any proxy on the way.", source);
}

/// <summary>The rule for errors of which only the verdict, and perhaps a code, is known.</summary>
internal static class EwsErrorRules
{
    private static readonly EwsErrorRule Throttled = new(
        EwsVerdict.Throttled, EwsRetry.Later, "The caller is over a limit; which one does not show.",
        "Wait as long as the server asks, then send less at a time.", EwsErrorRule.Observed);

    /// <summary>The rule of the code if it agrees with the verdict, else that of the verdict.</summary>
    internal static EwsErrorRule Find(EwsVerdict verdict, string? code, string? part)
    {
        EwsErrorRule rule = EwsResponseCodes.Rule(code, part);
        return rule.Verdict == verdict ? rule : Of(verdict);
    }

    private static EwsErrorRule Of(EwsVerdict verdict) => verdict switch
    {
        EwsVerdict.Throttled => Throttled,
        EwsVerdict.Outage => EwsErrorRule.Outage("The server or what it depends on is not well."),
        EwsVerdict.Oversized => EwsErrorRule.Oversized("The request is too large."),
        EwsVerdict.Timeout => EwsErrorRule.Timeout(
            "No complete answer came in time: the server is busy, or the request too large.", EwsErrorRule.Protocol),
        EwsVerdict.AccessBlocked => EwsErrorRule.Blocked("The server knows the caller and refuses."),
        EwsVerdict.Authentication => EwsErrorRule.SignIn("The server does not accept who is calling."),
        EwsVerdict.Network => EwsErrorRule.Network("The connection failed or broke; EWS did not answer."),
        _ => EwsResponseCodes.Unknown,
    };
}
