using System.Linq;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed class ProfileComparerTests
{
    [Theory]
    [InlineData(27, 54, StricterSide.Reference)]
    [InlineData("Unlimited", 54, StricterSide.Difference)]
    [InlineData("", 54, StricterSide.Unknown)]
    public void The_lower_limit_is_stricter_and_a_blank_unknown(object left, object right, StricterSide stricter)
    {
        ProfileDifference difference = Assert.Single(
            ProfileComparer.Compare(With(left), With(right), includeEqual: false));

        Assert.Equal("EwsMaxConcurrency", difference.Parameter);
        Assert.Equal(stricter, difference.Stricter);
    }

    [Fact]
    public void A_blank_of_2010_counts_as_unlimited()
    {
        ThrottlingProfile rtm = ProfileCatalogue.Get(ExchangeRelease.Exchange2010);
        ThrottlingProfile sp1 = ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP1);

        ProfileDifference cas = ProfileComparer.Compare(rtm, sp1, false)
            .Single(d => d.Parameter == "EWSPercentTimeInCAS");

        Assert.Equal(StricterSide.Difference, cas.Stricter);
    }

    [Fact]
    public void Equal_profiles_differ_in_nothing()
    {
        Assert.Empty(ProfileComparer.Compare(With(27), With("27"), includeEqual: false));
        Assert.Contains(
            ProfileComparer.Compare(With(27), With("27"), includeEqual: true),
            d => d is { Parameter: "EwsMaxConcurrency", Stricter: StricterSide.Equal });
    }

    [Fact]
    public void What_only_one_release_has_is_not_comparable()
    {
        ThrottlingProfile sp1 = ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP1);
        ThrottlingProfile current = ProfileCatalogue.Get(ExchangeRelease.Exchange2013);

        ProfileDifference percent = ProfileComparer.Compare(sp1, current, false)
            .Single(d => d.Parameter == "EWSPercentTimeInAD");

        Assert.Equal(StricterSide.NotComparable, percent.Stricter);
    }

    private static ThrottlingProfile With(object concurrency) => ProfileBinderTests.Bind(
        ("Name", "P"), ("EwsMaxConcurrency", concurrency), ("EwsMaxBurst", 300000));
}
