using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>The rules that no public source states, as marks on a decision.</summary>
[Flags]
public enum AssumptionUse
{
    /// <summary>No assumption.</summary>
    None = 0,
    /// <summary>How long a micro-delay is.</summary>
    MicroDelay = 1 << 0,
    /// <summary>Whether a micro-delay comes before the work.</summary>
    MicroDelayBeforeCall = 1 << 1,
    /// <summary>How far a back-off hint goes.</summary>
    BackOffHintCap = 1 << 2,
    /// <summary>How long a lockout lasts.</summary>
    LockoutDuration = 1 << 3,
    /// <summary>The shape of the 2010 windows.</summary>
    PercentTimeWindow = 1 << 4,
    /// <summary>What calls cost.</summary>
    ServiceTimes = 1 << 5,
    /// <summary>How a timed out batch answers.</summary>
    BatchTimeout = 1 << 6,
    /// <summary>What a paged find gets when nothing is left.</summary>
    FindCountExhausted = 1 << 7,
    /// <summary>How far the client is away.</summary>
    NetworkLatency = 1 << 8,
    /// <summary>How long a client waits where no hint tells.</summary>
    ClientRetry = 1 << 9,
    /// <summary>How long an unhealthy database holds callers back.</summary>
    ResourceHealth = 1 << 10,
    /// <summary>How an unhealthy database treats service accounts.</summary>
    ServiceAccountHealth = 1 << 11,
    /// <summary>What an AQS search costs.</summary>
    FastSearch = 1 << 12,
    /// <summary>What a store search costs, and how long its restriction is kept.</summary>
    StoreSearch = 1 << 13,
    /// <summary>How a search answers that runs into its time limit.</summary>
    SearchTimeout = 1 << 14,
    /// <summary>How a discovery search over a limit answers.</summary>
    DiscoveryRefusal = 1 << 15,
    /// <summary>How messages over the rate are let go.</summary>
    MessageRateWindow = 1 << 16,
    /// <summary>The shape of the 24 hours of the recipient rate.</summary>
    RecipientRateWindow = 1 << 17,
    /// <summary>How a message over the recipient rate is refused.</summary>
    RecipientRateRefusal = 1 << 18,
    /// <summary>What Inbox rules do beyond ForwardeeLimit.</summary>
    Forwardees = 1 << 19,
    /// <summary>What a push notification of an owner without connections left does.</summary>
    PushNotification = 1 << 20,
    /// <summary>What other programs ask of a mailbox.</summary>
    ClientLoad = 1 << 21,
    /// <summary>The simulator: how errors are worded, and coded, that no source shows.</summary>
    ErrorWording = 1 << 22,
    /// <summary>The simulator: how long a streaming subscription lives without a connection.</summary>
    StreamingLifetime = 1 << 23,
    /// <summary>The simulator: what is too much for it.</summary>
    SimulatorLimits = 1 << 24,
    /// <summary>The simulator: what stands in GroupIndex.</summary>
    GroupIndex = 1 << 25,
}

/// <summary>A rule that no public source states: named, with a default, and adjustable.</summary>
/// <param name="Id">The mark.</param>
/// <param name="Statement">What is assumed.</param>
/// <param name="Default">The default value, in words.</param>
/// <param name="Parameter">What changes it; empty where it is fixed.</param>
/// <param name="SettledBy">What would replace the assumption by a fact.</param>
public sealed record Assumption(AssumptionUse Id, string Statement, string Default, string Parameter, string SettledBy)
{
    /// <summary>
    /// Gets what the assumption stands on: publications that come near, or leave it open; an assumption of this module
    /// where none does.
    /// </summary>
    public SettingSource Source { get; init; } = SettingSource.Unknown;

    /// <summary>The id.</summary>
    public override string ToString() => Id.ToString();
}

/// <summary>Every assumption of the engine, the model and the simulator.</summary>
public static class Assumptions
{
    private const AssumptionUse OfPercentTime = AssumptionUse.PercentTimeWindow;
    private const AssumptionUse OfTokenBuckets = AssumptionUse.MicroDelay | AssumptionUse.MicroDelayBeforeCall
        | AssumptionUse.LockoutDuration | AssumptionUse.DiscoveryRefusal;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Assumption> All { get; } =
    [
        new(AssumptionUse.MicroDelay,
            "A call below balance 0 is delayed in proportion to the debt, from 0 at balance 0 to a maximum at the "
            + "cut-off. The line runs through the one published sample, of a PowerShell budget: 21,956 ms at 1,608,289 "
            + "ms of debt with a cut-off of 3,000,000 ms. Without cut-off the line is that of the sample.",
            "40.955 s at the cut-off", nameof(AssumptionSet.MaxMicroDelay),
            "ThrottlingDelay and balance in EWS log rows of a caller in debt.")
            {
                Source = From("exchange-team-many-users, sample of a micro-delay"),
            },
        new(AssumptionUse.MicroDelayBeforeCall,
            "A micro-delay holds the call before its work, its connection being counted.",
            "before", nameof(AssumptionSet.IsMicroDelayBeforeCall),
            "The times of log rows of a delayed call that changes something.")
            {
                Source = From("learn-workload-management-2013, section on user throttling"),
            },
        new(AssumptionUse.BackOffHintCap,
            "The back-off hint is the time until the balance is back at 0, cut at a maximum: the hints that were seen "
            + "cluster just below 300 s.",
            "5 min", nameof(AssumptionSet.BackOffHintCap),
            "Hints beside balances in server logs (column BackoffHint).")
            {
                Source = From(
                    "davmail-161, BackOffMilliseconds; exchangelib, tests/test_services.py; "
                    + "qna-418965, suggested back-off; coherence-lockout, event 4023"),
            },
        new(AssumptionUse.LockoutDuration,
            "A caller who reaches the cut-off is refused for as long as the hint says, and is looked at again then: "
            + "this fits reports of 315 s of waiting every few items.",
            "as long as the hint", nameof(AssumptionSet.LockoutDuration),
            "LockRemaining in budget snapshots of a locked out caller.")
            {
                Source = From(
                    "coherence-lockout, event 4023; "
                    + "exchange-team-many-users, LockRemaining of the sample"),
            },
        new(AssumptionUse.PercentTimeWindow,
            "The windows of the 2010 percentages follow each other without overlap. A charge counts in the window "
            + "in which it ends.",
            "1 min", nameof(AssumptionSet.PercentTimeWindow),
            "Consecutive budget snapshots in an IIS log of Exchange 2010.")
            {
                Source = From("learn-ews-throttling, table 1"),
            },
        new(AssumptionUse.ServiceTimes,
            "No cost table of EWS is public. A call costs a base, an amount per item and an amount per KB, by "
            + "operation; the base is that of the one published simple read, GetFolder with 2.0 ms.",
            "see ServiceTimes.Default", "ServiceTimes",
            "Charges (BudgUse.T[]) in EWS log rows, by operation and item count.")
            {
                Source = From("artefacts-help, row of GetFolder; kinesis-agent-windows, rows of four operations"),
            },
        new(AssumptionUse.BatchTimeout,
            "A batch whose time is up answers ErrorTimeoutExpired for the items that were not done; those that were "
            + "are done.",
            "per item", "",
            "The answer of a server to a batch that runs over a minute.")
            {
                Source = From("learn-ews-throttling, section on batch requests"),
            },
        new(AssumptionUse.FindCountExhausted,
            "A paged find for which no entry is left gets ErrorExceededFindCountLimit, not an empty page: Microsoft "
            + "speaks of an error until the budget recharges to one or more.",
            "ErrorExceededFindCountLimit", "",
            "The answer of a server to a find while others hold the whole find count.")
            {
                Source = From("learn-ews-throttling, section on search operations"),
            },
        new(AssumptionUse.NetworkLatency,
            "A request and its response take a constant time on the network, half of it each way.",
            "20 ms", "NetworkLatency",
            "Measuring (Test-EwsBatchSize against the server).")
            {
                Source = SettingSource.OwnAssumption,
            },
        new(AssumptionUse.ClientRetry,
            "A refused client waits for the hint, and a while where the hint is absent or 0.",
            "1 s", nameof(AssumptionSet.ClientRetryDelay),
            "The client's own rules.")
            {
                Source = From("learn-ews-throttling, section on errors"),
            },
        new(AssumptionUse.ResourceHealth,
            "While a database is not healthy, a call is delayed by a maximum, times how far its health is from 100 %, "
            + "times the caller's share of the load of the running and the last window.",
            "10 s at health 0 and a share of 1; windows of 1 min",
            nameof(AssumptionSet.MaxHealthDelay) + ", " + nameof(AssumptionSet.HealthWindow),
            "ThrottlingDelay beside MDBHealth and MDBHistoricalLoad in EWS log rows.")
            {
                Source = From("learn-ews-throttling, introduction"),
            },
        new(AssumptionUse.ServiceAccountHealth,
            "An account whose policy has IsServiceAccount is delayed as though the whole load of an unhealthy database "
            + "were its own: the help says that it is slowed, not how far.",
            "as though all the load were its own", nameof(AssumptionSet.IsServiceAccountFullyToBlame),
            "ThrottlingDelay of service accounts and of others on the same unhealthy database.")
            {
                Source = From("learn-set-throttlingpolicy, parameter IsServiceAccount"),
            },
        new(AssumptionUse.FastSearch,
            "An AQS search takes a constant time, and an amount for each entry found, whatever the size of the folder.",
            "100 ms; 0.1 ms an entry",
            nameof(AssumptionSet.FastSearchTime) + ", " + nameof(AssumptionSet.SearchTimePerEntry),
            "Charges of FindItem with a query string in EWS log rows, by size of folder and of result.")
            {
                Source = From("learn-ews-throttling, section on search operations"),
            },
        new(AssumptionUse.StoreSearch,
            "The first store search with a restriction takes an amount for each item in its scope; it is cached even "
            + "if it times out. Later ones take an amount for each entry found, until the restriction is deleted a "
            + "constant time after it was made: three days at most, says Microsoft.",
            "1 ms an item, half of reading it; 0.1 ms an entry; 3 days",
            nameof(AssumptionSet.ScanTimePerItem) + ", " + nameof(AssumptionSet.SearchTimePerEntry) + ", "
            + nameof(AssumptionSet.RestrictionLifetime),
            "Charges of FindItem with a restriction in EWS log rows, first and repeated, by size of folder.")
            {
                Source = From("learn-ews-throttling, section on search operations"),
            },
        new(AssumptionUse.SearchTimeout,
            "A search whose time is up answers ErrorTimeoutExpired, without entries.",
            "ErrorTimeoutExpired", "",
            "The answer of a server to a search that runs over its time limit.")
            {
                Source = From("learn-ews-throttling, section on search operations"),
            },
        new(AssumptionUse.DiscoveryRefusal,
            "Too many discovery searches at a time answer ErrorServerBusy; one with too many keywords answers "
            + "ErrorSearchQueryHasTooManyKeywords, of which the documentation tells the name alone.",
            "ErrorServerBusy, ErrorSearchQueryHasTooManyKeywords", "",
            "The answer of a server to a SearchMailboxes call over each limit.")
            {
                Source = From(
                    "learn-ews-throttling, table 1; "
                    + "learn-responsecode, ErrorSearchQueryHasTooManyKeywords"),
            },
        new(AssumptionUse.MessageRateWindow,
            "Minutes follow each other without overlap. In each of them as many messages are delivered as "
            + "MessageRateLimit says, in the order in which they were submitted; the others wait for the next.",
            "1 min", "",
            "Delivery times of more messages than the limit, submitted at once.")
            {
                Source = From("learn-ews-throttling, section on sending a large volume of email"),
            },
        new(AssumptionUse.RecipientRateWindow,
            "The 24 hours of RecipientRateLimit follow each other without overlap, the first beginning with the first "
            + "message. A refused message does not count, a deferred one counts when it is submitted.",
            "24 h from the first message", "",
            "Submitting up to the limit, and finding out when the next recipient is accepted.")
            {
                Source = From("learn-set-throttlingpolicy, parameter RecipientRateLimit"),
            },
        new(AssumptionUse.RecipientRateRefusal,
            "A message that would pass RecipientRateLimit is refused as a whole, with ErrorSubmissionQuotaExceeded.",
            "ErrorSubmissionQuotaExceeded", "",
            "The answer of a server to a message over the limit.")
            {
                Source = From("learn-responsecode, ErrorSubmissionQuotaExceeded"),
            },
        new(AssumptionUse.Forwardees,
            "The Inbox rules of a mailbox forward to as many recipients as ForwardeeLimit says, however many messages; "
            + "recipients beyond it get nothing.",
            "recipients beyond the limit get nothing", "",
            "A rule that forwards to more recipients than the limit.")
            {
                Source = From(
                    "learn-set-throttlingpolicy, parameter ForwardeeLimit; "
                    + "learn-ews-throttling, table 1"),
            },
        new(AssumptionUse.PushNotification,
            "A push notification counts as a connection of the subscription's owner, as Microsoft says, but is never "
            + "refused itself: the server sends it.",
            "counted, not refused", "",
            "Push notifications to an owner all of whose connections are busy.")
            {
                Source = From("learn-ews-throttling, section on notification applications"),
            },
        new(AssumptionUse.ClientLoad,
            "A browser tab, Outlook, a device, another program and a search each ask for a typical load, which "
            + "MailboxClients states: no source tells what they ask for.",
            "see MailboxClients.ToWorkload", "a scenario file",
            "Server logs of the mailbox: requests, their number at a time, and their charges, by client.")
            {
                Source = From("microsoft-multiple-sessions; kinesis-agent-windows, row of GetUserAvailability"),
            },
        new(AssumptionUse.ErrorWording,
            "An operation that the server lacks answers ErrorInvalidRequest, one that the version asked for lacks "
            + "ErrorSchemaValidation, more than 200 ids in GetStreamingEvents ErrorInvalidRequest. The text of these, "
            + "of ErrorMailboxMoveInProgress and of other errors that no source quotes is the simulator's.",
            "codes as stated; texts of its own", "",
            "The answers of a server to these requests; clients should look at codes, not at texts.")
            {
                Source = From("learn-responsecode"),
            },
        new(AssumptionUse.StreamingLifetime,
            "A streaming subscription to which no connection is open ends after as long as a connection may last at "
            + "most.",
            "30 min", nameof(AssumptionSet.StreamingSubscriptionLifetime),
            "GetStreamingEvents on subscriptions that were left alone for longer and longer.")
            {
                Source = From("learn-getstreamingevents, ConnectionTimeout"),
            },
        new(AssumptionUse.SimulatorLimits,
            "Where a folder is too large for the simulator, sorting (but by the dates that contents stand by), "
            + "MarkAllItemsAsRead and CopyFolder answer ErrorTimeoutExpired, EmptyFolder ErrorCannotEmptyFolder. "
            + "Servers have other limits, by time.",
            "2,000,000 sorted; 100,000 changed", "",
            "Measuring the same calls on a server.")
            {
                Source = SettingSource.OwnAssumption,
            },
        new(AssumptionUse.GroupIndex,
            "The documentation calls GroupIndex the value that a group shares, and one of its examples shows that, but "
            + "the answer that it prints for groups by From (15.0.712) has numbers: so people are numbered, and plain "
            + "values are themselves.",
            "the value; for people the group's number in the answer, from 0", "",
            "Grouped finds by several properties, over several pages.")
            {
                Source = From("learn-groupindex"),
            },
    ];

    /// <summary>The assumptions on which a model of a release can rest.</summary>
    /// <param name="release">The release.</param>
    public static IReadOnlyList<Assumption> Of(ExchangeRelease release) =>
        Of(~(release.UsesPercentTime() ? OfTokenBuckets : OfPercentTime));

    /// <summary>The assumptions behind marks.</summary>
    /// <param name="used">The marks.</param>
    public static IReadOnlyList<Assumption> Of(AssumptionUse used) =>
        used == AssumptionUse.None ? [] : All.Where(assumption => (used & assumption.Id) != 0).ToArray();

    private static SettingSource From(string reference) => new(ValueSource.Inferred, Confidence.Low, reference);
}
