using System;
using System.Linq;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed class CatalogueTests
{
    public static TheoryData<ExchangeRelease> Releases => new(Enum.GetValues<ExchangeRelease>());

    [Fact]
    public void Exchange2013_has_the_117_properties_of_the_real_output_and_then_the_added_limits()
    {
        ThrottlingProfile profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2013);
        string[] names = profile.Settings.Select(setting => setting.Name).ToArray();

        Assert.Equal(117, PolicyParameterTable.Shape(ExchangeRelease.Exchange2013).Count);
        Assert.Equal(PolicyParameterTable.Shape(ExchangeRelease.Exchange2013), names.Take(117));
        Assert.Equal("RunspaceId", names[0]);
        Assert.Equal("EwsMaxConcurrency", names[14]);
        Assert.Equal("ObjectState", names[116]);
        Assert.Contains("HangingConnectionLimit", names.Skip(117));
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010, "EwsMaxConcurrency", "10")]
    [InlineData(ExchangeRelease.Exchange2010SP1, "EWSPercentTimeInCAS", "90")]
    [InlineData(ExchangeRelease.Exchange2010SP3, "EWSPercentTimeInMailboxRPC", "60")]
    [InlineData(ExchangeRelease.Exchange2010SP2RU4, "EWSMaxSubscriptions", "5000")]
    [InlineData(ExchangeRelease.Exchange2013, "EwsMaxBurst", "300000")]
    [InlineData(ExchangeRelease.Exchange2013, "EwsRechargeRate", "900000")]
    [InlineData(ExchangeRelease.Exchange2013, "EwsCutoffBalance", "3000000")]
    [InlineData(ExchangeRelease.Exchange2013, "PowerShellMaxCmdlets", "Unlimited")]
    [InlineData(ExchangeRelease.Exchange2013, "HangingConnectionLimit", "3")]
    [InlineData(ExchangeRelease.Exchange2016, "HangingConnectionLimit", "10")]
    [InlineData(ExchangeRelease.ExchangeSE, "EwsMaxConcurrency", "27")]
    [InlineData(ExchangeRelease.ExchangeOnline, "EwsMaxSubscriptions", "20")]
    [InlineData(ExchangeRelease.ExchangeOnline, "EwsFindCountLimitWithRestriction", "250")]
    [InlineData(ExchangeRelease.ExchangeOnline, "MessageRateLimit", "30")]
    public void Values_are_those_of_the_sources(ExchangeRelease release, string name, string value) =>
        Assert.Equal(Unlimited.Parse(value), ProfileCatalogue.Get(release).Limit(name));

    [Theory]
    [InlineData("EwsMaxBurst")]
    [InlineData("EwsRechargeRate")]
    [InlineData("EwsCutoffBalance")]
    public void What_Exchange_Online_does_not_publish_is_null_and_unknown(string name)
    {
        ThrottlingSetting setting = ProfileCatalogue.Get(ExchangeRelease.ExchangeOnline).Find(name)!;

        Assert.Null(setting.Value);
        Assert.Equal(ValueSource.Unknown, setting.Source.Kind);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_known_value_has_a_reference_and_a_confidence(ExchangeRelease release)
    {
        foreach (ThrottlingSetting setting in ProfileCatalogue.Get(release).Settings.Where(setting => setting.IsKnown))
        {
            Assert.NotEmpty(setting.Source.Reference);
            Assert.NotEqual(Confidence.None, setting.Source.Confidence);
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_property_is_in_the_parameter_table_and_applies_to_its_release(ExchangeRelease release)
    {
        foreach (string name in PolicyParameterTable.Shape(release))
        {
            PolicyParameter? parameter = PolicyParameterTable.Find(name);
            Assert.True(parameter is not null, name);
            Assert.NotEmpty(parameter.Meaning);
        }
    }

    // learn-ews-throttling, table 1
    [Theory]
    [InlineData("DiscoveryMaxConcurrency")]
    [InlineData("DiscoveryMaxKeywords")]
    [InlineData("DiscoveryMaxKeywordsPerPage")]
    [InlineData("DiscoveryMaxMailboxes")]
    [InlineData("DiscoveryMaxMailboxesResultsOnly")]
    [InlineData("DiscoveryPreviewSearchResultsPageSize")]
    [InlineData("EwsCutoffBalance")]
    [InlineData("EwsMaxBurst")]
    [InlineData("EwsRechargeRate")]
    [InlineData("EWSMaxSubscriptions")]
    [InlineData("EWSFastSearchTimeoutInSeconds")]
    [InlineData("EWSFindCountLimit")]
    [InlineData("EWSPercentTimeInAD")]
    [InlineData("EWSPercentTimeInCAS")]
    [InlineData("EWSPercentTimeInMailboxRPC")]
    [InlineData("EWSMaxConcurrency")]
    [InlineData("MessageRateLimit")]
    [InlineData("RecipientRateLimit")]
    [InlineData("ForwardeeLimit")]
    [InlineData("CPUStartPercent")]
    public void Every_row_of_Table_1_is_in_the_parameter_table(string name) =>
        Assert.NotEmpty(PolicyParameterTable.Find(name)!.Meaning);

    // The rows are of 2016, the build that wrote them is the first release of Exchange 2013.
    [Theory]
    [InlineData("EasMaxBurst", "480000", "240000")]
    [InlineData("EasRechargeRate", "1800000", "360000")]
    public void A_first_release_that_had_other_values_is_named_beside_them(string name, string value, string first)
    {
        ThrottlingSetting setting = ProfileCatalogue.Get(ExchangeRelease.Exchange2013).Find(name)!;

        Assert.Equal(value, setting.DisplayValue);
        Assert.Contains($"first release (15.0.516): {first}", setting.Source.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => ProfileCatalogue.Get("Exchange2007"));

        Assert.Equal("ProfileNotFound", error.ErrorId);
        Assert.Contains("Exchange2010SP1", error.RecommendedAction, StringComparison.Ordinal);
    }
}
