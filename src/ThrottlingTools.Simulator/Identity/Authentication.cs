using System;
using System.Collections.Generic;
using System.Net;

namespace ThrottlingTools.Simulator.Identity;

/// <summary>Tells callers by their Authorization header, Basic or Bearer.</summary>
internal sealed class Authentication : IDisposable
{
    // The form is documented, and the number of a token that is not valid; the reason is the simulator's.
    private const string InvalidToken =
        "2000001;reason=\"The token cannot be read, names nobody, or is not taken here.\";error_type=\"invalid_token\"";

    private readonly BasicCredential _credential;
    private readonly bool _acceptsTokens;
    private readonly IReadOnlyList<string> _challenges;

    /// <param name="credential">The only one that is let in by Basic; <c>null</c> for everybody.</param>
    /// <param name="acceptsTokens">Whether tokens are taken, whoever they name.</param>
    /// <param name="challenges">What those are told who are not let in.</param>
    public Authentication(NetworkCredential? credential, bool acceptsTokens, IReadOnlyList<string> challenges)
    {
        _credential = new BasicCredential(credential);
        _acceptsTokens = acceptsTokens;
        _challenges = challenges;
    }

    /// <summary>The headers of a 401 (learn-ews-instrumentation).</summary>
    /// <param name="authorization">The header that was not good enough.</param>
    public IEnumerable<KeyValuePair<string, string>> Challenge(string? authorization)
    {
        foreach (string challenge in _challenges)
            yield return new KeyValuePair<string, string>("WWW-Authenticate", challenge);
        if (authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true)
            yield return new KeyValuePair<string, string>("x-ms-diagnostics", InvalidToken);
    }

    /// <summary>Who sends a request.</summary>
    /// <param name="authorization">The header; <c>null</c> if the request has none.</param>
    /// <returns><c>null</c> for somebody who is not let in.</returns>
    public EwsCaller? Identify(string? authorization)
    {
        int space = authorization?.IndexOf(' ') ?? -1;
        if (space < 0)
            return null;
        string token = authorization!.Substring(space + 1).Trim();
        return authorization.Substring(0, space).ToUpperInvariant() switch
        {
            "BASIC" => _credential.UserOf(token) is { } user ? new EwsCaller(user, "Basic") : null,
            "BEARER" when _acceptsTokens => BearerToken.CallerOf(token),
            _ => null,
        };
    }

    public void Dispose() => _credential.Dispose();
}
