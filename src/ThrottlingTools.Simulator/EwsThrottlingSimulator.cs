using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Autodiscover;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Simulator.Http;
using ThrottlingTools.Simulator.Identity;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator;

/// <summary>
/// The endpoint behind HTTP, on loopback unless told otherwise, with Basic and Bearer authentication. It runs from
/// <see cref="Start"/> to <see cref="Stop"/>.
/// </summary>
public sealed class EwsThrottlingSimulator : IDisposable
{
    private const string Path = "/EWS/Exchange.asmx";

    private readonly HttpServer _server;
    private readonly EwsEndpoint _endpoint;
    private readonly PushService _push;
    private readonly Authentication _authentication;
    private readonly AutodiscoverService _autodiscover;
    private readonly NetworkCredential? _credential;
    private int _isStopped;

    private EwsThrottlingSimulator(SimulatorOptions options, EwsEndpoint endpoint)
    {
        _endpoint = endpoint;
        _credential = options.Credential;
        _authentication = new Authentication(
            options.Credential, options.IsTokenAllowed || options.Credential is null, options.Challenges);
        _server = HttpServer.Start(options.IsRemoteAllowed, options.Port, options.HttpLimits, AnswerAsync);
        _push = endpoint.StartPush();
        Profile = options.Profile;
        Port = _server.Port;
        string host = options.IsRemoteAllowed ? Dns.GetHostName() : "localhost";
        Uri = new Uri($"http://{host}:{Port}{Path}");
        _autodiscover = new AutodiscoverService(endpoint.Directory, options.Profile.Release, Uri);
        Started = DateTimeOffset.Now;
    }

    /// <summary>Where it answers.</summary>
    public Uri Uri { get; }

    /// <summary>
    /// Gets who may log on; <c>null</c> if anybody may. A method, so that nothing that prints or serialises the object
    /// tells it.
    /// </summary>
    public NetworkCredential? GetCredential() => _credential;

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The profile that is enforced.</summary>
    public Profiles.ThrottlingProfile Profile { get; }

    /// <summary>The mailbox of the caller.</summary>
    public string MailboxAddress => _endpoint.Mailbox.Address;

    /// <summary>Items in the Inbox.</summary>
    public int ItemCount => _endpoint.Mailbox.FindFolder("inbox")!.ItemCount;

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>EWS requests of callers who were let in, refused ones included.</summary>
    public int RequestCount => _endpoint.RequestCount;

    /// <summary>Requests whose answer held an error.</summary>
    public int ErrorCount => _endpoint.ErrorCount;

    /// <summary>The state of the server and its network; it can be changed while requests run.</summary>
    public Conditions Conditions => _endpoint.Conditions;

    /// <summary>The rules that no public source states, on which its answers can rest.</summary>
    public IReadOnlyList<Budgets.Assumption> Assumptions => Budgets.Assumptions.Of(Profile.Release);

    /// <summary>Whether it answers.</summary>
    public bool IsRunning => Volatile.Read(ref _isStopped) == 0;

    internal HttpServer Server => _server;

    internal EwsEndpoint Endpoint => _endpoint;

    /// <summary>Starts a simulator.</summary>
    /// <param name="options">What is simulated; the defaults if <c>null</c>.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>ProfileValueUnknown</c>: the profile lacks a limit. <c>PortUnavailable</c>: the port is taken or not allowed.
    /// <c>RemoteNeedsCredential</c>: other machines may connect, but whoever they are may log on, by a token at least.
    /// </exception>
    public static EwsThrottlingSimulator Start(SimulatorOptions? options = null)
    {
        options ??= new SimulatorOptions();
        if (options.IsRemoteAllowed && (options.Credential is null || options.IsTokenAllowed))
            throw Errors.RemoteNeedsCredential();
        return new EwsThrottlingSimulator(options, new EwsEndpoint(options));
    }

    /// <summary>
    /// Stops: running requests get a moment to end and are cut off then. The port is free afterwards.
    /// </summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
            return;
        _server.Dispose();
        _push.Dispose();
        _endpoint.CloseLogs();
        _authentication.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    /// <summary>The address, and whether it answers.</summary>
    public override string ToString() => IsRunning ? Uri.ToString() : Uri + " (stopped)";

    private async Task AnswerAsync(HttpExchange exchange, CancellationToken cancellationToken)
    {
        string? authorization = exchange.TakeHeader("Authorization");
        EwsCaller? caller = _authentication.Identify(authorization);
        int refusal = !IsRunning ? 503
            : caller is null ? 401
            : !IsServed(exchange.Path) ? 404
            : exchange.Method != "POST" ? 405
            : 0;
        if (refusal != 0)
        {
            HttpAnswer refused = Refusal(refusal, refusal == 401 ? _authentication.Challenge(authorization) : []);
            await exchange.RespondAsync(refused, cancellationToken).ConfigureAwait(false);
            return;
        }
        byte[] body = await exchange.ReadBodyAsync(_endpoint.MaxRequestSizeInBytes).ConfigureAwait(false);
        exchange.Reserve(SoapRequest.SizeOfElements(body));
        if (AutodiscoverService.Serves(exchange.Path))
        {
            byte[]? found = _autodiscover.Answer(exchange.Path, body, _endpoint.StartReading());
            HttpAnswer discovered = found is null ? Refusal(400) : Xml(found);
            await exchange.RespondAsync(discovered, cancellationToken).ConfigureAwait(false);
            return;
        }
        EwsHttpRequest asked = new(body) { Headers = exchange.Headers };
        try
        {
            caller = caller! with { Address = exchange.Client?.Address.ToString() ?? "" };
            using EwsHttpResponse answer = await _endpoint.HandleAsync(asked, caller, cancellationToken)
                .ConfigureAwait(false);
            await exchange.RespondAsync(ToHttp(answer), cancellationToken).ConfigureAwait(false);
        }
        catch (ThrottlingToolsException fault) when (fault.Kind == ErrorKind.ConnectionError)
        {
            throw new ConnectionCutException();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !exchange.HasBegun)
        {
            await exchange.RespondAsync(Refusal(503), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static bool IsServed(string path) =>
        string.Equals(path, Path, StringComparison.OrdinalIgnoreCase) || AutodiscoverService.Serves(path);

    private static HttpAnswer Xml(byte[] body) => new(200)
    {
        Headers = [new KeyValuePair<string, string>("Content-Type", "text/xml; charset=utf-8")],
        Body = new MemoryStream(body, writable: false),
    };

    private static HttpAnswer ToHttp(EwsHttpResponse answer) => new(answer.StatusCode)
    {
        Headers = answer.Headers,
        Body = answer.Body is WrongLengthBody or ConnectionFaultBody ? ((FaultBody)answer.Body).Inner : answer.Body,
        DeclaredLength = (answer.Body as WrongLengthBody)?.DeclaredLength,
        Copies = answer.Body is ConnectionFaultBody { Kind: FaultKind.Duplicate } ? 2 : 1,
        Resets = answer.Body is ConnectionFaultBody { Kind: FaultKind.ResetAfter },
        Closes = answer.Headers.ContainsKey("Connection"),
    };

    private static HttpAnswer Refusal(int status, IEnumerable<KeyValuePair<string, string>>? headers = null) =>
        new(status) { Headers = headers ?? [] };
}
