using System;
using System.Collections.Generic;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Simulator;

/// <summary>The headers that Exchange adds to an answer (facts 5.6).</summary>
internal static class EndpointHeaders
{
    public const string Server = "SIMULATOR";

    private const int Most = 7;

    public static IReadOnlyDictionary<string, string> For(EwsHttpRequest request, int number)
    {
        Dictionary<string, string> headers = new(Most, StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "text/xml; charset=utf-8",
            ["Cache-Control"] = "private",
            ["request-id"] = new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).ToString(),
            ["X-FEServer"] = Server,
            ["X-BEServer"] = Server,
            ["X-DiagInfo"] = Server,
        };
        if (Read(request, "return-client-request-id") is { } wanted
            && wanted.Equals("true", StringComparison.OrdinalIgnoreCase)
            && Read(request, "client-request-id") is { } id)
            headers["client-request-id"] = id;
        return headers;
    }

    private static string? Read(EwsHttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out string? value) ? value : null;
}
