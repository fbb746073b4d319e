using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The limits of a profile that the engine enforces, read once. Without a limit a value is Unlimited.
/// </summary>
public sealed class EwsLimits
{
    /// <summary>
    /// What the rules of Exchange 2013 and later cannot do without; facts 1.1: unset there is no limit, but unknown.
    /// </summary>
    private static readonly string[] Required =
    [
        "EwsMaxConcurrency", "EwsMaxBurst", "EwsRechargeRate", "EwsCutoffBalance", "EwsMaxSubscriptions",
        "EwsFindCountLimit", "FindPageSizeLimit", "BatchTimeLimitInSeconds",
    ];

    /// <summary>
    /// Reads the limits of a profile. Unset is unlimited in Exchange 2010 and unknown later (facts 1.1).
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>ProfileValueUnknown</c>, naming every missing value (Exchange Online: burst, recharge rate and cut-off).
    /// </exception>
    public EwsLimits(ThrottlingProfile profile)
    {
        UsesPercentTime = profile.Release.UsesPercentTime();
        List<string> missing = UsesPercentTime ? [] : Required.Where(name => profile.Limit(name) is null).ToList();
        if (missing.Count > 0)
            throw Errors.ValueUnknown(profile.Name, missing);
        Release = profile.Release;
        MaxConcurrency = Read(profile, "EwsMaxConcurrency");
        MaxBurst = Read(profile, "EwsMaxBurst");
        RechargeRate = Read(profile, "EwsRechargeRate");
        CutoffBalance = Read(profile, "EwsCutoffBalance");
        PercentTimeInAD = Read(profile, "EWSPercentTimeInAD");
        PercentTimeInCAS = Read(profile, "EWSPercentTimeInCAS");
        PercentTimeInMailboxRPC = Read(profile, "EWSPercentTimeInMailboxRPC");
        MaxSubscriptions = Read(profile, "EwsMaxSubscriptions");
        ConcurrentSyncCalls = Read(profile, "ConcurrentSyncCalls");
        HangingConnectionLimit = profile.Limit("HangingConnectionLimit") ?? MaxConcurrency;
        FindCountLimit = Read(profile, "EwsFindCountLimit");
        FindCountLimitWithRestriction = profile.Limit("EwsFindCountLimitWithRestriction") ?? FindCountLimit;
        FindPageSizeLimit = Read(profile, "FindPageSizeLimit");
        MaxRequestSizeInBytes = Read(profile, "MaxRequestSizeInBytes");
        Unlimited batchSeconds = Read(profile, "BatchTimeLimitInSeconds");
        BatchTimeLimit = batchSeconds.IsUnlimited
            ? null
            : TimeSpan.FromTicks(batchSeconds.Value * TimeSpan.TicksPerSecond);
    }

    /// <summary>The release whose rules apply.</summary>
    public ExchangeRelease Release { get; }

    /// <summary>Whether budgets are percentages of a minute (2010) instead of a token bucket.</summary>
    public bool UsesPercentTime { get; }

    /// <summary>Requests at a time; streaming does not count.</summary>
    public Unlimited MaxConcurrency { get; }

    /// <summary>Capacity of the bucket in ms.</summary>
    public Unlimited MaxBurst { get; }

    /// <summary>Recharge in ms per hour.</summary>
    public Unlimited RechargeRate { get; }

    /// <summary>Debt in ms at which a caller is blocked.</summary>
    public Unlimited CutoffBalance { get; }

    /// <summary>2010: percent of a minute in Active Directory.</summary>
    public Unlimited PercentTimeInAD { get; }

    /// <summary>2010: percent of a minute in Client Access server code, which includes the other two.</summary>
    public Unlimited PercentTimeInCAS { get; }

    /// <summary>2010: percent of a minute in mailbox RPC.</summary>
    public Unlimited PercentTimeInMailboxRPC { get; }

    /// <summary>Subscriptions at a time.</summary>
    public Unlimited MaxSubscriptions { get; }

    /// <summary>Synchronisation calls at a time; Unlimited also where the release's number is unknown.</summary>
    public Unlimited ConcurrentSyncCalls { get; }

    /// <summary>Streaming connections at a time; in 2010 a copy of the concurrency (facts 1.2).</summary>
    public Unlimited HangingConnectionLimit { get; }

    /// <summary>Items of find responses at a time.</summary>
    public Unlimited FindCountLimit { get; }

    /// <summary>The same for a find with a restriction or an AQS query.</summary>
    public Unlimited FindCountLimitWithRestriction { get; }

    /// <summary>The largest page of a find.</summary>
    public Unlimited FindPageSizeLimit { get; }

    /// <summary>The largest request in bytes.</summary>
    public Unlimited MaxRequestSizeInBytes { get; }

    /// <summary>How long one request may run (facts 3.1: one minute); <c>null</c> without limit.</summary>
    public TimeSpan? BatchTimeLimit { get; }

    private static Unlimited Read(ThrottlingProfile profile, string name) =>
        profile.Limit(name) ?? Unlimited.UnlimitedValue;
}
