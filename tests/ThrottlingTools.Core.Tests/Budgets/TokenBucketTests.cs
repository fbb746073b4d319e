using System;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

public sealed class TokenBucketTests
{
    private static readonly Unlimited Unlimited = Unlimited.UnlimitedValue;

    // kinesis-agent-windows, GetEvents; mwr-activesync, IIS log; artefacts-help, GetFolder
    [Theory]
    [InlineData(300_000, 900_000, 24.61, 15.625, "299979.3")]
    [InlineData(240_000, 360_000, 326.487, 326.4871, "239706.2")]
    [InlineData(300_000, 900_000, 2.0012, 4.0, "299999")]
    public void The_balance_after_a_call_is_the_one_that_servers_logged(
        long maxBurst, long rechargeRate, double charged, double elapsed, string logged)
    {
        TokenBucket bucket = new(maxBurst, rechargeRate, 3_000_000, TimeSpan.Zero);

        Assert.Equal(logged, bucket.Charge(Milliseconds(charged)).Advance(Milliseconds(elapsed)).BalanceText);
    }

    [Fact]
    public void Splitting_a_wait_in_two_changes_nothing()
    {
        Prop.ForAll(Cases(), c =>
        {
            TokenBucket bucket = new TokenBucket(c.MaxBurst, c.Rate, c.Cutoff, TimeSpan.Zero).Charge(c.Charge);
            return bucket.Advance(c.First).Advance(c.First + c.Second) == bucket.Advance(c.First + c.Second);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_balance_is_the_documented_rule_in_exact_arithmetic()
    {
        Prop.ForAll(Cases(), c =>
        {
            TokenBucket bucket = new TokenBucket(c.MaxBurst, c.Rate, c.Cutoff, TimeSpan.Zero).Charge(c.Charge);
            long capacity = c.MaxBurst.Value * TimeSpan.TicksPerMillisecond;
            BigInteger scaled = (capacity - (BigInteger)c.Charge.Ticks) * 3_600_000
                + (BigInteger)c.First.Ticks * c.Rate.Value;
            BigInteger expected = BigInteger.Min(capacity, Floor(scaled, 3_600_000));
            return bucket.Advance(c.First).Balance!.Value.Ticks == expected;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_time_until_a_balance_is_the_shortest_after_which_it_is_there()
    {
        Prop.ForAll(Cases(), c =>
        {
            TokenBucket bucket = new TokenBucket(c.MaxBurst, c.Rate, c.Cutoff, TimeSpan.Zero).Charge(c.Charge);
            TimeSpan? until = bucket.TimeUntil(TimeSpan.Zero);
            if (until is null)
                return c.Rate == 0 || bucket.Debt > TimeSpan.FromDays(1);
            TimeSpan justBefore = until.Value - TimeSpan.FromTicks(1);
            return bucket.Advance(until.Value).Debt == TimeSpan.Zero
                && (until == TimeSpan.Zero || bucket.Advance(justBefore).Debt > TimeSpan.Zero);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_debt_of_the_default_policy_takes_four_times_as_long_to_recharge()
    {
        TokenBucket bucket = Default().Charge(TimeSpan.FromSeconds(301));

        Assert.Equal(TimeSpan.FromSeconds(1), bucket.Debt);
        Assert.Equal(TimeSpan.FromSeconds(4), bucket.TimeUntil(TimeSpan.Zero));
    }

    [Fact]
    public void The_cut_off_is_reached_at_its_balance_and_not_before()
    {
        TokenBucket bucket = Default().Charge(TimeSpan.FromSeconds(3_300) - TimeSpan.FromTicks(1));

        Assert.False(bucket.IsCutOff);
        Assert.True(bucket.Charge(TimeSpan.FromTicks(1)).IsCutOff);
    }

    [Fact]
    public void Years_of_waiting_and_the_highest_rates_fill_the_bucket_and_no_more()
    {
        TokenBucket bucket = new TokenBucket(uint.MaxValue, uint.MaxValue, uint.MaxValue, TimeSpan.Zero)
            .Charge(TimeSpan.MaxValue).Charge(TimeSpan.MaxValue);

        Assert.Equal(TimeSpan.FromMilliseconds(uint.MaxValue), bucket.Advance(TimeSpan.MaxValue).Balance);
    }

    [Fact]
    public void A_rate_of_one_earns_one_millisecond_an_hour_for_a_hundred_years()
    {
        TokenBucket bucket = new TokenBucket(0, 1, Unlimited, TimeSpan.Zero).Charge(TimeSpan.FromDays(36_500));

        TokenBucket later = bucket.Advance(TimeSpan.FromDays(36_500));

        Assert.Equal(TimeSpan.FromMilliseconds(36_500 * 24), later.Balance - bucket.Balance);
    }

    [Fact]
    public void An_unlimited_burst_keeps_no_balance()
    {
        TokenBucket bucket = new TokenBucket(Unlimited, 900_000, 3_000_000, TimeSpan.Zero).Charge(TimeSpan.FromDays(1));

        Assert.Null(bucket.Balance);
        Assert.Equal("$null", bucket.BalanceText);
        Assert.False(bucket.IsCutOff);
        Assert.Equal(TimeSpan.Zero, bucket.TimeUntil(TimeSpan.Zero));
    }

    [Fact]
    public void An_unlimited_recharge_rate_refills_at_once_and_an_unlimited_cut_off_never_blocks()
    {
        TokenBucket bucket = new TokenBucket(1000, Unlimited, Unlimited, TimeSpan.Zero)
            .Charge(TimeSpan.FromDays(10_000));

        Assert.False(bucket.IsCutOff);
        Assert.Equal(TimeSpan.FromSeconds(1), bucket.Advance(TimeSpan.FromTicks(1)).Balance);
    }

    [Fact]
    public void Time_that_goes_back_changes_nothing()
    {
        TokenBucket bucket = Default().Advance(TimeSpan.FromHours(1)).Charge(TimeSpan.FromSeconds(1));

        Assert.Equal(bucket, bucket.Advance(TimeSpan.FromMinutes(1)));
    }

    private static TokenBucket Default() => new(300_000, 900_000, 3_000_000, TimeSpan.Zero);

    private static TimeSpan Milliseconds(double value) =>
        TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond));

    private static BigInteger Floor(BigInteger value, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(value, divisor, out BigInteger remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    private static Arbitrary<Case> Cases()
    {
        Gen<long> limits = Gen.OneOf(
            Gen.Choose(0, 10).Select(i => (long)i),
            Gen.Choose(0, 4_000_000).Select(i => (long)i),
            Gen.Elements((long)uint.MaxValue, uint.MaxValue - 1L));
        Gen<long> ticks = Gen.OneOf(
            Gen.Choose(0, 100_000).Select(i => (long)i),
            Gen.Choose(0, int.MaxValue).Select(i => i * 10_000L),
            Gen.Choose(0, int.MaxValue).Select(i => i * 100_000_000L));
        return Arb.From(
            from maxBurst in limits
            from rate in limits
            from cutoff in limits
            from charge in ticks
            from first in ticks
            from second in ticks
            select new Case(
                maxBurst, rate, cutoff,
                TimeSpan.FromTicks(charge), TimeSpan.FromTicks(first), TimeSpan.FromTicks(second)));
    }

    private sealed record Case(
        Unlimited MaxBurst, Unlimited Rate, Unlimited Cutoff, TimeSpan Charge, TimeSpan First, TimeSpan Second);
}
