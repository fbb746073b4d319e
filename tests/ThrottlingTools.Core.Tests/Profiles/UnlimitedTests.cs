using System;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed class UnlimitedTests
{
    [Theory]
    [InlineData("Unlimited", true, 0)]
    [InlineData("unlimited", true, 0)]
    [InlineData(" 27 ", false, 27)]
    [InlineData("0", false, 0)]
    [InlineData("4294967295", false, 4294967295)]
    public void It_parses_what_Exchange_prints(string text, bool isUnlimited, long value)
    {
        Unlimited limit = Unlimited.Parse(text);

        Assert.Equal(isUnlimited, limit.IsUnlimited);
        if (!isUnlimited)
            Assert.Equal(value, limit.Value);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("4294967296")]
    [InlineData("2.5")]
    [InlineData("1,000")]
    [InlineData("")]
    [InlineData("none")]
    public void It_refuses_everything_else(string text)
    {
        Assert.False(Unlimited.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Unlimited.Parse(text));
    }

    [Fact]
    public void It_prints_as_Exchange_does()
    {
        Assert.Equal("Unlimited", Unlimited.UnlimitedValue.ToString());
        Assert.Equal("300000", ((Unlimited)300000).ToString());
    }

    [Fact]
    public void Unlimited_is_above_every_number()
    {
        Assert.True(Unlimited.UnlimitedValue > uint.MaxValue);
        Assert.True((Unlimited)5 < Unlimited.UnlimitedValue);
        Assert.Equal(0, Unlimited.UnlimitedValue.CompareTo("Unlimited"));
        Assert.Equal(1, ((Unlimited)5).CompareTo(null));
    }

    [Fact]
    public void It_equals_numbers_and_text_of_the_same_value()
    {
        Assert.True(((Unlimited)27).Equals("27"));
        Assert.True(((Unlimited)27).Equals(27d));
        Assert.True(((Unlimited)27).Equals(27L));
        Assert.False(((Unlimited)27).Equals(28));
        Assert.False(Unlimited.UnlimitedValue.Equals(0));
        Assert.True(Unlimited.UnlimitedValue.Equals("unlimited"));
    }

    [Fact]
    public void It_saturates_in_narrower_numbers()
    {
        Assert.Equal(int.MaxValue, (int)Unlimited.UnlimitedValue);
        Assert.Equal(int.MaxValue, (int)(Unlimited)4_000_000_000L);
        Assert.Equal(long.MaxValue, (long)Unlimited.UnlimitedValue);
        Assert.True(double.IsPositiveInfinity(Unlimited.UnlimitedValue));
    }

    [Fact]
    public void It_calculates_as_a_number()
    {
        Unlimited burst = 300_000;

        Assert.Equal(300, burst / 1000);
        Assert.Equal(300_001, 1 + burst);
        Assert.True(double.IsPositiveInfinity(Unlimited.UnlimitedValue * 2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4294967296)]
    public void A_number_out_of_range_is_refused(long value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Unlimited(value));
}
