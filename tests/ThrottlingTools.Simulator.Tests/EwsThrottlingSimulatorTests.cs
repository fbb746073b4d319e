using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Profiles;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class EwsThrottlingSimulatorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_HTTP_paging_returns_each_item_once()
    {
        using EwsThrottlingSimulator simulator = Start(new() { ItemCount = 2500 });
        using HttpClient client = Client();
        List<string> ids = [];
        for (bool isLast = false; !isLast;)
        {
            string find = Envelope(FindItem(Page(1000, ids.Count)));
            using HttpResponseMessage response = await PostAsync(client, simulator, find);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            XElement body = XElement.Parse(await response.Content.ReadAsStringAsync(Token));
            ids.AddRange(body.ItemIds());
            isLast = (bool)body.RootFolder().Attribute("IncludesLastItemInRange")!;
        }

        Assert.Equal(2500, ids.Distinct().Count());
        Assert.Equal(2500, ids.Count);
        Assert.Equal((3, 0), (simulator.RequestCount, simulator.ErrorCount));
    }

    [Fact]
    public async Task Over_HTTP_the_28th_concurrent_request_is_refused_and_27_at_a_time_never_are()
    {
        GatedClock clock = new();
        using EwsThrottlingSimulator simulator = Start(new() { Clock = clock });
        using HttpClient client = Client();
        List<Task<HttpResponseMessage>> running =
            Enumerable.Range(0, 27).Select(_ => PostAsync(client, simulator, Envelope(GetFolder()))).ToList();
        await clock.UntilHeldAsync(27);

        using HttpResponseMessage excess = await PostAsync(client, simulator, Envelope(GetFolder()));

        Assert.Equal(HttpStatusCode.InternalServerError, excess.StatusCode);
        string fault = await excess.Content.ReadAsStringAsync(Token);
        Assert.Contains("ErrorExceededConnectionCount", fault, StringComparison.Ordinal);
        clock.Open();
        foreach (HttpResponseMessage response in await Task.WhenAll(running))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }
        await Task.WhenAll(Enumerable.Range(0, 27).Select(async _ =>
        {
            for (int i = 0; i < 20; i++)
            {
                using HttpResponseMessage response = await PostAsync(client, simulator, Envelope(GetFolder()));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }));
    }

    [Fact]
    public async Task Without_credentials_the_answer_is_401_with_a_challenge_and_no_EWS_request()
    {
        using EwsThrottlingSimulator simulator = Start();
        using HttpClient client = new();

        using HttpResponseMessage response = await PostAsync(client, simulator, Envelope(GetFolder()));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(0, simulator.RequestCount);
    }

    [Theory]
    [InlineData("user@contoso.com", "right", HttpStatusCode.OK)]
    [InlineData("USER@contoso.com", "right", HttpStatusCode.OK)]
    [InlineData("user@contoso.com", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("user@contoso.com", "", HttpStatusCode.Unauthorized)]
    [InlineData("other@contoso.com", "right", HttpStatusCode.Unauthorized)]
    public async Task Only_the_given_credential_is_let_in(string user, string password, HttpStatusCode expected)
    {
        NetworkCredential credential = new("user@contoso.com", "right");
        using EwsThrottlingSimulator simulator = Start(new() { Credential = credential });
        using HttpClient client = Client(user, password);

        using HttpResponseMessage response = await PostAsync(client, simulator, Envelope(GetFolder()));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_fault_goes_out_with_HTTP_500_and_the_headers_of_Exchange()
    {
        using EwsThrottlingSimulator simulator = Start();
        using HttpClient client = Client();
        client.DefaultRequestHeaders.Add("client-request-id", "my-id");
        client.DefaultRequestHeaders.Add("return-client-request-id", "true");

        using HttpResponseMessage response = await PostAsync(client, simulator, "<broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("text/xml", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("my-id", response.Headers.GetValues("client-request-id").Single());
        Assert.True(Guid.TryParse(response.Headers.GetValues("request-id").Single(), out _));
        Assert.All(["X-FEServer", "X-BEServer", "X-DiagInfo"], name => Assert.True(response.Headers.Contains(name)));
        Assert.Equal(1, simulator.ErrorCount);
    }

    [Theory]
    [InlineData(ExchangeRelease.Exchange2010SP3, "", "exchangecookie=")]
    [InlineData(ExchangeRelease.Exchange2010SP3, "exchangecookie=x", null)]
    [InlineData(ExchangeRelease.Exchange2016, "", "X-BackEndOverrideCookie=", "X-PreferServerAffinity")]
    [InlineData(ExchangeRelease.Exchange2016, "", null)]
    [InlineData(ExchangeRelease.Exchange2016, "a=b; X-BackEndOverrideCookie=x", null, "X-PreferServerAffinity")]
    public async Task A_client_that_wants_to_stay_at_a_server_gets_the_cookie_for_it_once(
        ExchangeRelease release, string cookies, string? expected, string asking = "X-AnchorMailbox")
    {
        using EwsThrottlingSimulator simulator = Start(new() { Profile = ProfileCatalogue.Get(release) });
        using HttpClientHandler handler = new() { UseCookies = false };
        using HttpClient client = new(handler);
        client.DefaultRequestHeaders.Add("Authorization", "Basic dTpw");
        client.DefaultRequestHeaders.Add(asking, "true");
        if (cookies.Length > 0)
            client.DefaultRequestHeaders.Add("Cookie", cookies);

        using HttpResponseMessage response = await PostAsync(
            client, simulator, Envelope(GetFolder(), "Exchange2010_SP1"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        bool isSet = response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? values);
        Assert.Equal(expected is not null, isSet);
        Assert.All(values ?? [], value => Assert.StartsWith(expected!, value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/EWS/Exchange.asmx", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/owa", HttpStatusCode.NotFound)]
    [InlineData("POST", "/ews/exchange.asmx", HttpStatusCode.OK)]
    public async Task Only_a_POST_to_the_EWS_path_is_served(string method, string path, HttpStatusCode expected)
    {
        using EwsThrottlingSimulator simulator = Start();
        using HttpClient client = Client();
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(simulator.Uri, path));
        request.Content = method == "POST" ? new StringContent(Envelope(GetFolder())) : null;

        using HttpResponseMessage response = await client.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_breaks_off_does_not_disturb_the_others()
    {
        using EwsThrottlingSimulator simulator = Start();
        using (TcpClient broken = new("localhost", simulator.Port))
            await broken.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(
                    "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic dTpw\r\n"
                    + "Content-Length: 100\r\n\r\n<a"),
                Token);
        using HttpClient client = Client();

        using HttpResponseMessage response = await PostAsync(client, simulator, Envelope(GetFolder()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Stopping_cuts_off_what_runs_and_frees_the_port()
    {
        GatedClock clock = new();
        EwsThrottlingSimulator simulator = Start(new() { Clock = clock });
        using HttpClient client = Client();
        Task<HttpResponseMessage> held = PostAsync(client, simulator, Envelope(GetFolder()));
        await clock.UntilHeldAsync(1);

        simulator.Dispose();
        simulator.Dispose();

        Assert.False(simulator.IsRunning);
        using HttpResponseMessage cutOff = await held;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, cutOff.StatusCode);
        using EwsThrottlingSimulator next = Start(new() { Port = simulator.Port });
        Assert.Equal(simulator.Port, next.Port);
    }

    [Fact]
    public void A_taken_port_is_an_error_with_its_own_id()
    {
        using EwsThrottlingSimulator first = Start();

        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => Start(new() { Port = first.Port }));

        Assert.Equal("PortUnavailable", error.ErrorId);
    }

    [Fact]
    public void It_listens_on_loopback_only()
    {
        using EwsThrottlingSimulator simulator = Start();

        IEnumerable<IPEndPoint> listening = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners().Where(endpoint => endpoint.Port == simulator.Port);

        Assert.All(listening, endpoint => Assert.True(IPAddress.IsLoopback(endpoint.Address)));
    }

    private static EwsThrottlingSimulator Start(SimulatorOptions? options = null) =>
        EwsThrottlingSimulator.Start(options);

    private static HttpClient Client(string user = "user@contoso.com", string password = "any") => new()
    {
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + password))),
        },
    };

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, EwsThrottlingSimulator simulator, string envelope)
    {
        using StringContent content = new(envelope, Encoding.UTF8, "text/xml");
        return await client.PostAsync(simulator.Uri, content, Token);
    }
}
