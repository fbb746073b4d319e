using System;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Ews;

/// <summary>
/// What is known of the limits that the calls of one budget owner meet; what is unknown is <c>null</c>.
/// </summary>
public sealed class PaceLimits
{
    /// <summary>The page that every release grants without a restriction (learn-ews-throttling).</summary>
    public const int LargestPage = 1000;

    /// <summary>The page that is granted with a restriction or a query (learn-ews-throttling).</summary>
    public const int LargestRestrictedPage = 250;

    private const double PercentBurst = 0.1; // of a minute's share, so that no minute takes more than the whole

    /// <summary>Nothing is known.</summary>
    public static PaceLimits Unknown { get; } = new();

    /// <summary>Requests at a time (EwsMaxConcurrency).</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Items of all answers under way at a time (EwsFindCountLimit).</summary>
    public int? MaxItemsInFlight { get; init; }

    /// <summary>
    /// Whether items are held only while the server works on their call, which takes it no longer than their number
    /// tells; it then need not wait for the answer. Default: no.
    /// </summary>
    public bool HoldsItemsWhileServed { get; init; }

    /// <summary>The most items that one call is granted.</summary>
    public int MaxItemsPerCall { get; init; } = LargestPage;

    /// <summary>How long one call may take (learn-ews-throttling: one minute).</summary>
    public TimeSpan CallTimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The balance of server time with its recharge and cut-off, full; <c>null</c> if unknown.</summary>
    public TokenBucket? Bucket { get; init; }

    /// <summary>Reads the limits of finds from a profile, as far as it knows them.</summary>
    /// <param name="profile">The profile; <c>null</c> if there is none.</param>
    /// <param name="isRestricted">Whether the finds have a restriction or a query.</param>
    public static PaceLimits OfFinds(ThrottlingProfile? profile, bool isRestricted)
    {
        Unlimited? page = profile?.Limit("FindPageSizeLimit");
        Unlimited? restricted = profile?.Limit("EwsFindCountLimitWithRestriction");
        int most = Known(page) ?? LargestPage;
        return new PaceLimits
        {
            MaxConcurrency = Known(profile?.Limit("EwsMaxConcurrency")),
            // Without a profile the value of every release that has one (learn-ews-throttling).
            MaxItemsInFlight = profile is null ? LargestPage : Known(profile.Limit("EwsFindCountLimit")),
            HoldsItemsWhileServed = profile is not null && !isRestricted, // how long a search takes is anybody's guess
            MaxItemsPerCall = isRestricted ? Math.Min(most, Known(restricted) ?? LargestRestrictedPage) : most,
            CallTimeLimit = Known(profile?.Limit("BatchTimeLimitInSeconds")) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : TimeSpan.FromMinutes(1),
            Bucket = profile is null ? null : profile.Release.UsesPercentTime() ? Percents(profile) : Balance(profile),
        };
    }

    private static int? Known(Unlimited? limit) => limit is { IsUnlimited: false } number ? (int)number : null;

    private static TokenBucket? Balance(ThrottlingProfile profile) =>
        profile.Limit("EwsMaxBurst") is { IsUnlimited: false } burst
        && profile.Limit("EwsRechargeRate") is { } recharge && profile.Limit("EwsCutoffBalance") is { } cutoff
            ? new TokenBucket(burst, recharge, cutoff, TimeSpan.Zero)
            : null;

    // The shares of a minute of 2010 (learn-ews-throttling, table 1). How a call divides among them is not seen, so
    // the least one counts.
    private static TokenBucket? Percents(ThrottlingProfile profile)
    {
        double least = double.PositiveInfinity;
        foreach (string part in new[] { "AD", "CAS", "MailboxRPC" })
            least = Math.Min(least, profile.Limit("EWSPercentTimeIn" + part)?.ToDouble() ?? double.PositiveInfinity);
        if (double.IsInfinity(least))
            return null;
        double share = least / 100;
        return new TokenBucket(
            (long)(PercentBurst * share * 60_000), (long)((1 - PercentBurst) * share * 3_600_000),
            Unlimited.UnlimitedValue, TimeSpan.Zero);
    }
}
