using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class OfferedSchemesTests
{
    private const string Online = "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", "
        + "trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", token_types=\"app_asserted_user_v1, Basic x\", "
        + "authorization_uri=\"https://login.windows.net/common/oauth2/authorize\"";

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("NTLM", "NTLM")]
    [InlineData("Negotiate, NTLM", "Negotiate and NTLM")]
    [InlineData("Negotiate,NTLM,Basic realm=\"mail.contoso.com\"", "Negotiate, NTLM and Basic")]
    [InlineData("Negotiate oYG3MIG0oAMKAQChCwYJKoZI==, Basic realm=\"a, Digest b\"", "Negotiate and Basic")]
    [InlineData("Digest realm=\"x\\\", NTLM y\", nonce = \"JP10/8xg\", qop=\"auth\"", "Digest")]
    [InlineData("negotiate, Negotiate", "negotiate")]
    [InlineData(Online, "Bearer")]
    [InlineData("Basic realm=\"EWS\", " + Online, "Basic and Bearer")]
    [InlineData("\"", "")]
    [InlineData(", ,=,", "")]
    public void The_schemes_are_told_from_their_parameters(string? header, string expected) =>
        Assert.Equal(expected, OfferedSchemes.Read(header).ToString());
}
