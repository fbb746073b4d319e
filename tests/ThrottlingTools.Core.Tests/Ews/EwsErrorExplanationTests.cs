using System.Collections.Generic;
using System;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class EwsErrorExplanationTests
{
    // learn-ews-throttling, section on impersonation and table 2.
    [Theory]
    [InlineData("EwsMaxConcurrency", ExchangeRelease.Exchange2010SP2, true, EwsChargedTo.CallerAndTargetMailbox)]
    [InlineData("EwsMaxConcurrency", ExchangeRelease.Exchange2010SP2RU4, true, EwsChargedTo.ServiceAccountOnTarget)]
    [InlineData("EwsMaxConcurrency", ExchangeRelease.ExchangeOnline, true, EwsChargedTo.ServiceAccountOnTarget)]
    [InlineData("EwsMaxConcurrency", null, true, null)]
    [InlineData("EwsMaxConcurrency", null, false, EwsChargedTo.Caller)]
    [InlineData("EwsMaxConcurrency", ExchangeRelease.Exchange2019, null, null)]
    [InlineData("EwsMaxSubscriptions", ExchangeRelease.Exchange2010, true, EwsChargedTo.Caller)]
    [InlineData("EwsMaxSubscriptions", ExchangeRelease.Exchange2010SP1, true, EwsChargedTo.Caller)]
    [InlineData("EwsMaxSubscriptions", ExchangeRelease.Exchange2010SP2RU4, true, EwsChargedTo.TargetMailbox)]
    [InlineData("EwsMaxSubscriptions", ExchangeRelease.Exchange2013, true, EwsChargedTo.TargetMailbox)]
    [InlineData("EwsFindCountLimit", ExchangeRelease.Exchange2010, true, EwsChargedTo.ServiceAccountOnTarget)]
    [InlineData("EwsCutoffBalance", null, true, EwsChargedTo.ServiceAccountOnTarget)]
    [InlineData("HangingConnectionLimit", ExchangeRelease.Exchange2016, true, EwsChargedTo.ServiceAccountOnTarget)]
    [InlineData("ConcurrentSyncCalls", ExchangeRelease.Exchange2016, true, null)]
    [InlineData(null, ExchangeRelease.Exchange2016, false, null)]
    public void The_charged_owner_follows_from_release_and_access(
        string? parameter, ExchangeRelease? release, bool? isImpersonating, EwsChargedTo? expected) =>
        Assert.Equal(expected, EwsCharge.Find(parameter, release, isImpersonating));

    [Fact]
    public void A_profile_tells_the_value_and_that_another_policy_applies()
    {
        EwsErrorExplanation explanation = Explain("FaultConnectionCount.http", "Exchange2010SP3");

        Assert.Equal("27", explanation.PolicyValue);
        Assert.Equal((Unlimited)10, explanation.ConfiguredValue);
        Assert.Contains("another policy applies", explanation.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Streaming_connections_count_as_concurrency_in_2010()
    {
        Assert.Equal("HangingConnectionLimit", Explain("FaultStreaming.http", "Exchange2016").ResponsibleParameter);
        Assert.Equal(
            "EwsMaxConcurrency", Explain("FaultStreaming.http", "Exchange2010SP3").ResponsibleParameter,
            StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_busy_server_without_budget_text_leaves_the_parameter_open()
    {
        EwsErrorExplanation explanation = Explain("FaultServerBusy.http", "Exchange2010SP3");

        Assert.Null(explanation.ResponsibleParameter);
        Assert.Equal(
            ["EWSPercentTimeInCAS", "EWSPercentTimeInMailboxRPC", "EWSPercentTimeInAD"],
            explanation.PossibleParameters);
    }

    [Theory]
    [InlineData("FaultServerBusy300001.http", "more than five minutes")]
    [InlineData("FaultServerBusy299984.http", "4 min 59 s (299,984 ms)")]
    [InlineData("FaultServerBusyMaxConcurrency.http", "wait is 0")]
    [InlineData("FaultServerBusyWithoutHint.http", "states no wait")]
    [InlineData("MessageItemNotFound.http", "Its words:")]
    public void The_wait_stands_in_the_explanation_as_the_server_states_it(string sample, string words) =>
        Assert.Contains(words, Explain(sample, null).Explanation, StringComparison.Ordinal);

    [Theory]
    [InlineData("Authorization: Bearer abcdefghijklmnop", "abcdefgh")]
    [InlineData("sent Basic YW5uOnNlY3JldA== to it", "YW5u")]
    [InlineData("Set-Cookie: X-BackEndCookie=abc; path=/", "abc")]
    [InlineData("https://ann:s3cret@mail.example.com/EWS", "s3cret")]
    [InlineData("grant_type=password&password=s3cret&x=1", "s3cret")]
    [InlineData("{\"access_token\":\"s3cret\"}", "s3cret")]
    [InlineData("https://mail.example.com/?code=s3cret", "s3cret")]
    public void Secrets_are_hidden(string text, string secret)
    {
        EwsError error = Assert.Single(EwsErrorText.Find("ErrorServerBusy: " + text, DateTimeOffset.UnixEpoch));

        Assert.DoesNotContain(secret, error.Message, StringComparison.Ordinal);
        Assert.Contains("(hidden)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ordinary_words_are_not_hidden()
    {
        const string Text = "ErrorPasswordExpired: The password has expired (error code: 123, basic settings).";

        Assert.Equal(Text, Assert.Single(EwsErrorText.Find(Text, DateTimeOffset.UnixEpoch)).Message);
    }

    private static EwsErrorExplanation Explain(string sample, string? profile) => new(
        EwsErrorText.Find(CorpusSample.Read(sample).Text, DateTimeOffset.UnixEpoch)[0],
        profile is null ? null : ProfileCatalogue.Get(profile));

    // broadcom-155934, event 22
    [Theory]
    [InlineData("CAS", "EWSPercentTimeInCAS")]
    [InlineData("AD", "EWSPercentTimeInAD")]
    [InlineData("RPC", "EWSPercentTimeInMailboxRPC")]
    public void The_sentence_of_2010_which_states_no_value_names_the_percentage(string part, string parameter)
    {
        EwsError error = Assert.Single(EwsErrorText.Find(
            $"This operation exceeds the throttling budget for policy part '{part}', budget type: 'EWS'.  "
            + "Suggested backoff time 19181 ms.", DateTimeOffset.UnixEpoch));
        EwsErrorExplanation explanation = new(error, ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP3));

        Assert.Equal(EwsVerdict.Throttled, error.Verdict);
        Assert.Equal(part, error.PolicyPart);
        Assert.Null(error.PolicyValue);
        Assert.Equal(TimeSpan.FromMilliseconds(19181), error.BackOff);
        Assert.Equal(parameter, explanation.ResponsibleParameter);
        Assert.Equal("broadcom-155934", explanation.Source.Key);
    }

    // wavebox-793
    [Fact]
    public void An_over_budget_error_of_Outlook_on_the_web_is_throttling()
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["X-OWA-Error"] = "Microsoft.Exchange.Data.Storage.OverBudgetException",
        };
        EwsError error = EwsErrorClassifier.Classify(500, headers, "<html></html>", DateTimeOffset.UnixEpoch)!;

        Assert.Equal(EwsVerdict.Throttled, error.Verdict);
        Assert.Contains("OverBudgetException", error.Message, StringComparison.Ordinal);
        Assert.Equal("wavebox-793", new EwsErrorExplanation(error).Source.Key);
    }
}
