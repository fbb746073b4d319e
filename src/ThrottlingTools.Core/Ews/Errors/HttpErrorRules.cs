using System;
using static ThrottlingTools.Ews.EwsErrorRule;

namespace ThrottlingTools.Ews;

/// <summary>What the HTTP level tells where no EWS error came (learn-ews-throttling, table 4).</summary>
internal static class HttpErrorRules
{
    private const string Retirement =
        "learn-ews-access-control; exchange-team-ews-is-here; exchange-team-ews-almost-up";

    private const string Asp = "learn-iis-request-limits";

    internal static readonly EwsErrorRule Routing = Client(
        "The front-end server could not find the mailbox's server: a routing error, not throttling.",
        "Check the mailbox address in the request, X-AnchorMailbox included.", Observed);

    internal static readonly EwsErrorRule PolicyBlock = Blocked(
        "An access policy blocks EWS for this user, tenant or application. In Exchange Online a tenant whose "
        + "EwsEnabled is True needs the application in EwsAllowedAppIDs since 2026-10-10, and EWS ends there on "
        + "2027-04-01.",
        "Look at EwsEnabled and EwsAllowedAppIDs (Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy, "
        + "Get-CASMailbox); a change of the list takes up to 24 hours. Or move to Microsoft Graph.",
        Retirement);

    internal static readonly EwsErrorRule OwaOverBudget = new(
        EwsVerdict.Throttled, EwsRetry.Later,
        "The mailbox is over the budget of Outlook on the web; which of its limits it was does not show.",
        "Close tabs and sessions of Outlook on the web, wait, and reload.",
        "wavebox-793, X-OWA-Error; microsoft-multiple-sessions");

    private static readonly EwsErrorRule NotEws = Network(
        "What came is no EWS answer: a proxy, a sign-in page or a server that is down may stand in between.",
        EwsRetry.Later);

    internal static readonly EwsErrorRule Unexpected = Network(
        "The answer belongs to another request, or lacks what was asked for: a server, proxy or cache on the way mixes "
        + "answers up.", EwsRetry.Later) with
    {
        Id = "EwsUnexpectedAnswer",
        Action = "Try again; if it lasts, go around the proxy or load balancer, and tell whoever runs it.",
    };

    internal static readonly EwsErrorRule Unreadable = Network(
        "The answer breaks off, is not encoded as it says, is no XML, or is larger than any that is read.",
        EwsRetry.Later) with
    {
        Id = "EwsUnreadableAnswer",
        Action = "Try again, with fewer items at a time; if it lasts, look at what stands between here and the server.",
    };

    internal static readonly EwsErrorRule Proxy = Network("A proxy on the way wants a sign-in.", EwsRetry.Not) with
    {
        Action = "Give the proxy by -Proxy and who signs in there by -ProxyCredential.",
    };

    private static readonly EwsErrorRule CaptivePortal = Network("The network wants a sign-in first.", EwsRetry.Not);

    private static readonly EwsErrorRule ErrorPage = Outage(
        "The server redirects to its own error page; some clients take that for throttling, nothing in it says so.",
        Observed);

    private static readonly EwsErrorRule LogonPage = SignIn(
        "The server redirects to a page on which people sign in.",
        "Check the address (EWS is /EWS/Exchange.asmx) and the sign-in method.", Protocol);

    private static readonly EwsErrorRule Elsewhere = Client(
        "The server names another address.", "Use that address, found anew by Autodiscover.", Protocol);

    private static readonly EwsErrorRule SessionOver = SignIn(
        "The session of a page on which people sign in is over, so this is no EWS.",
        "Check the address (EWS is /EWS/Exchange.asmx) and the sign-in method.", Protocol);

    private static readonly EwsErrorRule Locked = SignIn(
        "The account is locked.", "Unlock the account by signing in on the web.",
        "ews-managed-api, AccountIsLockedException");

    private static readonly EwsErrorRule Forbidden = Blocked("The server refuses the caller.", null, Protocol);

    private static readonly EwsErrorRule Missing = Client(
        "There is no EWS at this address.", "Check the address (EWS is /EWS/Exchange.asmx).", Protocol);

    private static readonly EwsErrorRule Refused = Client("The server does not accept the request.", null, Protocol);

    private static readonly EwsErrorRule TooLarge =
        Oversized("The request is larger than the server accepts.", Protocol);

    private static readonly EwsErrorRule PageTooLarge = Oversized("The request is larger than IIS accepts.", Asp);

    private static readonly EwsErrorRule TimedOut = EwsErrorRule.Timeout(
        "Something on the way waited for the server for too long.", Protocol);

    private static readonly EwsErrorRule TooMany = new(
        EwsVerdict.Throttled, EwsRetry.Later,
        "The server, or a gateway before it, takes no more requests for now; which limit it was does not show.",
        "Wait as long as the server asks, then send less at a time.", Protocol);

    private static readonly EwsErrorRule Queued = new(
        EwsVerdict.Throttled, EwsRetry.Later,
        "Requests queue in IIS, and the server asks to wait.",
        "Wait as long as the server asks, then send less at a time.", Statuses);

    private static readonly EwsErrorRule Unavailable = Outage(
        "The service is not available: requests queue in IIS, or the server is down; the answer does not tell which.",
        Statuses);

    private static readonly EwsErrorRule Down = Outage(
        "A page or message from something that stands for a server which is down.", Protocol);

    private static readonly EwsErrorRule Failed = Outage("The server failed without an EWS error.", Protocol);

    /// <summary>The rule for a status, the headers that matter and the body.</summary>
    internal static EwsErrorRule Find(int status, string? location, bool asksToWait, bool isHtml, string body) =>
        status switch
        {
            407 => Proxy,
            511 => CaptivePortal,
            >= 100 and < 300 => NotEws,
            >= 300 and < 400 => Redirect(location),
            440 => SessionOver,
            456 => Locked,
            403 => Forbidden,
            // IIS request filtering answers 404.13 to a body over its limit.
            404 when isHtml && Contains(body, "404.13") => PageTooLarge,
            404 => Missing,
            408 or 504 => TimedOut,
            413 => TooLarge,
            429 => TooMany,
            500 when isHtml && Contains(body, "Maximum request length exceeded") => PageTooLarge,
            // Table 4 counts 503 as throttling; a page or message for people comes from a server that is down.
            503 when string.IsNullOrWhiteSpace(body) && asksToWait && !isHtml => Queued,
            503 when string.IsNullOrWhiteSpace(body) && !isHtml => Unavailable,
            502 or 503 => Down,
            >= 500 => Failed,
            _ => Refused,
        };

    private static EwsErrorRule Redirect(string? location) =>
        Contains(location, "genericerrorpage") ? ErrorPage
        : Contains(location, "logon") || Contains(location, "login") ? LogonPage
        : Elsewhere;

    private static bool Contains(string? text, string part) =>
        text?.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
