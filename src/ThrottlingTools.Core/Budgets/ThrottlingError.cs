using System;
using System.Globalization;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>Why a request is refused, as it goes over the wire.</summary>
/// <param name="ResponseCode">The EWS response code.</param>
/// <param name="Parameter">The profile's limit that refused.</param>
/// <param name="PolicyPart">The policy part as the server names it; <c>null</c> where the error names none.</param>
/// <param name="PolicyValue">The value of that limit.</param>
/// <param name="BackOff">The back-off hint; <c>null</c> where the error has none.</param>
public readonly record struct ThrottlingError(
    string ResponseCode, string Parameter, string? PolicyPart, Unlimited PolicyValue, TimeSpan? BackOff)
{
    /// <summary>The server cannot take the request now.</summary>
    public const string ServerBusy = "ErrorServerBusy";

    /// <summary>More requests at a time than allowed.</summary>
    public const string ExceededConnectionCount = "ErrorExceededConnectionCount";

    /// <summary>More subscriptions than allowed.</summary>
    public const string ExceededSubscriptionCount = "ErrorExceededSubscriptionCount";

    /// <summary>More entries of find responses than allowed.</summary>
    public const string ExceededFindCountLimit = "ErrorExceededFindCountLimit";

    /// <summary>The request ran too long.</summary>
    public const string TimeoutExpired = "ErrorTimeoutExpired";

    /// <summary>A discovery search names more mailboxes than it may.</summary>
    public const string SearchTooManyMailboxes = "ErrorSearchTooManyMailboxes";

    /// <summary>A discovery search has more keywords than it may.</summary>
    public const string SearchTooManyKeywords = "ErrorSearchQueryHasTooManyKeywords";

    /// <summary>The sender's quota is used up.</summary>
    public const string SubmissionQuotaExceeded = "ErrorSubmissionQuotaExceeded";

    /// <summary>The type of the budget; the server names it in the message (ews-managed-api-293).</summary>
    public BudgetType Type { get; init; }

    /// <summary>The message that clients see (learn-responsecode; davmail-161).</summary>
    public string Message => ResponseCode switch
    {
        ExceededConnectionCount => "You have exceeded the available concurrent connections for your account.  "
            + "Try again once your other requests have completed.",
        ExceededSubscriptionCount => "You have exceeded the available subscriptions for your account.  "
            + "Remove unnecessary subscriptions and try your request again.",
        ExceededFindCountLimit => "You have exceeded the maximum number of objects that can be returned for the find "
            + "operation. Use paging to reduce the result size and try your request again.",
        SearchTooManyMailboxes => "The search includes too many mailboxes.",
        SearchTooManyKeywords => "The search includes too many keywords.",
        _ => "The server cannot service this request right now. Try again later.",
    };

    /// <summary>The hint in whole milliseconds; 0 without a hint.</summary>
    public long BackOffMilliseconds =>
        BackOff is { } hint ? (hint.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond : 0;

    /// <summary>
    /// The server's sentence that names policy part and value (ews-managed-api-293); <c>null</c> where the error names
    /// none.
    /// </summary>
    public string? BudgetText => PolicyPart is null ? null : string.Format(
        CultureInfo.InvariantCulture,
        "This operation exceeds the throttling budget for policy part '{0}', policy value '{1}',  Budget type: '{2}'.  "
        + "Suggested backoff time {3} ms.", PolicyPart, PolicyValue, Type, BackOffMilliseconds);
}
