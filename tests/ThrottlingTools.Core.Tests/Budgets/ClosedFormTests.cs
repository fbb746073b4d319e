using System;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>The closed forms of the balance (peers 6.2), by the engine under continuous load.</summary>
public sealed class ClosedFormTests
{
    private static readonly BudgetOwner User = new("user@contoso.com");

    [Theory]
    [InlineData(1, 400, 4_400)]
    [InlineData(2, 171, 1_886)]
    [InlineData(5, 63, 695)]
    [InlineData(10, 31, 338)]
    [InlineData(16, 19, 210)]
    [InlineData(27, 11, 123)]
    public void L_busy_threads_use_up_the_burst_and_reach_the_cut_off_in_time(
        int threads, int burstGoneSeconds, int cutOffSeconds)
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2013);
        TimeSpan step = TimeSpan.FromMilliseconds(1);
        Admission call = engine.Begin(new BudgetRequest(User, EwsOperation.GetItem), default);
        TimeSpan now = default;
        TimeSpan? burstGone = null;
        while (!call.Budget.Bucket.IsCutOff)
        {
            now += step;
            engine.ChargeItem(call, new ServerCharge(TimeSpan.FromTicks(threads * step.Ticks)), now);
            if (burstGone is null && call.Budget.Bucket.Balance <= TimeSpan.Zero)
                burstGone = now;
        }

        Assert.Equal(burstGoneSeconds, Math.Round(burstGone!.Value.TotalSeconds));
        Assert.Equal(cutOffSeconds, Math.Round(now.TotalSeconds));
        Assert.False(engine.Begin(new BudgetRequest(User, EwsOperation.GetItem), now).IsAdmitted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(27)]
    public void Calls_of_400_ms_can_be_sustained_at_0_625_a_second_whatever_the_concurrency(int threads)
    {
        TokenBucket bucket = new(300_000, 900_000, 3_000_000, TimeSpan.Zero);
        TimeSpan call = TimeSpan.FromMilliseconds(400);
        long calls = 0;
        TimeSpan now = default;
        while (now < TimeSpan.FromHours(100))
        {
            now += bucket.TimeUntil(TimeSpan.Zero)!.Value + call;
            bucket = bucket.Charge(TimeSpan.FromTicks(threads * call.Ticks)).Advance(now);
            calls += threads;
        }

        double afterBurst = calls - 300 / 0.4;
        Assert.Equal(0.625, afterBurst / now.TotalSeconds, 3);
    }

    [Fact]
    public void From_0_to_full_takes_20_minutes_and_from_the_cut_off_to_0_3_hours_20_minutes()
    {
        TokenBucket bucket = new(300_000, 900_000, 3_000_000, TimeSpan.Zero);
        TokenBucket empty = bucket.Charge(TimeSpan.FromSeconds(300));
        TokenBucket cutOff = empty.Charge(TimeSpan.FromSeconds(3_000));

        Assert.Equal(TimeSpan.FromMinutes(20), empty.TimeUntil(TimeSpan.FromSeconds(300)));
        Assert.Equal(new TimeSpan(3, 20, 0), cutOff.TimeUntil(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(60, 15)]
    [InlineData(180, 45)]
    [InlineData(300, 75)]
    public void Waiting_earns_a_quarter_of_its_time(int waited, int earned)
    {
        TokenBucket full = new(300_000, 900_000, 3_000_000, TimeSpan.Zero);
        TokenBucket empty = full.Charge(TimeSpan.FromSeconds(300));

        Assert.Equal(TimeSpan.FromSeconds(earned), empty.Advance(TimeSpan.FromSeconds(waited)).Balance);
    }
}
