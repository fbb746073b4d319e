using System;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

/// <summary>What exchangedev-cpustartpercent says.</summary>
public sealed class CpuLoadTests
{
    private static readonly BudgetOwner User = new("user@contoso.com");

    [Fact]
    public void A_batch_of_100_items_is_checked_100_times_for_a_maximum_delay_of_50_seconds()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2010SP3, ("CPUStartPercent", 75));
        engine.CpuOf().Report(100, default);
        TimeSpan now = TimeSpan.FromMinutes(1);

        Admission batch = engine.Begin(new BudgetRequest(User, EwsOperation.GetItem), now);
        TimeSpan delay = batch.Delay;
        for (int item = 1; item < 100; item++)
        {
            BatchStep step = engine.ChargeItem(batch, default, now + delay);
            Assert.False(step.IsTimedOut);
            delay += step.Delay;
        }

        Assert.Equal(TimeSpan.FromSeconds(50), delay);
        Assert.Equal("CPUStartPercent", batch.DelayedBy);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(75, 0)]
    [InlineData(80, 100)]
    [InlineData(87.5, 250)]
    [InlineData(100, 500)]
    public void The_delay_is_linear_from_0_at_CPUStartPercent_to_500_ms_at_100_percent(double cpu, int milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), CpuLoad.Delay(75, cpu));
    }

    [Theory]
    [InlineData(2, 20)]
    [InlineData(5, 50)]
    [InlineData(10, 100)]
    [InlineData(15, 50)]
    [InlineData(20, 0)]
    public void The_average_is_over_a_rolling_window_of_ten_seconds(int second, double average)
    {
        CpuLoad cpu = new();
        cpu.Report(100, TimeSpan.Zero);
        if (second > 10)
            cpu.Report(0, TimeSpan.FromSeconds(10));

        Assert.Equal(average, cpu.Average(TimeSpan.FromSeconds(second)));
    }

    [Fact]
    public void Many_reports_average_as_the_sum_of_their_times()
    {
        CpuLoad cpu = new();
        Random random = new(7);
        int[] levels = Enumerable.Range(0, 1000).Select(_ => random.Next(101)).ToArray();
        for (int i = 0; i < levels.Length; i++)
            cpu.Report(levels[i], TimeSpan.FromMilliseconds(100 * i));

        Assert.Equal(levels.Skip(900).Average(), cpu.Average(TimeSpan.FromSeconds(100)), 9);
    }

    [Fact]
    public void Without_CPUStartPercent_and_from_2013_on_nothing_is_delayed()
    {
        foreach (ExchangeRelease release in new[] { ExchangeRelease.Exchange2010SP3, ExchangeRelease.Exchange2013 })
        {
            ThrottlingEngine engine = TestEngine.Of(release, ("CPUStartPercent", null));
            engine.CpuOf().Report(100, default);

            Admission admission = engine.Begin(
                new BudgetRequest(User, EwsOperation.GetItem), TimeSpan.FromMinutes(1));

            Assert.Equal(TimeSpan.Zero, admission.Delay);
            Assert.Equal("", admission.DelayedBy);
        }
    }

    [Theory]
    [InlineData(BudgetType.Ews, true)]
    [InlineData(BudgetType.Eas, true)]
    [InlineData(BudgetType.Owa, false)]
    [InlineData(BudgetType.Rca, false)]
    public void It_holds_back_EWS_and_mobile_calls_but_not_browsers_and_Outlook(BudgetType type, bool isDelayed)
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2010SP3, ("CPUStartPercent", 75));
        engine.CpuOf().Report(100, default);

        Admission admission = engine.Begin(
            new BudgetRequest(User with { Type = type }, EwsOperation.GetItem), TimeSpan.FromMinutes(1));

        Assert.Equal(isDelayed, admission.Delay > TimeSpan.Zero);
    }
}
