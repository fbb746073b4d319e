using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

public sealed class EwsConnectionTests
{
    private static readonly Uri Ews = new("https://mail.contoso.com/EWS/Exchange.asmx");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Back_end_cookies_stay_with_their_mailbox_and_others_with_the_connection()
    {
        ConcurrentQueue<string> seen = new();
        using LoopbackServer server = new(context =>
        {
            string anchor = context.Request.Headers["X-AnchorMailbox"] ?? "nobody";
            seen.Enqueue($"{anchor}: {context.Request.Headers["Cookie"]}");
            context.Response.AppendHeader("Set-Cookie", $"X-BackEndOverrideCookie=be-{anchor}; path=/; HttpOnly");
            context.Response.AppendHeader("Set-Cookie", "exchangecookie=cas; path=/");
            context.Response.Close(Encoding.UTF8.GetBytes(Envelopes.Page(0, 1, true)), true);
            return Task.CompletedTask;
        });
        using EwsConnection connection = new(new EwsConnectionOptions(server.Uri));

        foreach (string? mailbox in new[] { "ann@x.com", "bob@x.com", "ANN@x.com", null, "bob@x.com" })
            await FindAsync(connection.Client.ActingAs(mailbox));

        Assert.Equal(
            [
                "ann@x.com: ", "bob@x.com: exchangecookie=cas",
                "ANN@x.com: exchangecookie=cas; X-BackEndOverrideCookie=be-ann@x.com",
                "nobody: exchangecookie=cas",
                "bob@x.com: exchangecookie=cas; X-BackEndOverrideCookie=be-bob@x.com",
            ], seen);
    }

    [Fact]
    public async Task A_back_end_that_is_down_is_forgotten()
    {
        Queue<int> statuses = new([200, 503, 200]);
        ConcurrentQueue<string?> seen = new();
        using LoopbackServer server = new(context =>
        {
            seen.Enqueue(context.Request.Headers["Cookie"]);
            context.Response.StatusCode = statuses.Dequeue();
            if (context.Response.StatusCode == 200)
                context.Response.AppendHeader("Set-Cookie", "X-BackEndCookie=be1; path=/");
            context.Response.Close(Encoding.UTF8.GetBytes(Envelopes.Page(0, 1, true)), true);
            return Task.CompletedTask;
        });
        using EwsConnection connection = new(new EwsConnectionOptions(server.Uri));

        for (int i = 0; i < 3; i++)
            await FindAsync(connection.Client);

        Assert.Equal([null, "X-BackEndCookie=be1", null], seen);
    }

    [Fact]
    public async Task Every_request_asks_for_affinity_and_names_itself_and_the_reply_tells_by_what_to_find_it()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(
            new SimulatorOptions { Credential = new NetworkCredential("ann", "S3cret!") });
        using EwsConnection connection = new(new EwsConnectionOptions(simulator.Uri)
        {
            Credential = new NetworkCredential("ann", "S3cret!"),
        });

        EwsReply<FindItemPage> good = await FindAsync(connection.Client);
        EwsReply<FindItemPage> bad = await connection.Client.FindItemAsync(
            new FindItemRequest(EwsFolderId.Parse("nosuchfolder")), Token);

        Assert.True(Guid.TryParse(good.RequestId, out _));
        Assert.Equal(("SIMULATOR", true), (good.Server, Guid.TryParse(good.ServerRequestId, out _)));
        Assert.Equal((bad.RequestId, bad.Server), (bad.Error!.RequestId, bad.Error.Server));
        Assert.NotEqual(good.RequestId, bad.RequestId);
        ThrottlingToolsException thrown = Assert.Throws<ThrottlingToolsException>(() => bad.GetValueOrThrow());
        Assert.Contains(bad.RequestId, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_an_answer_is_named_too()
    {
        using EwsConnection connection = new(new EwsConnectionOptions(new Uri("http://localhost:1/")));

        EwsError error = (await FindAsync(connection.Client)).Error!;

        Assert.True(Guid.TryParse(error.RequestId, out _));
        Assert.Null(error.Server);
    }

    [Theory]
    [InlineData("ann@contoso.com", "PrimarySmtpAddress", "ann@contoso.com", "ann@contoso.com")]
    [InlineData("SMTP:ann@contoso.com", "PrimarySmtpAddress", "ann@contoso.com", "ann@contoso.com")]
    [InlineData("upn:ann@contoso.com", "PrincipalName", "ann@contoso.com", null)]
    [InlineData("S-1-5-21-1-2-3-1104", "SID", "S-1-5-21-1-2-3-1104", null)]
    [InlineData("sid:S-1-5-21-1-2-3-1104", "SID", "S-1-5-21-1-2-3-1104", null)]
    public async Task A_mailbox_is_acted_as_by_what_it_is_named_with(
        string mailbox, string element, string value, string? anchor)
    {
        ScriptedTransport transport = new ScriptedTransport().Then(200, Envelopes.Page(0, 1, true));
        EwsClient service = new(transport, new Timing.VirtualClock()) { Caller = "CONTOSO\\svc" };

        EwsClient client = service.ActingAs(mailbox);
        await FindAsync(client);

        string body = Encoding.UTF8.GetString(transport.Requests[0].Body);
        Assert.Contains($":{element}>{value}</", body, StringComparison.Ordinal);
        transport.Requests[0].Headers.TryGetValue("X-AnchorMailbox", out string? sent);
        Assert.Equal((anchor, "true"), (sent, transport.Requests[0].Headers["X-PreferServerAffinity"]));
        Assert.Equal(new BudgetOwner(value.ToUpperInvariant(), isServiceAccount: true), client.Owner);
        Assert.Equal((new BudgetOwner("contoso\\SVC"), "CONTOSO\\svc"), (service.Owner, client.Owner.Caller));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("CONTOSO\\ann")]
    [InlineData("upn:ann")]
    [InlineData("sid:ann@contoso.com")]
    [InlineData("S-1-")]
    [InlineData("ann@contoso.com\r\nX-Evil: 1")]
    public void What_names_no_mailbox_is_refused(string mailbox)
    {
        EwsClient client = new(new ScriptedTransport(), new Timing.VirtualClock());

        Assert.Equal("InvalidMailbox",
            Assert.Throws<ThrottlingToolsException>(() => client.ActingAs(mailbox)).ErrorId);
    }

    [Fact]
    public async Task The_simulator_takes_all_three_kinds_of_impersonation()
    {
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { MailboxCount = 2 });
        using EwsConnection connection = new(new EwsConnectionOptions(simulator.Uri)
        {
            Credential = new NetworkCredential("user@contoso.com", "x"),
        });

        foreach (string mailbox in new[] { "user1@contoso.com", "upn:user2@contoso.com" })
            (await FindAsync(connection.Client.ActingAs(mailbox))).GetValueOrThrow();

        EwsError error = (await FindAsync(connection.Client.ActingAs("S-1-5-21-9-9-9-9"))).Error!;
        Assert.Equal("ErrorInvalidUserSid", error.ResponseCode);
    }

    [Fact]
    public void No_secret_shows()
    {
        EwsConnectionOptions options = new(Ews)
        {
            Credential = new NetworkCredential("ann", "S3cret!", "CONTOSO"),
            AccessToken = new EwsAccessToken(new NetworkCredential("", "T0ken!").SecurePassword),
            Headers = new Dictionary<string, string> { ["X-Key"] = "K3y!" },
            Proxy = new WebProxy("http://proxy:8080") { Credentials = new NetworkCredential("p", "Pr0xy!") },
        };
        using EwsConnection connection = new(options);

        string shown = options + connection.ToString() + options.AccessToken + JsonSerializer.Serialize(connection);

        foreach (string secret in new[] { "S3cret!", "T0ken!", "K3y!", "Pr0xy!" })
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.Contains("contoso.com", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_connection_says_so_and_is_not_asked_again()
    {
        EwsConnection connection = new(new EwsConnectionOptions(Ews));
        connection.Dispose();

        EwsError error = (await FindAsync(connection.Client)).Error!;

        Assert.Equal((true, false), (connection.IsClosed, error.IsTransient));
        Assert.Contains("closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shared_connection_stays_open_when_one_user_is_done()
    {
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { MailboxCount = 1 });
        using EwsConnection connection = new(new EwsConnectionOptions(simulator.Uri)
        {
            Credential = new NetworkCredential("user@contoso.com", "x"),
        });

        connection.Share(options => options with { ImpersonatedMailbox = "user1@contoso.com" }).Dispose();

        Assert.NotNull((await FindAsync(connection.Client)).Value);
    }

    public static TheoryData<EwsConnectionOptions, string> Refused => new()
    {
        { new EwsConnectionOptions(Ews) { Timeout = TimeSpan.FromTicks(30) }, "InvalidTimeout" },
        { new EwsConnectionOptions(Ews) { Timeout = TimeSpan.FromDays(30) }, "InvalidTimeout" },
        { new EwsConnectionOptions(Ews) { UserAgent = "a\r\nb" }, "InvalidHeader" },
        { new EwsConnectionOptions(Ews) { UserAgent = "n\u00E4h" }, "InvalidHeader" },
        { new EwsConnectionOptions(Ews) { Mailbox = "ann" }, "InvalidMailbox" },
        { new EwsConnectionOptions(Ews) { ImpersonatedMailbox = "ann" }, "InvalidMailbox" },
        { new EwsConnectionOptions(new Uri("/EWS", UriKind.Relative)), "InvalidEwsUri" },
        {
            new EwsConnectionOptions(Ews) { Headers = new Dictionary<string, string> { ["X"] = "a\nb" } },
            "InvalidHeader"
        },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Options_that_make_no_sense_are_refused(EwsConnectionOptions options, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<ThrottlingToolsException>(() => new EwsConnection(options)).ErrorId);

    [Theory]
    [InlineData("autodiscover.svc")]
    [InlineData("autodiscover.xml")]
    public async Task The_simulator_tells_where_EWS_is(string service)
    {
        NetworkCredential credential = new("user@contoso.com", "S3cret!");
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(
            new SimulatorOptions { Credential = credential });
        List<string> steps = [];
        AutodiscoverClient client = new(
            uri => new EwsConnectionOptions(uri) { Credential = credential }, steps.Add)
        {
            Address = new Uri(simulator.Uri, $"/autodiscover/{service}"),
        };

        AutodiscoverResult result = await client.FindAsync("user@contoso.com", Token);
        ThrottlingToolsException unknown = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => client.FindAsync("nobody@contoso.com", Token));

        Assert.Equal((simulator.Uri, "AutodiscoverNoMailbox"), (result.EwsUri, unknown.ErrorId));
        Assert.Contains("Found", steps.First(), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret!", string.Join("\n", steps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_for_a_redirection_tells_nobody_who_is_calling()
    {
        string? authorization = null;
        using LoopbackServer server = new(context =>
        {
            authorization = context.Request.Headers["Authorization"] + context.Request.Headers["Cookie"];
            context.Response.Redirect("https://cloud.example.net/autodiscover/autodiscover.xml");
            context.Response.Close();
            return Task.CompletedTask;
        });
        AutodiscoverSend send = AutodiscoverHttp.Create(uri => new EwsConnectionOptions(uri)
        {
            Credential = new NetworkCredential("ann", "S3cret!"),
            Authentication = EwsAuthentication.Basic,
        });

        AutodiscoverReply reply = await send(server.Uri, null, Token);

        Assert.Equal((302, "https://cloud.example.net/autodiscover/autodiscover.xml", ""),
            (reply.Status, reply.Location, authorization));
    }

    [Fact]
    public async Task Requests_go_through_the_proxy_that_is_given()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using EwsConnection connection = new(new EwsConnectionOptions(new Uri("http://ews.invalid/EWS/Exchange.asmx"))
        {
            AllowUnencrypted = true,
            Proxy = new WebProxy($"http://127.0.0.1:{port}"),
        });

        Task<EwsReply<FindItemPage>> find = FindAsync(connection.Client);
        using TcpClient client = await listener.AcceptTcpClientAsync(Token);
        using StreamReader reader = new(client.GetStream());
        string? asked = await reader.ReadLineAsync(Token);
        client.Close();

        Assert.Equal("POST http://ews.invalid/EWS/Exchange.asmx HTTP/1.1", asked);
        Assert.Equal(EwsVerdict.Network, (await find).Error!.Verdict);
    }

    [Fact]
    public async Task Cookies_that_are_shared_with_another_client_are_sent()
    {
        string? cookies = null;
        using LoopbackServer server = new(context =>
        {
            cookies = context.Request.Headers["Cookie"];
            context.Response.Close(Encoding.UTF8.GetBytes(Envelopes.Page(0, 1, true)), true);
            return Task.CompletedTask;
        });
        CookieContainer jar = new();
        jar.Add(server.Uri, new Cookie("exchangecookie", "cas"));
        using EwsConnection connection = new(new EwsConnectionOptions(server.Uri) { Cookies = jar });

        await FindAsync(connection.Client);

        Assert.Equal("exchangecookie=cas", cookies);
    }

    private static Task<EwsReply<FindItemPage>> FindAsync(EwsClient client) =>
        client.FindItemAsync(new FindItemRequest(EwsFolderId.Parse("inbox")), Token);
}
