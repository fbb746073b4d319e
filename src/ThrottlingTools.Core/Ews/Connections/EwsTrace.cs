using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// By what a request can be found in the logs of the client and of the server (learn-ews-instrumentation).
/// </summary>
internal sealed class EwsTrace
{
    // The last one is seen in answers of front ends, though no source defines it.
    private static readonly string[] BackEnds = ["X-BEServer", "X-TargetBEServer", "X-CalculatedBETarget"];

    internal EwsTrace(string requestId) => RequestId = requestId;

    /// <summary>The <c>client-request-id</c> that was sent.</summary>
    internal string RequestId { get; }

    /// <summary>The server's own <c>request-id</c>; <c>null</c> where it told none.</summary>
    internal string? ServerRequestId { get; private set => field = SafeText.OfLine(value); }

    /// <summary>The back end that did the work, else the front end; <c>null</c> where none was told.</summary>
    internal string? Server { get; private set => field = SafeText.OfLine(value); }

    /// <summary>Takes what an answer tells.</summary>
    internal void Take(IReadOnlyDictionary<string, string> headers)
    {
        ServerRequestId = Header(headers, "request-id");
        Server = BackEnds.Select(name => Header(headers, name)).FirstOrDefault(server => server is not null)
            ?? Header(headers, "X-FEServer");
    }

    public override string ToString() =>
        $"request {RequestId}{(Server is null ? "" : $" on {Server}")}"
        + (ServerRequestId is null ? "" : $" as {ServerRequestId}");

    private static string? Header(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
}
