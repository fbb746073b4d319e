using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using static ThrottlingTools.Ews.EwsErrorRule;

namespace ThrottlingTools.Ews;

/// <summary>
/// What the response codes of EWS mean to a caller who wonders about throttling (learn-responsecode). The few
/// of Autodiscover and plain SOAP stand here too.
/// </summary>
internal static class EwsResponseCodes
{
    internal const string NoError = "NoError";
    internal const string ServerBusy = ThrottlingError.ServerBusy;
    internal const string ConnectionCount = ThrottlingError.ExceededConnectionCount;
    internal const string SubscriptionCount = ThrottlingError.ExceededSubscriptionCount;
    internal const string FindCountLimit = ThrottlingError.ExceededFindCountLimit;
    internal const string SubmissionQuota = ThrottlingError.SubmissionQuotaExceeded;
    internal const string TooManyObjects = "ErrorTooManyObjectsOpened";
    internal const string InternalServerError = "ErrorInternalServerError";
    internal const string BatchProcessingStopped = "ErrorBatchProcessingStopped";

    /// <summary>The item is not there, or not any more.</summary>
    internal const string ItemNotFound = "ErrorItemNotFound";

    internal const string QuotaExceeded = "ErrorQuotaExceeded";

    private const string SendFewer =
        "Run fewer requests at the same time; other programs on the same account count too.";

    private static readonly EwsErrorRule Busy = Limit(EwsRetry.Later,
        "The server takes no more work from this caller for now.",
        "Wait as long as the server asks, then send less at a time.");

    private static readonly EwsErrorRule Cutoff = Limit(EwsRetry.Later,
        "The caller has used so much server time that its balance fell below the cutoff; it is blocked until "
        + "the balance has recharged.",
        "Send nothing until the wait is over, then send less: only a share of the time is recharged (RechargeRate).");

    private static readonly EwsErrorRule Connections = Limit(EwsRetry.FewerAtATime,
        "More requests were open at the same time than the policy allows; those already running go on.", SendFewer) with
    { Source = Limits + "; ews-managed-api-293, fault; qna-1229695, the same fault with ErrorServerBusy" };

    private static readonly EwsErrorRule Streaming = Limit(EwsRetry.FewerAtATime,
        "More streaming connections were open at the same time than allowed.",
        "Put more subscriptions (up to 200) into each GetStreamingEvents request, and close connections not needed.");

    private static readonly EwsErrorRule Percentage = Limit(EwsRetry.Later,
        "The caller has used more of the minute than its percentage of server time allows (Exchange 2010).",
        "Wait as long as the server asks, then send less at a time.") with
    { Source = "broadcom-155934, event 22; learn-ews-throttling, table 1" };

    private static readonly EwsErrorRule SyncCalls = Limit(EwsRetry.FewerAtATime,
        "More synchronisation calls ran at the same time than allowed.",
        "Run fewer SyncFolderItems and SyncFolderHierarchy calls at the same time.") with
    { Source = "mustang-121, description; ews-rs, response of SyncFolderItems" };

    private static readonly Dictionary<string, EwsErrorRule> Rules = new(StringComparer.Ordinal)
    {
        [ServerBusy] = Busy,
        ["ServerBusy"] = Busy,
        [ConnectionCount] = Connections,
        [SubscriptionCount] = Limit(EwsRetry.FewerAtATime,
            "The caller holds more subscriptions than the policy allows.",
            "Unsubscribe what is not needed; one subscription to all folders of a mailbox counts once.") with
        { Source = Limits + "; qna-1032393, SubscribeResponseMessage" },
        [FindCountLimit] = Limit(EwsRetry.Smaller,
            "A find asked for more items than may be in the server's memory for one caller.",
            "Ask for smaller pages, and for fewer pages at the same time."),
        [TooManyObjects] = new(EwsVerdict.Throttled, EwsRetry.FewerAtATime,
            "The mailbox store refuses further sessions or objects: a limit of the store, not of the policy.",
            SendFewer + " Name fewer mailboxes in one request.", Observed),
        [SubmissionQuota] = Limit(EwsRetry.Later,
            "The sender has used up what it may send.",
            "Send the rest later: recipients are counted over 24 hours."),
        [InternalServerError] = Outage("The server failed inside; no limit is named.", Statuses),
        ["InternalServerError"] = Outage("The server failed inside."),
        ["InternalServiceFault"] = Outage("The server failed inside.", Observed),
        ["Server"] = Outage("The server failed, and says no more.", "w3c-soap-11, section 4.4"),
        ["Receiver"] = Outage("The server failed, and says no more.", "w3c-soap-12, section 5.4"),
        ["ErrorInternalServerTransientError"] = Outage("The server failed inside for a moment."),
        ["ErrorMailboxStoreUnavailable"] = Outage("The mailbox database is not available, or overloaded."),
        ["ErrorMailboxMoveInProgress"] = Outage("The mailbox is being moved to another database."),
        ["ErrorMailboxFailover"] = Outage("The mailbox database has moved to another server."),
        ["ErrorConnectionFailed"] = Outage("The server could not connect to the mailbox database."),
        ["ErrorADUnavailable"] = Outage("Active Directory is not available to the server."),
        ["ErrorADOperation"] = Outage("An operation in Active Directory failed."),
        ["ErrorInsufficientResources"] = Outage("The server lacks resources to finish the request."),
        ["ErrorNotEnoughMemory"] = Outage("The server lacks memory to finish the request."),
        ["ErrorNoRespondingCASInDestinationSite"] = Outage("No server answers in the site of the mailbox."),
        ["ErrorProxyCallFailed"] = Outage("The server could not pass the request on to the one that has the mailbox."),
        [BatchProcessingStopped] = Outage("The item was not looked at because an earlier one of the batch failed.")
            with
        { Action = "Look at the first error of the batch; then send the items that were not looked at again." },
        [ThrottlingError.TimeoutExpired] = EwsErrorRule.Timeout(
            "The server ran out of time: it is busy, or the request is too large."),
        [ThrottlingError.SearchTooManyMailboxes] = Oversized(
            "The discovery search names more mailboxes than the policy allows (DiscoveryMaxMailboxes)."),
        [ThrottlingError.SearchTooManyKeywords] = Oversized(
            "The discovery search has more keywords than the policy allows (DiscoveryMaxKeywords)."),
        ["ErrorMessageSizeExceeded"] = Oversized("The message is larger than the server accepts."),
        ["ErrorAttachmentSizeLimitExceeded"] = Oversized("The attachment is larger than the server accepts."),
        ["ErrorDataSizeLimitExceeded"] = Oversized("The request or the answer is larger than the server accepts."),
        ["ErrorRequestStreamTooBig"] = Oversized("The request is larger than the server accepts."),
        ["ErrorCalendarViewRangeTooBig"] = Oversized("The calendar view spans more time than the server accepts."),
        ["ErrorAccountDisabled"] = SignIn("The account is disabled.", "Have an administrator enable the account."),
        ["ErrorPasswordExpired"] = SignIn("The password has expired.", "Change the password."),
        ["ErrorPasswordChangeRequired"] = SignIn("The password must be changed first.", "Change the password."),
        ["FailedAuthentication"] = SignIn("The sign-in was not accepted.", null, "oasis-ws-security, section 12"),
        ["InvalidSecurity"] = SignIn("The sign-in was not accepted.", null, "oasis-ws-security, section 12"),
        ["InvalidSecurityToken"] = SignIn(
            "The token was not accepted.", "Get a new token.", "oasis-ws-security, section 12"),
        ["ErrorAccessDenied"] = Blocked("The account may not do this to the mailbox or item.",
            "Give the account the rights, or impersonate somebody who has them."),
        ["ErrorImpersonationDenied"] = Blocked("The account may not impersonate.",
            "Assign the role ApplicationImpersonation to the account."),
        ["ErrorImpersonateUserDenied"] = Blocked("The account may not impersonate this user.",
            "Assign the role ApplicationImpersonation to the account, with a scope that holds the user."),
        [QuotaExceeded] = Client("The mailbox is full.", "Make room in the mailbox, or raise its quota."),
        ["ErrorNonExistentMailbox"] = Client("No mailbox here has this address.",
            "Check the address; a mailbox elsewhere has another server, which Autodiscover tells."),
        ["ErrorFolderNotFound"] = Client("The mailbox has no such folder, or the account may not see it.",
            "Check the folder's name or id, and the account's rights in this mailbox."),
        [ItemNotFound] = Client("The mailbox has no such item, or not any more.",
            "Look for the item again: moving an item changes its id."),
        ["ErrorInvalidIdMalformed"] = Client("The id is none that Exchange made.",
            "Pass the id whole and unchanged, upper and lower case too."),
        ["ErrorIrresolvableConflict"] = Client("The item was changed since it was read.",
            "Read the item again, and make the change on its new ChangeKey."),
        ["ErrorInvalidServerVersion"] = Client("The server does not know the version that was asked for.",
            "Ask for an earlier RequestServerVersion."),
        ["ErrorInvalidSubscription"] = Resubscribe("The subscription is not valid on this server."),
        ["ErrorExpiredSubscription"] = Resubscribe("The subscription has expired."),
        ["ErrorSubscriptionUnsubscribed"] = Resubscribe("The subscription was ended."),
        ["ErrorSubscriptionNotFound"] = Resubscribe(
            "The server does not know the subscription: it ended, or another server has it (lost affinity)."),
        ["ErrorReadEventsFailed"] = Resubscribe("The events of the subscription could not be read."),
        ["ErrorMissedNotificationEvents"] = Resubscribe("Events were lost."),
        ["ErrorNewEventStreamConnectionOpened"] = Client(
            "Another streaming connection took over the subscription.", "Keep one connection for each subscription."),
    };

    internal static readonly EwsErrorRule Unknown = Client("The server does not accept the request.");

    /// <summary>The verdict on a code; unknown ones blame the request.</summary>
    internal static EwsVerdict Verdict(string? code) => Rule(code).Verdict;

    /// <summary>Whether a code names a limit that is checked before anything is done.</summary>
    internal static bool NamesItsLimit(string code) =>
        code is ConnectionCount or SubscriptionCount or FindCountLimit or SubmissionQuota;

    /// <summary>The codes that the table has.</summary>
    internal static IEnumerable<string> Known => Rules.Keys;

    /// <summary>Whether the table knows the code.</summary>
    internal static bool IsKnown(string? code) => code is not null && Rules.ContainsKey(code);

    /// <summary>
    /// The code that a word is or begins with; <c>null</c> if it is none. PowerShell takes the tags out of the XML that
    /// it shows, which joins the code with the message.
    /// </summary>
    internal static string? Begin(string word) => IsKnown(word) ? word : Rules.Keys
        .Where(code => word.Length > code.Length && char.IsUpper(word[code.Length])
            && word.StartsWith(code, StringComparison.Ordinal))
        .OrderByDescending(code => code.Length).FirstOrDefault();

    /// <summary>What a code means; the policy part narrows what only says that the server is busy.</summary>
    internal static EwsErrorRule Rule(string? code, string? part = null)
    {
        EwsErrorRule rule = code is not null && Rules.TryGetValue(code, out EwsErrorRule? known) ? known : Unknown;
        if (rule != Busy && rule != Connections)
            return rule;
        return part switch
        {
            "MaxConcurrency" => Connections,
            "MaxStreamingConcurrency" => Streaming,
            "ConcurrentSyncCalls" => SyncCalls,
            "LocalTime" => Cutoff,
            "CAS" or "AD" or "RPC" => Percentage,
            _ => rule,
        };
    }

    private static EwsErrorRule Limit(EwsRetry retry, string meaning, string action) =>
        new(EwsVerdict.Throttled, retry, meaning, action, Limits);

    private static EwsErrorRule Resubscribe(string meaning) =>
        Client(meaning, "Subscribe anew, and synchronise what was missed.");
}
