using System;
using System.Collections.Generic;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Simulator;

/// <summary>The headers that Exchange adds to an answer (learn-ews-instrumentation).</summary>
internal static class EndpointHeaders
{
    public const string Server = "SIMULATOR";

    private const int Most = 8;
    private const string OverrideCookie = "X-BackEndOverrideCookie";
    private const string OldCookie = "exchangecookie";

    public static IReadOnlyDictionary<string, string> For(
        EwsHttpRequest request, int number, ExchangeRelease release)
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
        if (IsTrue(request, "return-client-request-id") && Read(request, "client-request-id") is { } id)
            headers["client-request-id"] = id;
        if (AffinityOf(request, release) is { } cookie)
            headers["Set-Cookie"] = cookie;
        return headers;
    }

    /// <summary>
    /// The cookie that keeps a client at a server: in 2010 for everybody, later for those who ask (documentation of
    /// affinity); <c>null</c> for those who have it.
    /// </summary>
    private static string? AffinityOf(EwsHttpRequest request, ExchangeRelease release)
    {
        string name = release.UsesPercentTime() ? OldCookie : OverrideCookie;
        bool isWanted = name == OldCookie || IsTrue(request, "X-PreferServerAffinity");
        bool isKnown = Read(request, "Cookie") is { } cookies && cookies.Contains(name + "=");
        return isWanted && !isKnown ? $"{name}={Server}~1; path=/; HttpOnly" : null;
    }

    private static bool IsTrue(EwsHttpRequest request, string name) =>
        "true".Equals(Read(request, name), StringComparison.OrdinalIgnoreCase);

    private static string? Read(EwsHttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out string? value) ? value : null;
}
