using System;
using System.Linq;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed class ProfileBinderTests
{
    [Fact]
    public void Text_and_numbers_give_equal_profiles()
    {
        ThrottlingProfile live = Bind(
            ("Name", "P"), ("ThrottlingPolicyScope", ThrottlingPolicyScopeType.Regular), ("IsServiceAccount", false),
            ("EwsMaxConcurrency", 27u), ("EwsMaxBurst", 300000L), ("EwsCutoffBalance", Unlimited.UnlimitedValue),
            ("EwsRechargeRate", null));
        ThrottlingProfile deserialised = Bind(
            ("Name", "P"), ("ThrottlingPolicyScope", "Regular"), ("IsServiceAccount", "False"),
            ("EwsMaxConcurrency", "27"), ("EwsMaxBurst", "300000"), ("EwsCutoffBalance", "Unlimited"),
            ("EwsRechargeRate", ""));

        Assert.Equal(live, deserialised);
        Assert.Equal(300000, deserialised.Limit("EwsMaxBurst"));
        Assert.Null(deserialised.Limit("EwsRechargeRate"));
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010, "EWSPercentTimeInCAS")]
    [InlineData(ExchangeRelease.Exchange2010SP3, "EWSPercentTimeInCAS", "AnonymousMaxConcurrency")]
    [InlineData(ExchangeRelease.Exchange2013, "EwsMaxBurst")]
    [InlineData(ExchangeRelease.Exchange2016, "EwsMaxBurst", "EwsCostThreshold")]
    public void The_properties_tell_the_release(ExchangeRelease release, params string[] names)
    {
        (string, object?)[] settings = names.Select(name => (name, (object?)"5")).Append(("Name", "P")).ToArray();

        Assert.Equal(release, Bind(settings).Release);
    }

    [Fact]
    public void Properties_that_are_not_known_are_kept()
    {
        ThrottlingProfile profile = Bind(("Name", "P"), ("EwsMaxBurst", 5), ("EwsNewThing", 42));

        Assert.Equal(42, profile.Find("EwsNewThing")!.Value);
        Assert.Null(profile.Find("EwsNewThing")!.Parameter);
    }

    [Fact]
    public void A_strict_file_names_the_closest_known_key()
    {
        RawPolicy raw = new("policy.yaml") { IsStrict = true };
        raw.Add("Name", "P", 1);
        raw.Add("EwsMaxBurts", "5", 2);
        raw.Add("EwsMaxConcurrency", "5", 3);

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => ProfileBinder.Bind(raw));

        Assert.Equal("UnknownKey", error.ErrorId);
        Assert.Equal("policy.yaml, line 2: 'EwsMaxBurts' is not a throttling policy parameter.", error.Message);
        Assert.StartsWith("Did you mean EwsMaxBurst?", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EwsMaxConcurrency", "abc")]
    [InlineData("EwsMaxConcurrency", "-1")]
    [InlineData("EwsMaxConcurrency", "2147483648")]
    [InlineData("EwsMaxBurst", "4294967296")]
    [InlineData("EwsMaxBurst", "1e3")]
    [InlineData("EwsMaxBurst", true)]
    [InlineData("EwsMaxBurst", 1.5)]
    [InlineData("IsServiceAccount", "yes")]
    [InlineData("ThrottlingPolicyScope", "Local")]
    [InlineData("ThrottlingPolicyScope", "7")]
    [InlineData("Guid", "not-a-guid")]
    public void A_value_that_does_not_fit_is_refused_with_what_is_accepted(string name, object value)
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => Bind(("Name", "P"), ("EwsMaxSubscriptions", 1), ("EwsRechargeRate", 1), (name, value)));

        Assert.Equal("InvalidSetting", error.ErrorId);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(PolicyParameterTable.Find(name)!.Accepted, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_EWS_property_is_no_policy()
    {
        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => Bind(("Name", "notepad"), ("Id", 42)));

        Assert.Equal("NotAThrottlingPolicy", error.ErrorId);
    }

    [Fact]
    public void Limits_that_no_policy_sets_come_from_the_release()
    {
        ThrottlingProfile profile = Bind(("Name", "P"), ("Release", "Exchange2019"), ("EwsMaxBurst", 5));

        Assert.Equal(10, profile.Limit("HangingConnectionLimit"));
        Assert.Equal(ValueSource.Documented, profile.Find("HangingConnectionLimit")!.Source.Kind);
        Assert.Equal(ValueSource.Unknown, profile.Find("EwsCutoffBalance")!.Source.Kind);
    }

    internal static ThrottlingProfile Bind(params (string Name, object? Value)[] settings)
    {
        RawPolicy raw = new("test");
        foreach ((string name, object? value) in settings)
            raw.Add(name, value);
        return ProfileBinder.Bind(raw);
    }
}
