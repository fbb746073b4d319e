using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Simulator.Mailboxes;
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
    private const long DefaultMaxRequestSizeInBytes = 64L * 1024 * 1024; // facts 2

    private static readonly Dictionary<string, Func<XElement, MailboxAccess, OperationCall>> Operations = new()
    {
        ["CopyItem"] = (operation, access) => new CopyItemCall(operation, access),
        ["CreateAttachment"] = (operation, access) => new CreateAttachmentCall(operation, access),
        ["CreateFolder"] = (operation, access) => new CreateFolderCall(operation, access),
        ["CreateItem"] = (operation, access) => new CreateItemCall(operation, access),
        ["DeleteAttachment"] = (operation, access) => new DeleteAttachmentCall(operation, access),
        ["DeleteFolder"] = (operation, access) => new DeleteFolderCall(operation, access),
        ["DeleteItem"] = (operation, access) => new DeleteItemCall(operation, access),
        ["EmptyFolder"] = (operation, access) => new EmptyFolderCall(operation, access),
        ["ExportItems"] = (operation, access) => new ExportItemsCall(operation, access),
        ["FindFolder"] = (operation, access) => new FindFolderCall(operation, access),
        ["FindItem"] = (operation, access) => new FindItemCall(operation, access),
        ["GetAttachment"] = (operation, access) => new GetAttachmentCall(operation, access),
        ["GetFolder"] = (operation, access) => new GetFolderCall(operation, access),
        ["GetItem"] = (operation, access) => new GetItemCall(operation, access),
        ["MarkAllItemsAsRead"] = (operation, access) => new MarkAllItemsAsReadCall(operation, access),
        ["MoveFolder"] = (operation, access) => new MoveFolderCall(operation, access),
        ["MoveItem"] = (operation, access) => new MoveItemCall(operation, access),
        ["SendItem"] = (operation, access) => new SendItemCall(operation, access),
        ["SyncFolderHierarchy"] = (operation, access) => new SyncFolderHierarchyCall(operation, access),
        ["SyncFolderItems"] = (operation, access) => new SyncFolderItemsCall(operation, access),
        ["UpdateFolder"] = (operation, access) => new UpdateFolderCall(operation, access),
        ["UpdateItem"] = (operation, access) => new UpdateItemCall(operation, access),
        ["UploadItems"] = (operation, access) => new UploadItemsCall(operation, access),
    };

    private readonly object _gate = new();
    private readonly ThrottlingEngine _engine;
    private readonly ServiceTimes _serviceTimes;
    private readonly IClock _clock;
    private readonly double _timeScale;
    private readonly Dictionary<string, SyntheticMailbox> _mailboxes;
    private readonly SyntheticMailbox _ownMailbox;
    private int _requestCount;
    private int _errorCount;

    /// <summary>Makes an endpoint whose callers have full budgets.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="clock">The time of budgets and service times; that of the options if <c>null</c>.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>: the profile lacks a limit.</exception>
    public EwsEndpoint(SimulatorOptions options, IClock? clock = null)
    {
        _engine = new ThrottlingEngine(options.Profile, options.Assumptions);
        _serviceTimes = options.ServiceTimes;
        _clock = clock ?? options.MakeClock();
        _timeScale = options.TimeScale;
        _mailboxes = new[] { options.MailboxAddress }.Concat(options.AdditionalMailboxes)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                address => address,
                address => new SyntheticMailbox(address, options.ItemCount, options.Seed, _clock),
                StringComparer.OrdinalIgnoreCase);
        _ownMailbox = _mailboxes[options.MailboxAddress];
        MaxRequestSizeInBytes = _engine.Limits.MaxRequestSizeInBytes.IsUnlimited
            ? DefaultMaxRequestSizeInBytes
            : _engine.Limits.MaxRequestSizeInBytes.Value;
    }

    /// <summary>Requests so far, refused ones included.</summary>
    public int RequestCount => Volatile.Read(ref _requestCount);

    /// <summary>Requests so far whose answer held an error.</summary>
    public int ErrorCount => Volatile.Read(ref _errorCount);

    /// <summary>The largest body that is read.</summary>
    public long MaxRequestSizeInBytes { get; }

    /// <summary>The caller's mailbox.</summary>
    public SyntheticMailbox Mailbox => _ownMailbox;

    /// <summary>A transport that leads here without a network.</summary>
    public IEwsTransport CreateTransport() => new InProcessTransport(this);

    /// <summary>Answers a request of the mailbox's owner, who is logged on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the request early; its connection is free then.</param>
    /// <returns>The answer: 200, 500 with a SOAP fault, or 413 for a request that is too large.</returns>
    /// <exception cref="OperationCanceledException">The request was ended early.</exception>
    public async Task<EwsHttpResponse> HandleAsync(EwsHttpRequest request, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _requestCount);
        if (request.Body.LongLength > MaxRequestSizeInBytes)
            return Respond(request, number, 413, [], isError: true);
        try
        {
            SoapRequest soap = SoapRequest.Read(request.Body);
            OperationCall call = await RunAsync(soap, cancellationToken).ConfigureAwait(false);
            byte[] body = SoapReply.Success(_engine.Limits.Release, call.Write);
            return Respond(request, number, 200, body, call.HasErrors);
        }
        catch (SoapFaultException fault)
        {
            return Respond(request, number, 500, SoapReply.Fault(fault), isError: true);
        }
    }

    private async Task<OperationCall> RunAsync(SoapRequest request, CancellationToken cancellationToken)
    {
        OperationCall call = Read(request);
        BudgetOwner owner = BudgetOwner.For(_engine.Limits.Release, _ownMailbox.Address, request.Impersonated);
        BudgetRequest asked = new(owner, call.Operation)
        {
            Items = call.FindEntries, IsPaged = call.IsPaged, HasRestriction = call.HasRestriction,
            IsBefore2010SP1 = request.IsBefore2010SP1,
        };
        Admission admission;
        lock (_gate)
            admission = _engine.Begin(asked, _clock.Now);
        if (admission.Error is { } error)
            Refuse(call, error with { BackOff = ForClient(error.BackOff) });
        else
            await new EndpointRun(_engine, _serviceTimes, _clock, _gate, call, admission)
                .ToEndAsync(cancellationToken).ConfigureAwait(false);
        return call;
    }

    // The client waits by its own clock, which is not sped up.
    private TimeSpan? ForClient(TimeSpan? hint) =>
        hint is { } time ? TimeSpan.FromTicks((long)(time.Ticks / _timeScale)) : null;

    /// <summary>
    /// A find over its limit fails in its response messages, every other refusal is a fault (facts 5.1, 5.4).
    /// </summary>
    private static void Refuse(OperationCall call, in ThrottlingError error)
    {
        if (error.ResponseCode != ThrottlingError.ExceededFindCountLimit)
            throw SoapFaultException.Of(error);
        call.FailFrom(0, new ItemError(error.ResponseCode, error.Message));
    }

    private OperationCall Read(SoapRequest request)
    {
        string name = request.Operation.Name.LocalName;
        if (request.Operation.Name.Namespace != EwsXml.Messages)
            throw SoapFaultException.Schema($"'{request.Operation.Name}' is no operation of EWS.", request.Operation);
        if (!Operations.TryGetValue(name, out Func<XElement, MailboxAccess, OperationCall>? make))
            throw new SoapFaultException(
                "ErrorInvalidRequest",
                $"The request is invalid. This simulator serves {string.Join(", ", Operations.Keys)}, and not {name}.");
        SyntheticMailbox? mailbox = request.Impersonated is null ? _ownMailbox : Find(request.Impersonated);
        return mailbox is null
            ? throw new SoapFaultException(
                "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.")
            : make(request.Operation, new MailboxAccess(mailbox, Find));
    }

    private SyntheticMailbox? Find(string address) =>
        _mailboxes.TryGetValue(address, out SyntheticMailbox? mailbox) ? mailbox : null;

    private EwsHttpResponse Respond(EwsHttpRequest request, int number, int status, byte[] body, bool isError)
    {
        if (isError)
            Interlocked.Increment(ref _errorCount);
        return new EwsHttpResponse(
            status, EndpointHeaders.For(request, number), new MemoryStream(body, writable: false));
    }

    private sealed class InProcessTransport : IEwsTransport
    {
        private readonly EwsEndpoint _endpoint;

        public InProcessTransport(EwsEndpoint endpoint) => _endpoint = endpoint;

        public Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken) =>
            _endpoint.HandleAsync(request, cancellationToken);
    }
}
