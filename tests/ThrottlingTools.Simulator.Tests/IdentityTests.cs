using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Identity;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class IdentityTests
{
    private const string Sid = "S-1-5-21-1004336348-1177238915-682003330-";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_challenges_are_those_of_the_options_and_HttpClient_picks_Basic_from_the_default()
    {
        using EwsThrottlingSimulator plain = EwsThrottlingSimulator.Start();
        using EwsThrottlingSimulator like = EwsThrottlingSimulator.Start(
            new() { Challenges = SimulatorOptions.ExchangeChallenges });
        using HttpClientHandler handler = new() { Credentials = new NetworkCredential("user@contoso.com", "any") };
        using HttpClient withCredential = new(handler);
        using HttpClient anonymous = new();

        using HttpResponseMessage answered = await PostAsync(withCredential, plain);
        using HttpResponseMessage refused = await PostAsync(anonymous, like);

        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(["Negotiate", "NTLM", "Basic"], refused.Headers.WwwAuthenticate.Select(one => one.Scheme));
    }

    [Theory]
    [InlineData("{\"upn\":\"user1@contoso.com\",\"appid\":\"1\"}", HttpStatusCode.OK, "user1@contoso.com")]
    [InlineData("{\"unique_name\":\"user2@contoso.com\"}", HttpStatusCode.OK, "user2@contoso.com")]
    [InlineData("{\"smtp\":\"user2@contoso.com\"}", HttpStatusCode.OK, "user2@contoso.com")]
    [InlineData("{\"appid\":\"c0ffee\"}", HttpStatusCode.InternalServerError, "ErrorImpersonationRequired")]
    [InlineData("{\"sub\":\"nobody\"}", HttpStatusCode.Unauthorized, "")]
    [InlineData("[broken", HttpStatusCode.Unauthorized, "")]
    public async Task A_bearer_token_names_the_caller_by_its_claims(string claims, HttpStatusCode status, string holds)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new() { MailboxCount = 2 });
        using HttpClient client = new();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Jwt(claims));

        using HttpResponseMessage answer = await PostAsync(client, simulator, Envelope(OofSettings(holds)));

        Assert.Equal(status, answer.StatusCode);
        if (status != HttpStatusCode.Unauthorized)
            Assert.Contains(
                status == HttpStatusCode.OK ? "<m:ResponseCode>NoError" : holds,
                await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_does_not_stand_for_the_one_credential_that_is_let_in()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(
            new() { Credential = new NetworkCredential("user@contoso.com", "right") });
        using HttpClient client = new();
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", Jwt("{\"upn\":\"user@contoso.com\"}"));

        using HttpResponseMessage answer = await PostAsync(client, simulator);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith(
            "2000001;reason=", answer.Headers.GetValues("x-ms-diagnostics").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_can_be_let_in_beside_a_credential_and_no_other_password()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new()
        {
            Credential = new NetworkCredential("user@contoso.com", "right"), IsTokenAllowed = true,
        });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Bearer", Jwt("{\"upn\":\"user@contoso.com\"}")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Basic", Base64("user@contoso.com:right")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Basic", Base64("user@contoso.com:wrong")));

        async Task<HttpStatusCode> StatusAsync(string scheme, string parameter)
        {
            using HttpClient client = new();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, parameter);
            using HttpResponseMessage answer = await PostAsync(client, simulator);
            return answer.StatusCode;
        }
    }

    [Fact]
    public void Tokens_are_not_let_in_from_other_machines()
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => EwsThrottlingSimulator.Start(
            new()
            {
                Credential = new NetworkCredential("user@contoso.com", "right"), IsTokenAllowed = true,
                IsRemoteAllowed = true,
            }));

        Assert.Equal("RemoteNeedsCredential", error.ErrorId);
    }

    [Theory]
    [InlineData("user1@contoso.com", "user1@contoso.com")]
    [InlineData("USER2@contoso.com", "user2@contoso.com")]
    [InlineData("CONTOSO\\user2", "user2@contoso.com")]
    [InlineData("stranger", "user@contoso.com")]
    public void A_user_name_is_that_of_a_mailbox_or_falls_to_the_first(string userName, string mailbox)
    {
        CallIdentity identity = Directory().Identify(
            ExchangeRelease.Exchange2016, new EwsCaller(userName, "Basic"), Request(""));

        Assert.Equal(mailbox, identity.Mailbox.Address);
        Assert.Equal(new BudgetOwner(mailbox), identity.Owner);
    }

    [Theory]
    [InlineData("PrimarySmtpAddress", "user2@contoso.com")]
    [InlineData("SmtpAddress", "User2@contoso.com")]
    [InlineData("PrincipalName", "user2@contoso.com")]
    [InlineData("SID", Sid + "1102")]
    public void Impersonation_takes_addresses_names_and_SIDs_and_charges_service_accounts_on_the_target(
        string kind, string id)
    {
        CallIdentity identity = Directory().Identify(
            ExchangeRelease.Exchange2016, new EwsCaller("user1@contoso.com", "Basic"), Request(Connecting(kind, id)));

        Assert.Equal("user2@contoso.com", identity.Mailbox.Address);
        Assert.Equal(new BudgetOwner("user2@contoso.com", isServiceAccount: true), identity.Owner);
        Assert.Equal("user1@contoso.com", identity.Owner.Caller);
    }

    [Theory]
    [InlineData("PrimarySmtpAddress", "nobody@contoso.com", "ErrorNonExistentMailbox")]
    [InlineData("PrincipalName", "nobody@contoso.com", "ErrorInvalidUserPrincipalName")]
    [InlineData("SID", Sid + "9999", "ErrorInvalidUserSid")]
    [InlineData("SID", "S-1", "ErrorInvalidUserSid")]
    [InlineData("Nickname", "user2", "ErrorSchemaValidation")]
    public async Task Impersonating_nobody_is_a_fault_of_its_own(string kind, string id, string code)
    {
        EwsEndpoint endpoint = new(new SimulatorOptions { MailboxCount = 2 }, new VirtualClock());

        (int status, XElement body) = await endpoint.SendAsync(Envelope(GetFolder(), header: Connecting(kind, id)));

        Assert.Equal((500, code), (status, body.ResponseCode()));
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010, "Exchange2010", "StreamingSubscriptionRequest", "ErrorSchemaValidation")]
    [InlineData(ExchangeRelease.Exchange2010, "Exchange2010_SP1", "GetFolder", "ErrorInvalidServerVersion")]
    [InlineData(ExchangeRelease.Exchange2010SP3, "Exchange2010_SP2", "GetSearchableMailboxes", "ErrorInvalidRequest")]
    [InlineData(ExchangeRelease.Exchange2016, "Exchange2010_SP2", "GetSearchableMailboxes", "ErrorSchemaValidation")]
    [InlineData(ExchangeRelease.Exchange2016, "Exchange2010", "StreamingSubscriptionRequest", "ErrorSchemaValidation")]
    [InlineData(ExchangeRelease.Exchange2016, "Exchange2030", "GetFolder", "ErrorInvalidServerVersion")]
    [InlineData(ExchangeRelease.Exchange2013, "Exchange2012", "GetFolder", "NoError")] // kinesis-agent-windows
    [InlineData(ExchangeRelease.Exchange2010, "Exchange2012", "GetFolder", "ErrorInvalidServerVersion")]
    [InlineData(ExchangeRelease.Exchange2016, "V2017_07_11", "GetFolder", "NoError")]
    [InlineData(ExchangeRelease.Exchange2010SP1, "Exchange2010_SP1", "StreamingSubscriptionRequest", "NoError")]
    public async Task A_release_answers_what_it_does_not_know_as_it_would(
        ExchangeRelease release, string version, string what, string code)
    {
        EwsEndpoint endpoint = new(
            new SimulatorOptions { Profile = ProfileCatalogue.Get(release) }, new VirtualClock());
        string operation = what switch
        {
            "GetFolder" => GetFolder(),
            "StreamingSubscriptionRequest" => Streaming(),
            _ => "<m:GetSearchableMailboxes><m:ExpandGroupMembership>false</m:ExpandGroupMembership>"
                + "</m:GetSearchableMailboxes>",
        };

        (_, XElement body) = await endpoint.SendAsync(Envelope(operation, version));

        Assert.Equal(code, body.ResponseCode());
    }

    private static MailboxDirectory Directory() => new(new SimulatorOptions { MailboxCount = 2 }, new VirtualClock());

    private static SoapRequest Request(string header) =>
        SoapRequest.Read(
            Encoding.UTF8.GetBytes(Envelope(GetFolder(), header: header)), new ReadingTime(new VirtualClock(), 1));

    private static string Connecting(string kind, string id) =>
        "<t:ExchangeImpersonation><t:ConnectingSID>"
        + $"<t:{kind}>{id}</t:{kind}></t:ConnectingSID></t:ExchangeImpersonation>";

    private static string OofSettings(string address) => "<m:GetUserOofSettingsRequest>"
        + $"<t:Mailbox><t:Address>{address}</t:Address></t:Mailbox></m:GetUserOofSettingsRequest>";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Jwt(string claims) => string.Join(".", new[] { "{\"alg\":\"none\"}", claims, "signature" }
        .Select(Base64)
        .Select(part => part.TrimEnd('=').Replace('+', '-').Replace('/', '_')));

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, EwsThrottlingSimulator simulator, string? envelope = null)
    {
        using StringContent content = new(envelope ?? Envelope(GetFolder()), Encoding.UTF8, "text/xml");
        return await client.PostAsync(simulator.Uri, content, Token);
    }
}
