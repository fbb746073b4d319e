using System.Linq;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed class ProfileLintTests
{
    [Theory]
    [InlineData("CutoffBelowBurst", "EwsMaxBurst", 300000, "EwsCutoffBalance", 100000)]
    [InlineData("CutoffZero", "EwsCutoffBalance", 0, "EwsMaxConcurrency", 27)]
    [InlineData("RechargeZero", "EwsRechargeRate", 0, "EwsMaxConcurrency", 27)]
    [InlineData("RechargeAboveRealTime", "EwsRechargeRate", 3600001, "EwsMaxConcurrency", 27)]
    [InlineData("RechargeSlow", "EwsRechargeRate", 1000, "EwsMaxConcurrency", 27)]
    [InlineData("ConcurrencyAboveDefault", "EwsMaxConcurrency", 28, "EwsMaxBurst", 300000)]
    [InlineData("ConcurrencyZero", "EwsMaxConcurrency", 0, "EwsMaxBurst", 300000)]
    [InlineData("NotInRelease", "EWSPercentTimeInAD", 50, "EwsMaxBurst", 300000)]
    [InlineData("AllUnlimited", "EwsMaxConcurrency", "Unlimited", "EwsMaxBurst", "Unlimited")]
    [InlineData("ServiceAccountWithoutLimits", "IsServiceAccount", true, "EwsMaxBurst", "Unlimited")]
    [InlineData("UnknownProperty", "EwsMagic", 1, "EwsMaxBurst", 300000)]
    public void It_finds(string id, string first, object firstValue, string second, object secondValue)
    {
        ThrottlingProfile profile = ProfileBinderTests.Bind(
            ("Name", "P"), ("Release", "Exchange2013"), (first, firstValue), (second, secondValue));

        ProfileFinding finding = Assert.Single(ProfileLint.Check(profile), finding => finding.Id == id);
        Assert.NotEmpty(finding.Reason);
        Assert.NotEmpty(finding.Remedy);
        Assert.NotEmpty(finding.Source.ToString());
    }

    [Fact]
    public void A_blank_is_unlimited_in_2010_only()
    {
        ThrottlingProfile old = ProfileBinderTests.Bind(
            ("Name", "P"), ("EWSMaxConcurrency", ""), ("CPUStartPercent", 75));
        ThrottlingProfile current = ProfileBinderTests.Bind(
            ("Name", "P"), ("EwsMaxConcurrency", ""), ("EwsMaxBurst", 1));

        Assert.Contains(ProfileLint.Check(old), f => f is { Id: "NullIsUnlimited", Parameter: "EWSMaxConcurrency" });
        Assert.DoesNotContain(ProfileLint.Check(current), f => f.Id == "NullIsUnlimited");
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP3)]
    [InlineData(ExchangeRelease.Exchange2013)]
    [InlineData(ExchangeRelease.Exchange2019)]
    public void The_defaults_of_a_release_raise_no_warning(ExchangeRelease release) =>
        Assert.DoesNotContain(
            ProfileLint.Check(ProfileCatalogue.Get(release)),
            finding => finding.Severity > FindingSeverity.Information
                && finding.Parameter!.StartsWith("Ews", System.StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_most_serious_comes_first()
    {
        ThrottlingProfile profile = ProfileBinderTests.Bind(
            ("Name", "P"), ("EwsMaxConcurrency", 28), ("EwsRechargeRate", 0), ("EwsMaxBurst", 300000));

        FindingSeverity[] severities = ProfileLint.Check(profile).Select(finding => finding.Severity).ToArray();
        Assert.Equal(severities.OrderByDescending(severity => severity), severities);
    }
}
