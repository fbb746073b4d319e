using System;
using System.Collections.Generic;
using System.Net;

namespace ThrottlingTools.Simulator.Identity;

/// <summary>Tells callers by their Authorization header, Basic or Bearer.</summary>
internal sealed class Authentication : IDisposable
{
    private readonly BasicCredential _credential;
    private readonly bool _acceptsTokens;

    /// <param name="credential">The only one that is let in, by Basic; <c>null</c> for everybody.</param>
    /// <param name="challenges">What those are told who are not let in.</param>
    public Authentication(NetworkCredential? credential, IReadOnlyList<string> challenges)
    {
        _credential = new BasicCredential(credential);
        _acceptsTokens = credential is null;
        Challenges = challenges;
    }

    public IReadOnlyList<string> Challenges { get; }

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
