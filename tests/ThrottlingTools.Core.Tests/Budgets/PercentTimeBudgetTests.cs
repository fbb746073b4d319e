using System;
using Xunit;

namespace ThrottlingTools.Budgets;

public sealed class PercentTimeBudgetTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(90, 17_093, "54000/36907/28%")]
    [InlineData(60, 15, "36000/35985/0%")]
    [InlineData(50, 0, "30000/30000/0%")]
    [InlineData(null, 0, "$null/$null/0%")]
    public void It_prints_as_in_the_published_log(int? percent, int usedMilliseconds, string logged)
    {
        PercentTimeBudget budget = new(percent, Minute, TimeSpan.Zero);

        Assert.Equal(logged, budget.Charge(TimeSpan.FromMilliseconds(usedMilliseconds)).ToString());
    }

    [Fact]
    public void Two_threads_of_54_seconds_use_180_percent()
    {
        PercentTimeBudget budget = new PercentTimeBudget(90, Minute, TimeSpan.Zero)
            .Charge(TimeSpan.FromSeconds(54)).Charge(TimeSpan.FromSeconds(54));

        Assert.Equal("54000/-54000/180%", budget.ToString());
        Assert.True(budget.IsExceeded);
    }

    [Fact]
    public void It_is_whole_again_in_the_next_minute()
    {
        PercentTimeBudget budget = new PercentTimeBudget(90, Minute, TimeSpan.FromSeconds(10)).Charge(Minute);

        Assert.True(budget.Advance(TimeSpan.FromSeconds(59)).IsExceeded);
        Assert.False(budget.Advance(TimeSpan.FromSeconds(60)).IsExceeded);
    }
}
