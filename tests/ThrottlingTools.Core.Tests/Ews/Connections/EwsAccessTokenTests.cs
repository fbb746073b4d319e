using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

public sealed class EwsAccessTokenTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<string> _issued = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_got_at_the_first_request_and_again_shortly_before_it_expires()
    {
        EwsAccessToken token = Renewing(TimeSpan.FromHours(1));

        string first = (await token.GetAsync(_clock.UtcNow, Token)).Value;
        await _clock.Delay(TimeSpan.FromMinutes(54), Token);
        string same = (await token.GetAsync(_clock.UtcNow, Token)).Value;
        await _clock.Delay(TimeSpan.FromMinutes(2), Token);
        string next = (await token.GetAsync(_clock.UtcNow, Token)).Value;

        Assert.Equal((first, 2), (same, _issued.Count));
        Assert.NotEqual(first, next);
        Assert.Equal("ann@contoso.com", token.UserName);
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_renewal()
    {
        EwsAccessToken token = Renewing(TimeSpan.FromHours(1));
        EwsAccessToken.Issued old = await token.GetAsync(_clock.UtcNow, Token);

        EwsAccessToken.Issued[] renewed = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => token.RenewAsync(old, _clock.UtcNow, Token))));

        Assert.Equal(2, _issued.Count);
        Assert.Single(renewed.Distinct());
    }

    [Fact]
    public async Task One_that_is_always_late_is_not_got_for_every_request()
    {
        EwsAccessToken token = Renewing(TimeSpan.FromHours(-1));

        await token.GetAsync(_clock.UtcNow, Token);
        await token.GetAsync(_clock.UtcNow, Token);

        Assert.Single(_issued);
    }

    [Fact]
    public async Task An_expired_one_that_nothing_renews_is_an_authentication_error_before_anything_is_sent()
    {
        EwsAccessToken token = new(Secure(Jwt(_clock.UtcNow.AddMinutes(-6), 1)));
        using EwsConnection connection = new(
            new EwsConnectionOptions(new Uri("https://localhost:1/")) { AccessToken = token }, _clock);

        EwsError error = (await FindAsync(connection)).Error!;

        Assert.Equal(EwsVerdict.Authentication, error.Verdict);
        Assert.Contains("expired", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_one_is_renewed_once_and_the_request_repeated()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(
            new SimulatorOptions { Faults = FaultPlan.Parse(["401:nth=2"]) });
        using EwsConnection connection = new(
            new EwsConnectionOptions(simulator.Uri) { AccessToken = Renewing(null) });

        for (int i = 0; i < 3; i++)
            (await FindAsync(connection)).GetValueOrThrow();

        Assert.Equal((2, 4), (_issued.Count, simulator.RequestCount));
        Assert.Equal(("ann@contoso.com", EwsAuthentication.Bearer), (connection.UserName, connection.Authentication));
    }

    [Fact]
    public async Task One_that_stays_refused_ends_in_an_authentication_error()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(
            new SimulatorOptions { Faults = FaultPlan.Parse(["401"]) });
        using EwsConnection connection = new(
            new EwsConnectionOptions(simulator.Uri) { AccessToken = Renewing(null) });

        EwsError error = (await FindAsync(connection)).Error!;

        Assert.Equal((EwsVerdict.Authentication, 401, 2), (error.Verdict, error.HttpStatus, _issued.Count));
    }

    [Fact]
    public void It_goes_nowhere_without_encryption()
    {
        EwsConnectionOptions options = new(new Uri("http://mail.contoso.com/"))
        {
            AccessToken = Renewing(null),
            AllowUnencrypted = true,
        };

        Assert.Equal("UnencryptedEwsUri",
            Assert.Throws<ThrottlingToolsException>(() => new EwsConnection(options)).ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.IA.x")]
    [InlineData("e30.W10.x")]
    [InlineData("e30.eyJleHAiOiJuZXZlciJ9.x")]
    [InlineData("e30.eyJleHAiOjFlMzA4fQ.x")]
    public void What_is_no_token_that_tells_its_end_is_taken_as_it_is(string text) =>
        Assert.Null(new EwsAccessToken(Secure(text)).ExpiresOn);

    private EwsAccessToken Renewing(TimeSpan? lifetime) => new(_ =>
    {
        _issued.Add(Jwt(lifetime is { } time ? _clock.UtcNow + time : null, _issued.Count));
        return Task.FromResult(Secure(_issued[^1]));
    });

    private static string Jwt(DateTimeOffset? end, int number)
    {
        string expiry = end is { } time ? $",\"exp\":{time.ToUnixTimeSeconds()}" : "";
        string claims = $"{{\"upn\":\"ann@contoso.com\",\"jti\":\"{number}\"{expiry}}}";
        return $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=')}.x";
    }

    private static SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;

    private static Task<EwsReply<FindItemPage>> FindAsync(EwsConnection connection) =>
        connection.Client.FindItemAsync(new FindItemRequest(EwsFolderId.Parse("inbox")), Token);
}
