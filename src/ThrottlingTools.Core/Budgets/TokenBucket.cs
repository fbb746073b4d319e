using System;
using System.Globalization;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The balance of Exchange 2013 and later (learn-workload-management): <c>balance = min(MaxBurst, balance - charged +
/// elapsed * RechargeRate / 3,600,000)</c>. Exact: the fraction of a tick is kept, so that waiting in parts changes
/// nothing.
/// </summary>
public readonly record struct TokenBucket
{
    private const long RateUnit = 3_600_000; // ms of budget per hour (exchange-team-many-users)
    private const long LongestFastQuotient = 1L << 31; // times any rate it still fits a long
    private const long LowestBalanceTicks = long.MinValue / 2;
    private const long LongestSum = long.MaxValue / RateUnit / 4;

    /// <summary>Makes a full bucket: the balance starts at MaxBurst (kinesis-agent-windows).</summary>
    /// <param name="maxBurst">EwsMaxBurst in ms; Unlimited keeps no balance at all.</param>
    /// <param name="rechargeRate">EwsRechargeRate in ms per hour; Unlimited refills at once.</param>
    /// <param name="cutoffBalance">EwsCutoffBalance in ms, as a positive number; Unlimited never blocks.</param>
    /// <param name="now">The time.</param>
    public TokenBucket(Unlimited maxBurst, Unlimited rechargeRate, Unlimited cutoffBalance, TimeSpan now)
    {
        MaxBurst = maxBurst;
        RechargeRate = rechargeRate;
        CutoffBalance = cutoffBalance;
        UpdatedAt = now;
        BalanceTicks = Capacity(maxBurst);
    }

    /// <summary>The capacity in ms.</summary>
    public Unlimited MaxBurst { get; }

    /// <summary>The growth in ms per hour.</summary>
    public Unlimited RechargeRate { get; }

    /// <summary>The debt in ms at which the owner is blocked.</summary>
    public Unlimited CutoffBalance { get; }

    /// <summary>Up to when the balance is recharged.</summary>
    public TimeSpan UpdatedAt { get; private init; }

    /// <summary>What is left, negative when overdrawn; <c>null</c> where MaxBurst is Unlimited.</summary>
    public TimeSpan? Balance => MaxBurst.IsUnlimited ? null : TimeSpan.FromTicks(BalanceTicks);

    /// <summary>
    /// The balance in ms as the server logs it: seven digits, <c>$null</c> if there is none (kinesis-agent-windows).
    /// </summary>
    public string BalanceText => MaxBurst.IsUnlimited
        ? "$null"
        : ((float)(BalanceTicks / (double)TimeSpan.TicksPerMillisecond)).ToString("G7", CultureInfo.InvariantCulture);

    /// <summary>How far the balance is below 0; zero if it is not.</summary>
    public TimeSpan Debt => MaxBurst.IsUnlimited || BalanceTicks >= 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(-BalanceTicks);

    /// <summary>Whether the balance has reached the cut-off.</summary>
    public bool IsCutOff =>
        !MaxBurst.IsUnlimited && !CutoffBalance.IsUnlimited && BalanceTicks <= -Capacity(CutoffBalance);

    /// <summary>The balance in ticks; of no meaning where MaxBurst is Unlimited.</summary>
    internal long BalanceTicks { get; private init; }

    /// <summary>What was recharged beyond a whole tick, in ticks / 3,600,000.</summary>
    private long Remainder { get; init; }

    /// <summary>Recharges up to a time. An earlier time than the last changes nothing.</summary>
    /// <param name="now">The time.</param>
    public TokenBucket Advance(TimeSpan now)
    {
        long elapsed = now.Ticks - UpdatedAt.Ticks;
        if (elapsed <= 0)
            return this;
        if (MaxBurst.IsUnlimited)
            return this with { UpdatedAt = now };
        long capacity = Capacity(MaxBurst);
        (long gained, long remainder) = RechargeRate.IsUnlimited
            ? (long.MaxValue, 0)
            : Recharge(elapsed, RechargeRate.Value);
        bool isFull = gained >= capacity - BalanceTicks;
        return this with
        {
            BalanceTicks = isFull ? capacity : BalanceTicks + gained,
            Remainder = isFull ? 0 : remainder,
            UpdatedAt = now,
        };
    }

    /// <summary>Takes a charge off, without limit downwards.</summary>
    /// <param name="duration">The server time used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public TokenBucket Charge(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "A charge is never negative.");
        if (MaxBurst.IsUnlimited)
            return this;
        bool isAtBottom = duration.Ticks >= BalanceTicks - LowestBalanceTicks;
        return this with { BalanceTicks = isAtBottom ? LowestBalanceTicks : BalanceTicks - duration.Ticks };
    }

    /// <summary>How long after <see cref="UpdatedAt"/> the balance is there again without further charges.</summary>
    /// <param name="balance">The balance to wait for.</param>
    /// <returns>
    /// Zero if it is there; <c>null</c> if it never will be, or beyond what <see cref="TimeSpan"/> holds.
    /// </returns>
    public TimeSpan? TimeUntil(TimeSpan balance)
    {
        if (MaxBurst.IsUnlimited || BalanceTicks >= balance.Ticks)
            return TimeSpan.Zero;
        if (balance.Ticks > Capacity(MaxBurst) || RechargeRate == 0)
            return null;
        if (RechargeRate.IsUnlimited)
            return TimeSpan.FromTicks(1);
        decimal missing = ((decimal)balance.Ticks - BalanceTicks) * RateUnit - Remainder;
        decimal ticks = Math.Ceiling(missing / RechargeRate.Value);
        return ticks > long.MaxValue ? null : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>
    /// How long the items of a batch wait in all, one after the other: each once it has been charged until the balance
    /// is back at 0, the first wait being that of now. <c>null</c> where that is no sum: beyond the numbers that fit,
    /// where a wait never ends or an item can reach the cut-off.
    /// </summary>
    /// <param name="items">How many are charged after now.</param>
    /// <param name="itemTicks">What each takes and is charged, in ticks.</param>
    internal long? WaitOf(int items, long itemTicks)
    {
        if (MaxBurst.IsUnlimited)
            return 0;
        bool isSum = !RechargeRate.IsUnlimited && RechargeRate.Value is > 0 and <= RateUnit && MaxBurst.Value > 0
            && (CutoffBalance.IsUnlimited || itemTicks < Capacity(CutoffBalance))
            && Math.Abs(BalanceTicks) < LongestSum && itemTicks < LongestSum / Math.Max(1, items);
        if (!isSum)
            return null;
        // The recharge is exact to 1 / 3,600,000 of a tick, so that waits add up without a rest.
        long missing = items * itemTicks * (RateUnit - RechargeRate.Value) - BalanceTicks * RateUnit - Remainder;
        return missing <= 0 ? 0 : (missing + RechargeRate.Value - 1) / RechargeRate.Value;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{BalanceText}/{RechargeRate}/{CutoffBalance}";

    private (long Gained, long Remainder) Recharge(long elapsed, long rate)
    {
        long whole = elapsed / RateUnit;
        if (whole >= LongestFastQuotient)
            return RechargeSlowly(elapsed, rate);
        long part = (elapsed - whole * RateUnit) * rate + Remainder;
        long gained = part / RateUnit;
        return (whole * rate + gained, part - gained * RateUnit);
    }

    private (long Gained, long Remainder) RechargeSlowly(long elapsed, long rate)
    {
        decimal total = (decimal)elapsed * rate + Remainder;
        decimal gained = Math.Floor(total / RateUnit);
        return gained >= long.MaxValue ? (long.MaxValue, 0) : ((long)gained, (long)(total - gained * RateUnit));
    }

    private static long Capacity(Unlimited milliseconds) =>
        milliseconds.IsUnlimited ? 0 : milliseconds.Value * TimeSpan.TicksPerMillisecond;
}
