using System;
using System.Globalization;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Probing;

/// <summary>
/// What a probe may have used of the caller's budget at most: every latency counts in full, though the server charges
/// only its own part. From this follow the rests, so that no request is slow because of those before it.
/// </summary>
internal sealed class ProbeBudget
{
    private const double DefaultRecharge = 0.25; // qna-125609: 900,000 ms an hour
    private const double Unthrottled = 1e9;

    private static readonly TimeSpan DefaultAllowance = TimeSpan.FromSeconds(5); // far below any default

    private TimeSpan _used;
    private TimeSpan _at;

    private ProbeBudget(double recharge, TimeSpan allowance, TimeSpan? largest, string basis)
    {
        Recharge = recharge;
        Allowance = allowance;
        LargestRequest = largest;
        Basis = basis;
    }

    /// <summary>What of a second the budget regains in a second.</summary>
    public double Recharge { get; }

    /// <summary>So much may be open at a time.</summary>
    public TimeSpan Allowance { get; private set; }

    /// <summary>What a single request may take of a rested budget; <c>null</c> where it is not known.</summary>
    public TimeSpan? LargestRequest { get; }

    /// <summary>What this follows from.</summary>
    public string Basis { get; private set; }

    /// <summary>
    /// By the profile half of its budget may be open; without one, 5 s, and it recharges as by default a quarter of the
    /// time.
    /// </summary>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: the profile lacks a limit.</exception>
    public static ProbeBudget Of(ThrottlingProfile? profile)
    {
        if (profile is null)
            return new ProbeBudget(DefaultRecharge, DefaultAllowance, null,
                "Exchange's default recharge, a quarter of the time: no profile is given");
        EwsLimits limits = new(profile);
        return limits.UsesPercentTime ? OfPercentTime(profile, limits) : OfBalance(profile, limits);
    }

    /// <summary>What may be open at a time.</summary>
    public TimeSpan UsedAt(TimeSpan now)
    {
        TimeSpan regained = TimeSpan.FromTicks((long)Math.Min(_used.Ticks, (now - _at).Ticks * Recharge));
        return _used - regained;
    }

    /// <summary>Counts a request that has just ended.</summary>
    public void Use(TimeSpan duration, TimeSpan now)
    {
        _used = UsedAt(now) + duration;
        _at = now;
    }

    /// <summary>How long to rest before something that takes so long: until it fits, or all is regained.</summary>
    public TimeSpan RestBefore(TimeSpan duration, TimeSpan now)
    {
        TimeSpan used = UsedAt(now);
        TimeSpan mayStay = duration < Allowance ? Allowance - duration : TimeSpan.Zero;
        return used <= mayStay
            ? TimeSpan.Zero
            : TimeSpan.FromTicks((long)Math.Ceiling((used - mayStay).Ticks / Recharge));
    }

    /// <summary>How long rests are in all beside so much use.</summary>
    public TimeSpan RestAfter(TimeSpan use) =>
        use <= Allowance ? TimeSpan.Zero : TimeSpan.FromTicks((long)((use - Allowance).Ticks / Recharge));

    /// <summary>Requests were slower the more was open: from here on all is regained before each.</summary>
    public void Tighten()
    {
        Allowance = TimeSpan.Zero;
        Basis += "; latencies rose with what was open, so that each request is given a full rest";
    }

    private static ProbeBudget OfBalance(ThrottlingProfile profile, EwsLimits limits)
    {
        if (limits.MaxBurst.IsUnlimited || limits.RechargeRate.IsUnlimited)
            return new ProbeBudget(Unthrottled, TimeSpan.MaxValue, null, $"{profile.Name} limits no server time");
        TimeSpan burst = TimeSpan.FromMilliseconds(limits.MaxBurst.Value);
        double recharge = Math.Max(limits.RechargeRate.Value / 3_600_000.0, 1e-6);
        return new ProbeBudget(recharge, Half(burst), burst, string.Format(CultureInfo.InvariantCulture,
            "{0}: EwsMaxBurst {1} ms, EwsRechargeRate {2} ms an hour", profile.Name, limits.MaxBurst,
            limits.RechargeRate));
    }

    private static ProbeBudget OfPercentTime(ThrottlingProfile profile, EwsLimits limits)
    {
        double share = Math.Min(Share(limits.PercentTimeInCAS),
            Math.Min(Share(limits.PercentTimeInAD), Share(limits.PercentTimeInMailboxRPC)));
        if (double.IsInfinity(share))
            return new ProbeBudget(Unthrottled, TimeSpan.MaxValue, null, $"{profile.Name} limits no server time");
        TimeSpan minute = TimeSpan.FromSeconds(60 * share);
        return new ProbeBudget(Math.Max(share / 2, 1e-6), Half(minute), Half(minute), string.Format(
            CultureInfo.InvariantCulture, "{0}: {1:0}% of each minute, half of it in use", profile.Name, 100 * share));
    }

    private static double Share(Unlimited? percent) =>
        percent is { IsUnlimited: false } limit ? limit.Value / 100.0 : double.PositiveInfinity;

    private static TimeSpan Half(TimeSpan time) => TimeSpan.FromTicks(time.Ticks / 2);
}
