using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

/// <summary>Who calls, over real HTTP: what is sent how often, and what comes of a refusal.</summary>
public sealed class SignInTests : IDisposable
{
    private const string Password = "S3cret!";

    private readonly ConcurrentQueue<string?> _sent = new();
    private readonly LoopbackServer _server;
    private string _offered = "Basic realm=\"mail\"";
    private Func<string?, int> _answer = sent => sent == Header("ann", Password) ? 200 : 401;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public SignInTests() => _server = new LoopbackServer(context =>
    {
        string? sent = context.Request.Headers["Authorization"];
        _sent.Enqueue(sent);
        context.Response.StatusCode = _answer(sent);
        if (context.Response.StatusCode == 401)
            context.Response.AddHeader("WWW-Authenticate", _offered);
        context.Response.Close(Encoding.UTF8.GetBytes(Envelopes.Page(0, 1, true)), true);
        return Task.CompletedTask;
    });

    private int Attempts => _sent.Count(sent => sent is not null);

    [Fact]
    public async Task A_wrong_password_is_tried_once_however_many_requests_want_to_go()
    {
        using EwsConnection connection = new(With("wrong"));

        EwsError[] errors = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => RefusedAsync(connection)));
        EwsError later = await RefusedAsync(connection);

        Assert.Equal(1, Attempts);
        Assert.All(errors.Append(later), error => Assert.Equal(EwsVerdict.Authentication, error.Verdict));
        Assert.Single(errors, error => error.HttpStatus == 401);
        Assert.Contains("was not sent", later.Message, StringComparison.Ordinal);
        Assert.Contains("make a new connection", later.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("EwsAuthentication", later.ToException("FindItem").ErrorId);
    }

    [Fact]
    public async Task Basic_goes_with_the_first_try_of_a_request_once_the_server_has_asked_for_it()
    {
        using EwsConnection connection = new(With(Password));

        for (int i = 0; i < 5; i++)
            (await FindAsync(connection)).GetValueOrThrow();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => FindAsync(connection)));

        Assert.Equal((21, 1), (Attempts, _sent.Count(sent => sent is null)));
    }

    [Fact]
    public async Task A_refusal_after_success_is_tried_once_more_and_alone()
    {
        using EwsConnection connection = new(With(Password));
        (await FindAsync(connection)).GetValueOrThrow();
        Func<string?, int> usual = _answer;
        int refusals = 1;
        _answer = sent => Interlocked.Decrement(ref refusals) >= 0 ? 401 : usual(sent);

        Assert.Equal(401, (await RefusedAsync(connection)).HttpStatus);
        (await FindAsync(connection)).GetValueOrThrow();

        _answer = _ => 401;
        Assert.Equal(401, (await RefusedAsync(connection)).HttpStatus);
        EwsError[] rest = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => RefusedAsync(connection)));
        Assert.Single(rest, error => error.HttpStatus == 401);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(407)]
    public async Task What_stands_before_the_server_neither_takes_a_password_nor_refuses_it(int status)
    {
        using EwsConnection connection = new(With("wrong"));
        _answer = _ => status;
        await FindAsync(connection);
        _answer = _ => 401;

        EwsError[] errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefusedAsync(connection)));

        Assert.Single(errors, error => error.HttpStatus == 401);
    }

    [Fact]
    public async Task A_caller_who_waits_for_the_first_sign_in_can_cancel()
    {
        using SemaphoreSlim arrived = new(0);
        using ManualResetEventSlim end = new();
        _answer = _ =>
        {
            arrived.Release();
            end.Wait(Token);
            return 200;
        };
        using EwsConnection connection = new(With(Password));
        Task<EwsReply<FindItemPage>> first = FindAsync(connection);
        await arrived.WaitAsync(Token);
        using CancellationTokenSource source = new();
        Task<EwsReply<FindItemPage>> second = FindAsync(connection, source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        end.Set();
        (await first).GetValueOrThrow();
    }

    [Theory]
    [InlineData("Bearer client_id=\"x\"", "Bearer; nothing could be sent", "-AccessToken")]
    [InlineData("Basic realm=\"mail\"", "Basic; it refused what was sent as Basic", "password")]
    [InlineData("Digest realm=\"m\", nonce=\"n\", qop=\"auth\"", "Digest; it refused what was sent as Dig", "password")]
    [InlineData("Hawk", "Hawk; nothing could be sent", "Get-WebServicesVirtualDirectory")]
    public async Task A_refusal_tells_what_the_server_takes(string offered, string message, string action)
    {
        _offered = offered;
        using EwsConnection connection = new(With("wrong"));

        EwsError error = await RefusedAsync(connection);

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(action, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_is_taken_where_the_machine_can_do_nothing_better_of_what_is_offered()
    {
        _offered = "Digest realm=\"m\", nonce=\"n\", algorithm=UNKNOWN, Basic realm=\"mail\"";
        using EwsConnection connection = new(With(Password));

        for (int i = 0; i < 3; i++)
            (await FindAsync(connection)).GetValueOrThrow();

        Assert.Equal((3, 1), (Attempts, _sent.Count(sent => sent is null)));
        using EwsConnection wrong = new(With("wrong"));
        string message = (await RefusedAsync(wrong)).Message;
        Assert.Contains("refused what was sent as Basic", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_own_account_is_not_sent_as_Basic()
    {
        using EwsConnection connection = new(new EwsConnectionOptions(_server.Uri));

        EwsError error = await RefusedAsync(connection);

        Assert.Equal("Give -Credential.", error.RecommendedAction);
        Assert.Equal(0, Attempts);
    }

    [Fact]
    public async Task A_token_is_no_password_and_may_be_refused_often()
    {
        using SecureString token = new NetworkCredential("", "t0ken").SecurePassword;
        EwsConnectionOptions options = new(_server.Uri) { AccessToken = new EwsAccessToken(token) };
        using EwsConnection connection = new(options);

        EwsError[] errors = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RefusedAsync(connection)));

        Assert.All(errors, error => Assert.Equal(401, error.HttpStatus));
        Assert.All(errors, error => Assert.Contains("no access tokens", error.Rule.Meaning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_machine_that_knows_no_Kerberos_says_so()
    {
        using HttpDeadline deadline = new(With(Password), Token);

        ThrottlingToolsException error = await Assert.ThrowsAsync<ThrottlingToolsException>(() =>
            deadline.Guard<int>(_ => throw new TypeInitializationException("NetSecurityNative", null)));

        Assert.Equal("SignInUnavailable", error.ErrorId);
        Assert.Equal(error.RecommendedAction, EwsErrorClassifier.FromException(error).RecommendedAction);
    }

    [Fact]
    public async Task A_proxy_that_refuses_to_make_a_tunnel_is_not_asked_again()
    {
        using TcpListener proxy = new(IPAddress.Loopback, 0);
        proxy.Start();
        Task serving = RefuseTunnelAsync(proxy);
        using EwsConnection connection = new(new EwsConnectionOptions(new Uri("https://mail.contoso.test/EWS/x"))
        {
            Credential = new NetworkCredential("ann", Password),
            Proxy = new WebProxy(new Uri($"http://{proxy.LocalEndpoint}")),
        });

        EwsError error = await RefusedAsync(connection);

        await serving;
        Assert.Equal((EwsVerdict.Network, EwsRetry.Not), (error.Verdict, error.Retry));
        Assert.Contains("407", error.Message, StringComparison.Ordinal);
        Assert.Contains("-ProxyCredential", error.RecommendedAction, StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private EwsConnectionOptions With(string password) =>
        new(_server.Uri) { Credential = new NetworkCredential("ann", password) };

    private static string Header(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private static async Task<EwsError> RefusedAsync(EwsConnection connection) =>
        (await FindAsync(connection)).Error!;

    private static Task<EwsReply<FindItemPage>> FindAsync(EwsConnection connection, CancellationToken? token = null) =>
        connection.Client.FindItemAsync(new FindItemRequest(EwsFolderId.Parse("inbox")), token ?? Token);

    private static async Task RefuseTunnelAsync(TcpListener proxy)
    {
        using TcpClient client = await proxy.AcceptTcpClientAsync(Token);
        await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, cancellationToken: Token);
        byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
        await client.GetStream().WriteAsync(answer, Token);
    }
}
