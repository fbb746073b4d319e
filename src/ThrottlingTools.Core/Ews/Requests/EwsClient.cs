using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>
/// Typed EWS calls over a transport. Each sends one request and never repeats it; a failure of any shape comes back as
/// <see cref="EwsError"/>, because being throttled is an answer here, not an accident.
/// </summary>
public sealed class EwsClient
{
    // Faults take a few kilobytes; more of an error page tells nothing.
    private const int MaxErrorBodyBytes = 256 * 1024;

    private readonly IEwsTransport _transport;
    private readonly IClock _clock;
    private readonly ConnectingId? _impersonated;
    private readonly SoapBodyPool _bodies;

    /// <summary>Makes a client.</summary>
    /// <param name="transport">What carries the requests.</param>
    /// <param name="clock">What measures them.</param>
    public EwsClient(IEwsTransport transport, IClock clock)
        : this(transport, clock, new SoapBodyPool())
    {
    }

    private EwsClient(IEwsTransport transport, IClock clock, SoapBodyPool bodies)
    {
        _bodies = bodies;
        _transport = transport;
        _clock = clock;
    }

    /// <summary>
    /// What requests say they are written for. Default: Exchange2010_SP1, which every server since then takes.
    /// </summary>
    public ExchangeVersion RequestServerVersion { get; init; } = ExchangeVersion.Exchange2010_SP1;

    /// <summary>
    /// The mailbox to act as: an SMTP address, <c>upn:</c> and a user principal name, or a SID; <c>null</c> to act as
    /// the caller.
    /// </summary>
    /// <exception cref="ThrottlingToolsException"><c>InvalidMailbox</c>: the text is none of these.</exception>
    public string? ImpersonatedMailbox
    {
        get => _impersonated?.ToString();
        init => _impersonated = value is null ? null : ConnectingId.Parse(value);
    }

    /// <summary>
    /// The SMTP address by which requests are routed that name no mailbox of their own; <c>null</c> for none.
    /// </summary>
    public string? AnchorMailbox { get; init; }

    /// <summary>Who is calling; empty where that is not known.</summary>
    public string Caller { get; init; } = "";

    /// <summary>
    /// The release of the server, if it is known: with it <see cref="EwsError.ChargedTo"/> tells more.
    /// </summary>
    public ExchangeRelease? Release { get; init; }

    /// <summary>
    /// Whose budget the requests use (learn-ews-throttling): the mailbox's that is acted as, else the caller's. As text
    /// it is a key that tells owners apart.
    /// </summary>
    public BudgetOwner Owner => _impersonated is null
        ? new BudgetOwner(Caller)
        : new BudgetOwner(_impersonated.Value, isServiceAccount: true) { Caller = Caller };

    /// <summary>
    /// The same client, over the same transport, acting as another mailbox. It costs next to nothing.
    /// </summary>
    /// <param name="mailbox">As <see cref="ImpersonatedMailbox"/>; <c>null</c> to act as the caller.</param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidMailbox</c>.</exception>
    public EwsClient ActingAs(string? mailbox) => new(_transport, _clock, _bodies)
    {
        RequestServerVersion = RequestServerVersion,
        ImpersonatedMailbox = mailbox,
        AnchorMailbox = mailbox is null ? AnchorMailbox : null,
        Caller = Caller,
        Release = Release,
    };

    /// <summary>The same client, over the same transport, for a server whose release is known.</summary>
    /// <param name="release">The release; <c>null</c> if it is not known.</param>
    public EwsClient At(ExchangeRelease? release) => new(_transport, _clock, _bodies)
    {
        RequestServerVersion = RequestServerVersion,
        ImpersonatedMailbox = ImpersonatedMailbox,
        AnchorMailbox = AnchorMailbox,
        Caller = Caller,
        Release = release,
    };

    /// <summary>Gets a folder with its counts.</summary>
    /// <param name="request">The folder.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public Task<EwsReply<EwsFolder>> GetFolderAsync(GetFolderRequest request, CancellationToken cancellationToken) =>
        SendAsync(
            request,
            reply => reply.Messages.FirstOrDefault()?.Folders.FirstOrDefault(), cancellationToken);

    /// <summary>Gets one page of the items of a folder.</summary>
    /// <param name="request">The folder and the page.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public Task<EwsReply<FindItemPage>> FindItemAsync(FindItemRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, reply => reply.Messages.FirstOrDefault()?.ToPage(), cancellationToken);

    /// <summary>Gets one page of the folders below a folder.</summary>
    /// <param name="request">The folder and the page.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public Task<EwsReply<FindFolderPage>> FindFolderAsync(
        FindFolderRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, reply => reply.Messages.FirstOrDefault()?.ToFolderPage(), cancellationToken);

    /// <summary>Makes a folder; of what is returned only the id is known.</summary>
    /// <param name="request">The folder.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public Task<EwsReply<EwsFolder>> CreateFolderAsync(
        CreateFolderRequest request, CancellationToken cancellationToken) =>
        SendAsync(
            request, reply => reply.Messages.FirstOrDefault()?.Folders.FirstOrDefault(), cancellationToken);

    /// <summary>Looks up whom a name or address means.</summary>
    /// <param name="request">The name.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Whoever matches; none if nobody does.</returns>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public Task<EwsReply<EwsResolutionSet>> ResolveNamesAsync(
        ResolveNamesRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, reply => reply.Messages.FirstOrDefault()?.ToResolutionSet(), cancellationToken);

    /// <summary>Gets a batch of items. An error of one item stays with that item.</summary>
    /// <param name="request">The items.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>
    /// One result for each id, in the order of the request; an error if the request as a whole failed.
    /// </returns>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public Task<EwsReply<IReadOnlyList<EwsItemResult>>> GetItemAsync(
        GetItemRequest request, CancellationToken cancellationToken) => SendBatchAsync(request, cancellationToken);

    /// <summary>Sends a batch of any operation. An error of one target stays with that target.</summary>
    /// <param name="request">The operation and its targets.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>
    /// One result for each target, in the order of the request; an error if the request as a whole failed.
    /// </returns>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public Task<EwsReply<IReadOnlyList<EwsItemResult>>> SendBatchAsync(
        EwsBatchRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, reply => Charge(ItemBatch.Match(request, reply, _clock.UtcNow)), cancellationToken);

    // One method from the request to the answer: each that waits is compiled in many parts when it first runs.
    private async Task<EwsReply<T>> SendAsync<T>(
        EwsRequest request, Func<SoapReply, T?> convert, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        TimeSpan start = _clock.Now;
        EwsTrace trace = new(Guid.NewGuid().ToString());
        // Outside of the try: a request that cannot be written is a mistake of the caller, not an answer.
        EwsHttpRequest http = new(SoapWriter.Write(request, RequestServerVersion, _impersonated));
        Address(http, request.Mailbox, trace);
        T? value = null;
        EwsError? error = null;
        try
        {
            using EwsHttpResponse response = await _transport.SendAsync(http, cancellationToken);
            trace.Take(response.Headers);
            if (response.StatusCode != 200)
                error = await ReadErrorAsync(response, cancellationToken);
            else
                try
                {
                    value = Read(request, response, await _bodies.ReadAsync(response.Body), convert, out error);
                }
                catch (Exception exception) when (IsUnreadable(exception))
                {
                    error = HttpErrorClassifier.Unreadable(
                        response.StatusCode, response.Headers, exception.Message, _clock.UtcNow);
                }
                catch (ThrottlingToolsException exception)
                {
                    error = EwsErrorClassifier.FromException(exception);
                    error.HasBegun = true;
                }
        }
        catch (ThrottlingToolsException exception)
        {
            error = EwsErrorClassifier.FromException(exception);
        }
        if (error is not null)
            error.Trace = trace;
        Charge(error);
        return new EwsReply<T>(request.Operation, value, error, _clock.Now - start, trace);
    }

    private IReadOnlyList<EwsItemResult>? Charge(IReadOnlyList<EwsItemResult>? results)
    {
        foreach (EwsItemResult result in results ?? [])
            Charge(result.Error);
        return results;
    }

    private void Charge(EwsError? error)
    {
        if (error is not null)
            error.ChargedTo ??= EwsCharge.Find(error.ResponsibleParameter, Release, _impersonated is not null);
    }

    // What routes the request to the mailbox's server and keeps it there (learn-ews-affinity), and what traces it
    // (learn-ews-instrumentation).
    private void Address(EwsHttpRequest http, string? mailbox, EwsTrace trace)
    {
        if ((_impersonated?.SmtpAddress ?? mailbox ?? AnchorMailbox) is { } anchor)
            http.Headers["X-AnchorMailbox"] = anchor;
        http.Headers["X-PreferServerAffinity"] = "true";
        http.Headers["client-request-id"] = trace.RequestId;
        http.Headers["return-client-request-id"] = "true";
    }

    private T? Read<T>(
        EwsRequest request, EwsHttpResponse response, SoapBody body, Func<SoapReply, T?> convert, out EwsError? error)
        where T : class
    {
        SoapReply reply = SoapReader.Read(body, request);
        // The memory of a body that breaks off is left to the collector: something may still write to it.
        _bodies.Return(body);
        error = request.FailureOf(reply) is { } failure
            ? EwsErrorClassifier.FromSoap(failure, response.StatusCode, response.Headers, _clock.UtcNow)
            : null;
        if (error is not null)
            return null;
        T? value = reply.Stranger is null ? convert(reply) : null;
        error = value is null
            ? HttpErrorClassifier.Unexpected(request.Operation, reply.Stranger, response.StatusCode)
            : null;
        return value;
    }

    // What reading a body can throw: it breaks off, is not compressed as it says, or is no XML.
    private static bool IsUnreadable(Exception exception) => exception is
        XmlException or InvalidDataException or IOException or HttpRequestException or DecoderFallbackException;

    private async Task<EwsError> ReadErrorAsync(EwsHttpResponse response, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxErrorBodyBytes];
        int length = 0;
        int read;
        try
        {
            while (length < buffer.Length && (read = await response.Body.ReadAsync(
                buffer, length, buffer.Length - length, cancellationToken)) > 0)
                length += read;
        }
        catch (Exception exception) when (exception is ThrottlingToolsException || IsUnreadable(exception))
        {
            // The status tells enough, with what came of the body.
        }
        using StreamReader text = new(new MemoryStream(buffer, 0, length), Encoding.UTF8);
        string body = await text.ReadToEndAsync();
        // A status other than 200 is a failure even if its body tells none.
        return EwsErrorClassifier
            .ClassifyAll(response.StatusCode, response.Headers, body, _clock.UtcNow, response.SignIn)[0];
    }
}
