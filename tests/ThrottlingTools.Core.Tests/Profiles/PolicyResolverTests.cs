using System.Linq;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed class PolicyResolverTests
{
    private static readonly ThrottlingProfile Global = Policy(
        "Global2013", "Global", ("EwsMaxConcurrency", 27), ("EwsMaxBurst", 300000), ("EwsRechargeRate", 900000));

    private static readonly ThrottlingProfile Organization = Policy(
        "Everyone", "Organization", ("EwsMaxBurst", 400000), ("EwsMaxConcurrency", null));

    private static readonly ThrottlingProfile Regular = Policy(
        "Migration", "Regular", ("EwsMaxConcurrency", 54), ("EwsMaxBurst", null));

    [Theory]
    [InlineData("EwsMaxConcurrency", 54, "Regular policy Migration")]
    [InlineData("EwsMaxBurst", 400000, "Organization policy Everyone")]
    [InlineData("EwsRechargeRate", 900000, "Global policy Global2013")]
    public void Each_value_comes_from_the_narrowest_scope_that_sets_it(string name, int value, string from)
    {
        ThrottlingSetting setting = new PolicyResolver([Global, Organization, Regular])
            .Resolve("john", "Migration").Find(name)!;

        Assert.Equal((Unlimited)value, setting.Value);
        Assert.Equal(from, setting.Source.Reference);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void A_blank_association_means_the_default_policy(string? policyId)
    {
        ThrottlingProfile effective = new PolicyResolver([Global, Organization, Regular]).Resolve("john", policyId);

        Assert.Equal("Everyone", effective.Name);
        Assert.Equal(27, effective.Limit("EwsMaxConcurrency"));
    }

    [Fact]
    public void What_no_policy_sets_comes_from_the_release_and_says_so()
    {
        ThrottlingProfile effective = new PolicyResolver([Global, Regular]).Resolve("john", "Migration");
        ThrottlingSetting cutoff = effective.Find("EwsCutoffBalance")!;

        Assert.Equal((Unlimited)3000000, cutoff.Value);
        Assert.Equal(ValueSource.Observed, cutoff.Source.Kind);
    }

    [Fact]
    public void An_association_to_a_policy_that_is_not_given_is_an_error()
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => new PolicyResolver([Global]).Resolve("john", "Gone"));

        Assert.Equal("PolicyNotGiven", error.ErrorId);
    }

    [Fact]
    public void In_2010_one_policy_applies_whole()
    {
        ThrottlingProfile own = ProfileBinderTests.Bind(
            ("Name", "BES"), ("IsDefault", "False"), ("EWSMaxConcurrency", ""), ("EWSPercentTimeInCAS", ""),
            ("AnonymousMaxConcurrency", "1"));

        ThrottlingProfile effective =
            new PolicyResolver([own, ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP3)]).Resolve("bes", "BES");

        Assert.Null(effective.Limit("EWSMaxConcurrency"));
        Assert.True(effective.Find("EWSMaxConcurrency")!.IsKnown);
    }

    [Fact]
    public void In_2010_a_policy_that_is_gone_falls_back_to_the_default()
    {
        ThrottlingProfile standard = ProfileBinderTests.Bind(
            ("Name", "Default"), ("IsDefault", true), ("EWSMaxConcurrency", 12), ("CPUStartPercent", 75));

        Assert.Equal("Default", new PolicyResolver([standard]).Resolve("john", "Gone").Name);
        ThrottlingProfile other = ProfileBinderTests.Bind(
            ("Name", "Other"), ("IsDefault", false), ("CPUStartPercent", 75));
        Assert.Equal("Exchange2010", new PolicyResolver([other]).Resolve("john", null).Name);
    }

    private static ThrottlingProfile Policy(string name, string scope, params (string, object?)[] settings) =>
        ProfileBinderTests.Bind(
            settings.Prepend(("ThrottlingPolicyScope", (object?)scope)).Prepend(("Name", name)).ToArray());
}
