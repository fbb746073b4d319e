using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>
/// What the response codes of EWS mean to a caller who wonders about throttling (facts 5.4; article Table 3).
/// </summary>
internal static class EwsResponseCodes
{
    internal const string ServerBusy = "ErrorServerBusy";
    internal const string ConnectionCount = "ErrorExceededConnectionCount";
    internal const string SubscriptionCount = "ErrorExceededSubscriptionCount";
    internal const string FindCountLimit = "ErrorExceededFindCountLimit";
    internal const string InternalServerError = "ErrorInternalServerError";
    internal const string BatchProcessingStopped = "ErrorBatchProcessingStopped";

    private static readonly Dictionary<string, EwsVerdict> Verdicts = Collect(
        (EwsVerdict.Throttled, [ServerBusy, ConnectionCount, SubscriptionCount, FindCountLimit,
            "ErrorTooManyObjectsOpened", "ErrorSubmissionQuotaExceeded"]),
        (EwsVerdict.Outage, [InternalServerError, "ErrorInternalServerTransientError", "ErrorMailboxStoreUnavailable",
            "ErrorMailboxMoveInProgress", "ErrorConnectionFailed", "ErrorADUnavailable", "ErrorADOperation",
            "ErrorInsufficientResources", "ErrorMailboxFailover", "ErrorNoRespondingCASInDestinationSite",
            BatchProcessingStopped]),
        (EwsVerdict.Timeout, ["ErrorTimeoutExpired"]),
        (EwsVerdict.Oversized, ["ErrorMessageSizeExceeded", "ErrorAttachmentSizeLimitExceeded",
            "ErrorDataSizeLimitExceeded"]),
        (EwsVerdict.Authentication, ["ErrorPasswordExpired", "ErrorPasswordChangeRequired", "ErrorAccountDisabled"]),
        (EwsVerdict.AccessBlocked, ["ErrorAccessDenied", "ErrorImpersonationDenied", "ErrorImpersonateUserDenied"]));

    /// <summary>The verdict on a code; unknown ones blame the request.</summary>
    internal static EwsVerdict Verdict(string? code) =>
        code is not null && Verdicts.TryGetValue(code, out EwsVerdict verdict) ? verdict : EwsVerdict.ClientError;

    private static Dictionary<string, EwsVerdict> Collect(params (EwsVerdict Verdict, string[] Codes)[] groups)
    {
        Dictionary<string, EwsVerdict> verdicts = new(StringComparer.Ordinal);
        foreach ((EwsVerdict verdict, string[] codes) in groups)
            foreach (string code in codes)
                verdicts.Add(code, verdict);
        return verdicts;
    }
}
