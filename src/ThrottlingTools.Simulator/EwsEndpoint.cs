using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Simulator.Http;
using ThrottlingTools.Simulator.Identity;
using ThrottlingTools.Simulator.Logs;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator;

/// <summary>
/// An EWS endpoint without a network: synthetic mailboxes behind the throttling engine. It can be called from several
/// threads. A request is held for its service time by the clock, so that concurrency is real.
/// </summary>
public sealed class EwsEndpoint
{
    private const long DefaultMaxRequestSizeInBytes = 64L * 1024 * 1024; // css-exchange-2019-config

    private readonly GuardedEngine _engine;
    private readonly RequestLog? _log;
    private readonly IClock _clock;
    private readonly int _seed;
    private readonly double _timeScale;
    private readonly ServerContext _server;
    private readonly FaultSchedule _faults;
    private readonly FaultInjector _injector;
    private readonly BufferPool _answers = new();
    private int _requestCount;
    private int _errorCount;

    /// <summary>Makes an endpoint whose callers have full budgets.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="clock">The time of budgets and service times; that of the options if <c>null</c>.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: the profile lacks a limit.</exception>
    public EwsEndpoint(SimulatorOptions options, IClock? clock = null)
    {
        _clock = clock ?? options.MakeClock();
        _engine = new GuardedEngine(options, _clock);
        _seed = options.Seed;
        _log = RequestLog.For(options, _clock);
        _timeScale = options.TimeScale;
        _faults = new FaultSchedule(options.Faults, options.Seed);
        _injector = new FaultInjector(
            () => _timeScale == 1 ? _clock.UtcNow : DateTimeOffset.UtcNow,
            DelayClientAsync,
            options.Challenges[0]);
        SubscriptionTable subscriptions = new(_clock, options.NewMailPerMinute, Release);
        _server = new ServerContext(
            _engine.Limits.Release, new MailboxDirectory(options, _clock), subscriptions, _clock,
            _engine.Assumptions) { IsRemoteAllowed = options.IsRemoteAllowed };
        MaxRequestSizeInBytes = _engine.Limits.MaxRequestSizeInBytes.IsUnlimited
            ? DefaultMaxRequestSizeInBytes
            : _engine.Limits.MaxRequestSizeInBytes.Value;
    }

    /// <summary>Requests so far, refused ones included.</summary>
    public int RequestCount => Volatile.Read(ref _requestCount);

    /// <summary>Requests so far whose answer held an error.</summary>
    public int ErrorCount => Volatile.Read(ref _errorCount);

    /// <summary>The state of the server and its network; it can be changed while requests run.</summary>
    public Conditions Conditions => _engine.Conditions;

    /// <summary>The largest body that is read.</summary>
    public long MaxRequestSizeInBytes { get; }

    /// <summary>The caller's mailbox.</summary>
    public SyntheticMailbox Mailbox => _server.Directory.All[0];

    internal GuardedEngine Engine => _engine;

    /// <summary>Calls the clients of push subscriptions back until it is disposed.</summary>
    internal PushService StartPush() => new(_server.Subscriptions, _clock, _engine.Limits.Release);

    internal SubscriptionTable Subscriptions => _server.Subscriptions;

    internal MailboxDirectory Directory => _server.Directory;

    /// <summary>A transport that leads here without a network.</summary>
    /// <param name="userName">Who is logged on; the mailbox's owner if <c>null</c>.</param>
    public IEwsTransport CreateTransport(string? userName = null) => new InProcessTransport(this, userName);

    /// <summary>Answers a request of the mailbox's owner, who is logged on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the request early; its connection is free then.</param>
    /// <returns>The answer: 200, 500 with a SOAP fault, or 413 for a request that is too large.</returns>
    /// <exception cref="OperationCanceledException">The request was ended early.</exception>
    public Task<EwsHttpResponse> HandleAsync(EwsHttpRequest request, CancellationToken cancellationToken) =>
        HandleAsync(request, new EwsCaller(Mailbox.Address, "Basic"), cancellationToken);

    /// <summary>The same for any caller.</summary>
    internal async Task<EwsHttpResponse> HandleAsync(
        EwsHttpRequest request, EwsCaller caller, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _requestCount);
        RequestTrace? trace = _log?.Open(number, request, caller);
        try
        {
            TimeSpan oneWay = TimeSpan.FromTicks(Conditions.NetworkLatency.Ticks / 2);
            await DelayClientAsync(oneWay, cancellationToken).ConfigureAwait(false);
            EwsHttpResponse response = await AnswerAsync(request, number, caller, trace, cancellationToken)
                .ConfigureAwait(false);
            trace?.Answered(response);
            await DelayClientAsync(oneWay, cancellationToken).ConfigureAwait(false);
            return response;
        }
        finally
        {
            _log?.Close(trace!);
        }
    }

    internal ReadingTime StartReading() => new(_clock, _timeScale);

    internal void CloseLogs() => _log?.Dispose();

    private async Task<EwsHttpResponse> AnswerAsync(
        EwsHttpRequest request, int number, EwsCaller caller, RequestTrace? trace, CancellationToken cancellationToken)
    {
        if (request.Body.LongLength > MaxRequestSizeInBytes)
            return Respond(request, number, 413, new MemoryStream(), isError: true);
        (SoapRequest? soap, SoapFaultException? flaw) = TryRead(request.Body, StartReading());
        if (flaw is null && soap is null)
            return Respond(request, number, 503, new MemoryStream(), isError: true);
        trace?.Asked(soap);
        bool isAnswered = false;
        if (_faults.Next(soap?.Operation.Name.LocalName) is not { } fault)
            return await RunOrRefuseAsync(null).ConfigureAwait(false);
        trace?.Injected(fault);
        try
        {
            return await _injector.ApplyAsync(fault, HeadersOf(request, number), RunOrRefuseAsync)
                .ConfigureAwait(false);
        }
        finally
        {
            if (!isAnswered)
                Interlocked.Increment(ref _errorCount);
        }

        async Task<EwsHttpResponse> RunOrRefuseAsync(ItemError? error)
        {
            isAnswered = true;
            try
            {
                (OperationCall call, Stream? stream) =
                    await RunAsync(soap ?? throw flaw!, number, caller, error, trace, cancellationToken)
                        .ConfigureAwait(false);
                trace?.Done(call);
                stream ??= SoapReply.Success(_engine.Limits.Release, call.Write, _answers);
                return Respond(request, number, 200, stream, call.HasErrors);
            }
            catch (SoapFaultException exception)
            {
                trace?.Failed(exception.ResponseCode);
                return Respond(request, number, 500, Memory(SoapReply.Fault(exception)), isError: true);
            }
        }
    }

    private static MemoryStream Memory(byte[] bytes) => new(bytes, writable: false);

    // Neither is there when reading takes too long.
    private static (SoapRequest? Request, SoapFaultException? Flaw) TryRead(byte[] body, ReadingTime time)
    {
        try
        {
            return (SoapRequest.Read(body, time), null);
        }
        catch (SoapFaultException exception)
        {
            return (null, exception);
        }
        catch (BadRequestException)
        {
            return (null, null);
        }
    }

    private async Task<(OperationCall Call, Stream? Stream)> RunAsync(
        SoapRequest request, int number, EwsCaller caller, ItemError? injected, RequestTrace? trace,
        CancellationToken cancellationToken)
    {
        ServerVersions.Check(_engine.Limits.Release, request.ServerVersion);
        CallIdentity identity = _server.Directory.Identify(_engine.Limits.Release, caller, request);
        trace?.On(identity.Mailbox.Address);
        OperationCall call = Read(request, identity);
        if (injected is not null)
        {
            call.FailFrom(0, injected);
            return (call, null);
        }
        if (call.Operation == EwsOperation.Subscribe)
            _server.Subscriptions.EndExpired();
        BudgetRequest asked = new(identity.Owner, call.Operation)
        {
            Items = call.FindEntries, IsPaged = call.IsPaged, HasRestriction = call.HasRestriction,
            IsBefore2010SP1 = request.IsBefore2010SP1, Discovery = call.Discovery,
        };
        Admission admission = Begin(asked, trace);
        if (admission.Error is { } error)
        {
            Refuse(call, error with { BackOff = ForClient(error.BackOff) });
            return (call, null);
        }
        EndpointRun run = new(
            _engine, call, admission, Conditions.TimeOf(call.Operation, _seed, number), trace);
        return (call, await run.ToEndAsync(cancellationToken).ConfigureAwait(false));
    }

    private Admission Begin(in BudgetRequest request, RequestTrace? trace)
    {
        try
        {
            return _engine.Begin(request, trace);
        }
        catch (ThrottlingToolsException exception) when (exception.ErrorId == "ProfileValueUnknown")
        {
            throw new SoapFaultException("ErrorInternalServerError", exception.Message);
        }
    }

    private void Release(Subscription subscription) =>
        _engine.EndSubscriptions(subscription.Request.Owner, subscription.Request.Count);

    // Networks and clients live in real time, whatever the time of the server.
    private Task DelayClientAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        duration == TimeSpan.Zero
            ? Task.CompletedTask
            : _clock.Delay(TimeSpan.FromTicks((long)(duration.Ticks * _timeScale)), cancellationToken);

    // The client waits by its own clock, which is not sped up.
    private TimeSpan? ForClient(TimeSpan? hint) =>
        hint is { } time ? TimeSpan.FromTicks((long)(time.Ticks / _timeScale)) : null;

    /// <summary>
    /// A find or a subscription over its limit fails in its response messages, every other refusal is a fault
    /// (learn-responsecode).
    /// </summary>
    private static void Refuse(OperationCall call, in ThrottlingError error)
    {
        if (error.ResponseCode is not (
            ThrottlingError.ExceededFindCountLimit or ThrottlingError.ExceededSubscriptionCount))
            throw SoapFaultException.Of(error);
        call.FailFrom(0, new ItemError(error.ResponseCode, error.Message));
    }

    private OperationCall Read(SoapRequest request, CallIdentity identity)
    {
        XElement operation = request.Operation;
        string name = operation.Name.LocalName;
        if (operation.Name.Namespace != EwsXml.Messages)
            throw SoapFaultException.Schema($"'{operation.Name}' is no operation of EWS.", operation);
        ServerVersions.Require(_engine.Limits.Release, request.ServerVersion, operation);
        Func<XElement, MailboxAccess, OperationCall> make = OperationTable.Find(name)
            ?? throw new SoapFaultException(
                "ErrorInvalidRequest",
                "The request is invalid. This simulator serves "
                + $"{string.Join(", ", OperationTable.Names)}, and not {name}.");
        RequestSchema.Check(operation);
        return make(operation, new MailboxAccess(_server, identity));
    }

    private EwsHttpResponse Respond(EwsHttpRequest request, int number, int status, Stream body, bool isError)
    {
        if (isError)
            Interlocked.Increment(ref _errorCount);
        return new EwsHttpResponse(status, HeadersOf(request, number), body);
    }

    private IReadOnlyDictionary<string, string> HeadersOf(EwsHttpRequest request, int number) =>
        EndpointHeaders.For(request, number, _engine.Limits.Release);

    private sealed class InProcessTransport : IEwsTransport
    {
        private readonly EwsEndpoint _endpoint;
        private readonly EwsCaller _caller;

        public InProcessTransport(EwsEndpoint endpoint, string? userName)
        {
            _endpoint = endpoint;
            _caller = new EwsCaller(userName ?? endpoint.Mailbox.Address, "Basic");
        }

        public Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken) =>
            _endpoint.HandleAsync(request, _caller, cancellationToken);
    }
}
