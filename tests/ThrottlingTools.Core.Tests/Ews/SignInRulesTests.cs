using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class SignInRulesTests
{
    [Theory]
    [InlineData("Bearer x=\"y\"", null, "-AccessToken")]
    [InlineData("Bearer x=\"y\"", "own", "-AccessToken")]
    [InlineData("Basic", "Basic", @"CONTOSO\ann")]
    [InlineData("Negotiate", "Negotiate", "realm")]
    [InlineData("NTLM", "NTLM", "Extended Protection")]
    [InlineData("Negotiate", "own Negotiate", "klist")]
    [InlineData("Bearer x=\"y\"", "Bearer", "audience")]
    [InlineData("", "Bearer", "audience")]
    [InlineData("Negotiate, NTLM", "Bearer", "-Credential or -UseDefaultCredentials")]
    [InlineData("Negotiate, NTLM", "own", "kinit")]
    [InlineData("Basic realm=\"x\"", "own", "Give -Credential.")]
    [InlineData("Negotiate, NTLM, Basic realm=\"x\"", null, "gss-ntlmssp")]
    [InlineData("Hawk", null, "Get-WebServicesVirtualDirectory")]
    [InlineData("", null, "Get-WebServicesVirtualDirectory")]
    public void What_to_do_follows_from_the_offer_and_from_what_was_sent(string offered, string? sent, string action)
    {
        string[] words = sent?.Split(' ') ?? [];
        SignInAttempt attempt = new(words.Contains("own"), words.LastOrDefault(word => word != "own"));

        EwsError error = Find(offered, attempt);

        Assert.Equal((EwsVerdict.Authentication, EwsRetry.Not), (error.Verdict, error.Retry));
        Assert.Contains(action, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Negotiate, NTLM", @"CONTOSO\ann")]
    [InlineData("", @"CONTOSO\ann")]
    [InlineData("Bearer x=\"y\"", "-AccessToken")]
    public void An_answer_that_was_saved_is_judged_by_the_offer_alone(string offered, string action) =>
        Assert.Contains(action, Find(offered, null).RecommendedAction, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "HTTP 401: the server takes NTLM and Basic.")]
    [InlineData("NTLM", "HTTP 401: the server takes NTLM and Basic; it refused what was sent as NTLM.")]
    [InlineData("", "HTTP 401: the server takes NTLM and Basic; nothing could be sent to sign in.")]
    public void The_message_tells_what_the_server_offers_and_what_was_sent(string? scheme, string expected)
    {
        SignInAttempt? attempt = scheme is null ? null : new(IsOwnAccount: false, scheme.Length == 0 ? null : scheme);

        Assert.Equal(expected, Find("NTLM, Basic realm=\"mail\"", attempt).Message);
    }

    [Fact]
    public void A_proxy_is_told_from_the_server()
    {
        Dictionary<string, string> headers = new() { ["Proxy-Authenticate"] = "Negotiate, NTLM" };

        EwsError error = EwsErrorClassifier.Classify(407, headers, "", DateTimeOffset.UnixEpoch)!;

        Assert.Equal("HTTP 407: the proxy takes Negotiate and NTLM.", error.Message);
        Assert.Contains("-ProxyCredential", error.RecommendedAction, StringComparison.Ordinal);
    }

    private static EwsError Find(string offered, SignInAttempt? attempt)
    {
        Dictionary<string, string> headers = new() { ["WWW-Authenticate"] = offered };
        return Assert.Single(
            EwsErrorClassifier.ClassifyAll(401, headers, "<html/>", DateTimeOffset.UnixEpoch, attempt));
    }
}
