using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The limits of a profile that the engine enforces on EWS, read once. Without a limit a value is Unlimited.
/// </summary>
public sealed class EwsLimits : BudgetLimits
{
    /// <summary>
    /// What the rules of Exchange 2013 and later cannot do without: unset there is no limit, but unknown.
    /// </summary>
    private static readonly string[] Required =
        ["EwsMaxSubscriptions", "EwsFindCountLimit", "FindPageSizeLimit", "BatchTimeLimitInSeconds"];

    /// <summary>
    /// Reads the limits of a profile. Unset is unlimited in Exchange 2010 and unknown later.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>ProfileValueUnknown</c>, naming every missing value (Exchange Online: burst, recharge rate and cut-off).
    /// </exception>
    public EwsLimits(ThrottlingProfile profile)
        : base(profile, BudgetType.Ews, Required)
    {
        MaxSubscriptions = Read(profile, "EwsMaxSubscriptions");
        ConcurrentSyncCalls = Read(profile, "ConcurrentSyncCalls");
        HangingConnectionName = UsesPercentTime ? MaxConcurrencyName : nameof(HangingConnectionLimit);
        HangingConnectionLimit = profile.Limit(HangingConnectionName) ?? MaxConcurrency;
        FindCountLimit = Read(profile, "EwsFindCountLimit");
        FindCountLimitWithRestriction = profile.Limit("EwsFindCountLimitWithRestriction") ?? FindCountLimit;
        FindPageSizeLimit = Read(profile, "FindPageSizeLimit");
        MaxRequestSizeInBytes = Read(profile, "MaxRequestSizeInBytes");
        BatchTimeLimit = Seconds(Read(profile, "BatchTimeLimitInSeconds"));
        FastSearchTimeout = UsesPercentTime ? Seconds(Read(profile, "EWSFastSearchTimeoutInSeconds")) : null;
    }

    /// <summary>Subscriptions at a time.</summary>
    public Unlimited MaxSubscriptions { get; }

    /// <summary>Synchronisation calls at a time; Unlimited also where the release's number is unknown.</summary>
    public Unlimited ConcurrentSyncCalls { get; }

    /// <summary>Streaming connections at a time; in 2010 a copy of the concurrency (learn-ews-throttling).</summary>
    public Unlimited HangingConnectionLimit { get; }

    /// <summary>Items of find responses at a time.</summary>
    public Unlimited FindCountLimit { get; }

    /// <summary>The same for a find with a restriction or an AQS query.</summary>
    public Unlimited FindCountLimitWithRestriction { get; }

    /// <summary>The largest page of a find.</summary>
    public Unlimited FindPageSizeLimit { get; }

    /// <summary>The largest request in bytes.</summary>
    public Unlimited MaxRequestSizeInBytes { get; }

    /// <summary>How long one request may run (learn-ews-throttling: one minute); <c>null</c> without limit.</summary>
    public TimeSpan? BatchTimeLimit { get; }

    /// <summary>2010: EWSFastSearchTimeoutInSeconds of an AQS search; <c>null</c> without limit.</summary>
    public TimeSpan? FastSearchTimeout { get; }

    internal string HangingConnectionName { get; }

    private static TimeSpan? Seconds(Unlimited limit) =>
        limit.IsUnlimited ? null : TimeSpan.FromTicks(limit.Value * TimeSpan.TicksPerSecond);
}
