namespace ThrottlingTools.Profiles;

/// <summary>The releases between which throttling differs, oldest first.</summary>
public enum ExchangeRelease
{
    /// <summary>Exchange Server 2010 as first released.</summary>
    Exchange2010,
    /// <summary>Exchange Server 2010 Service Pack 1.</summary>
    Exchange2010SP1,
    /// <summary>Exchange Server 2010 Service Pack 2 before Update Rollup 4.</summary>
    Exchange2010SP2,
    /// <summary>Exchange Server 2010 Service Pack 2 with Update Rollup 4 (KB 2706690) or later.</summary>
    Exchange2010SP2RU4,
    /// <summary>Exchange Server 2010 Service Pack 3.</summary>
    Exchange2010SP3,
    /// <summary>Exchange Server 2013.</summary>
    Exchange2013,
    /// <summary>Exchange Server 2016.</summary>
    Exchange2016,
    /// <summary>Exchange Server 2019.</summary>
    Exchange2019,
    /// <summary>Exchange Server Subscription Edition.</summary>
    ExchangeSE,
    /// <summary>Exchange Online.</summary>
    ExchangeOnline,
}

/// <summary>What the releases have in common.</summary>
public static class ExchangeReleaseExtensions
{
    /// <summary>
    /// Whether budgets are percentages of a minute (2010), not a token bucket (2013 and later):
    /// learn-workload-management-2013.
    /// </summary>
    public static bool UsesPercentTime(this ExchangeRelease release) => release < ExchangeRelease.Exchange2013;

    /// <summary>
    /// Whether an unset value inherits from the next scope (2013 and later) instead of meaning no limit:
    /// learn-workload-management-2013.
    /// </summary>
    public static bool InheritsUnsetValues(this ExchangeRelease release) => !release.UsesPercentTime();
}
