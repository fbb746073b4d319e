using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Faults;

/// <summary>The one place where faults happen, with a network or without.</summary>
internal sealed class FaultInjector
{
    private const int StreamCut = 512;

    private const string Page =
        "<!DOCTYPE html>\r\n<html>\r\n<head><title>Runtime Error</title></head>\r\n<body>\r\n"
        + "<h1>Server Error in '/EWS' Application.<hr></h1>\r\n<h2><i>Runtime Error</i></h2>\r\n</body>\r\n</html>\r\n";

    private static readonly Uri InProcess = new("inprocess://simulator/EWS/Exchange.asmx");

    private static readonly Dictionary<FaultKind, ItemError> ItemErrors = new()
    {
        // learn-responsecode; the text of ErrorMailboxMoveInProgress is in no source and is ours
        [FaultKind.TransientError] = new(
            "ErrorInternalServerTransientError", "An internal server error occurred. Try again later."),
        [FaultKind.MailboxMove] = new(
            "ErrorMailboxMoveInProgress", "The mailbox is being moved. Try again later."),
        [FaultKind.TooManyObjects] = new(
            "ErrorTooManyObjectsOpened", "Too many concurrent connections opened."),
    };

    private readonly Func<DateTimeOffset> _utcNow;
    private readonly Func<TimeSpan, CancellationToken, Task> _delay;
    private readonly string _challenge;

    /// <param name="utcNow">The calendar time of clients.</param>
    /// <param name="delay">Waits as long as a client's clock says.</param>
    /// <param name="challenge">What a 401 asks for.</param>
    public FaultInjector(Func<DateTimeOffset> utcNow, Func<TimeSpan, CancellationToken, Task> delay, string challenge)
    {
        _challenge = challenge;
        _utcNow = utcNow;
        _delay = delay;
    }

    /// <summary>What a client sees when its connection breaks.</summary>
    public static ThrottlingToolsException Reset() =>
        Errors.EwsUnreachable(InProcess, new IOException("The connection was reset."));

    /// <summary>Answers a request wrongly.</summary>
    /// <param name="fault">How.</param>
    /// <param name="headers">What is sent with every answer.</param>
    /// <param name="answer">Answers it rightly, or with an error in each response message.</param>
    /// <exception cref="ThrottlingToolsException">The connection is reset.</exception>
    public async Task<EwsHttpResponse> ApplyAsync(
        Fault fault, IReadOnlyDictionary<string, string> headers, Func<ItemError?, Task<EwsHttpResponse>> answer)
    {
        if (Replacement(fault, headers) is { } instead)
            return instead;
        ItemErrors.TryGetValue(fault.Kind, out ItemError? error);
        EwsHttpResponse response = await answer(error).ConfigureAwait(false);
        if (fault.Kind != FaultKind.ResetBefore)
            return Spoil(fault, response);
        response.Dispose();
        throw Reset();
    }

    private EwsHttpResponse? Replacement(Fault fault, IReadOnlyDictionary<string, string> headers) => fault.Kind switch
    {
        FaultKind.Unavailable => Make(503, headers, "", "", RetryAfter(fault)),
        FaultKind.ErrorPage => Make(500, headers, "text/html; charset=utf-8", Page),
        FaultKind.Redirect => Make(302, headers, "text/html; charset=utf-8", "<html><body>Object moved</body></html>",
            ("Location", "/ews/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx")), // exchangelib
        FaultKind.Unauthorized => Make(401, headers, "", "", ("WWW-Authenticate", _challenge)),
        FaultKind.Blocked => Make(403, headers, "", "", ("X-EWS-Policy-Reason",
            fault.Description.Name == "403-disabled" // both texts: learn-ews-access-control
                ? "EWS is disabled for this user or tenant"
                : "EWS is blocked by policy for this user or tenant")),
        FaultKind.Busy => Make(500, headers, "text/xml; charset=utf-8",
            Encoding.UTF8.GetString(SoapReply.Fault(Busy(fault["hint"])))),
        _ => null,
    };

    private EwsHttpResponse Spoil(Fault fault, EwsHttpResponse response) => fault.Kind switch
    {
        FaultKind.ResetInside => With(response, new ResetBody(response.Body, fault["after"] ?? Half(response.Body))),
        FaultKind.SlowDrip => With(response, new DripBody(
            response.Body, (int)fault["bytes"]!.Value,
            token => _delay(TimeSpan.FromMilliseconds(fault["pause"]!.Value), token))),
        FaultKind.TruncatedXml when response.Body.CanSeek => With(response, Truncate(
            response.Body, fault["after"] ?? Half(response.Body))),
        FaultKind.MalformedXml when response.Body.CanSeek => With(response, Garble(response.Body)),
        FaultKind.WrongLength when response.Body.CanSeek => With(response, new WrongLengthBody(
            response.Body, Math.Max(0, response.Body.Length + fault["by"]!.Value))),
        FaultKind.ResetAfter or FaultKind.Duplicate =>
            With(response, new ConnectionFaultBody(response.Body, fault.Kind)),
        FaultKind.ConnectionClose => Make(response, "Connection", "close"),
        _ => response,
    };

    private (string Name, string Value)[] RetryAfter(Fault fault) =>
        fault["retry-after"] is { } seconds
            ? [("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))]
        : fault["retry-after-date"] is { } ahead
            ? [("Retry-After", _utcNow().AddSeconds(ahead).ToString("r", CultureInfo.InvariantCulture))]
        : [];

    private static SoapFaultException Busy(long? hint)
    {
        const string text = "The server cannot service this request right now. Try again later.";
        return hint is { } milliseconds
            ? new SoapFaultException(
                ThrottlingError.ServerBusy, text,
                ("BackOffMilliseconds", milliseconds.ToString(CultureInfo.InvariantCulture)))
            : new SoapFaultException(ThrottlingError.ServerBusy, text);
    }

    private static long Half(Stream body) => body.CanSeek ? body.Length / 2 : StreamCut;

    private static MemoryStream Truncate(Stream body, long after)
    {
        byte[] bytes = ReadAll(body);
        return new MemoryStream(bytes, 0, (int)Math.Min(after, bytes.Length), writable: false);
    }

    private static MemoryStream Garble(Stream body)
    {
        byte[] bytes = ReadAll(body);
        byte[] noise = Encoding.ASCII.GetBytes("<&\u0001>");
        for (int i = 0; i < noise.Length && bytes.Length / 2 + i < bytes.Length; i++)
            bytes[bytes.Length / 2 + i] = noise[i];
        return new MemoryStream(bytes, writable: false);
    }

    private static byte[] ReadAll(Stream body)
    {
        using MemoryStream copy = new();
        body.CopyTo(copy);
        return copy.ToArray();
    }

    private static EwsHttpResponse With(EwsHttpResponse response, Stream body) =>
        new(response.StatusCode, response.Headers, body, response);

    private static EwsHttpResponse Make(EwsHttpResponse response, string name, string value)
    {
        Dictionary<string, string> headers = Copy(response.Headers);
        headers[name] = value;
        return new EwsHttpResponse(response.StatusCode, headers, response.Body, response);
    }

    private static EwsHttpResponse Make(
        int status, IReadOnlyDictionary<string, string> headers, string type, string body,
        params (string Name, string Value)[] more)
    {
        Dictionary<string, string> all = Copy(headers);
        all.Remove("Content-Type");
        if (type.Length > 0)
            all["Content-Type"] = type;
        foreach ((string name, string value) in more)
            all[name] = value;
        return new EwsHttpResponse(status, all, new MemoryStream(Encoding.UTF8.GetBytes(body), writable: false));
    }

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string> headers) =>
        headers.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
}
