using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace ThrottlingTools.Ews;

/// <summary>
/// The cookies of one connection. Those by which Exchange 2013 and later route to a back end belong to the anchor
/// mailbox that they came for: sent for another they would lead it to the wrong server (learn-ews-affinity).
/// </summary>
internal sealed class AffinityCookies
{
    // Affinity is a hint that the server gives again; memory is not.
    private const int MaxMailboxes = 10_000;

    private static readonly string[] MailboxCookies = ["X-BackEndOverrideCookie", "X-BackEndCookie"];

    private readonly Uri _uri;
    private readonly CookieContainer _shared;
    private readonly ConcurrentDictionary<string, CookieContainer> _byMailbox = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="uri">The endpoint.</param>
    /// <param name="shared">Where those for all mailboxes are kept; <c>null</c> for a place of its own.</param>
    internal AffinityCookies(Uri uri, CookieContainer? shared)
    {
        _uri = uri;
        _shared = shared ?? new CookieContainer();
    }

    /// <summary>The Cookie header of a request; empty for none.</summary>
    internal string Header(string? anchor)
    {
        string shared = _shared.GetCookieHeader(_uri);
        string own = _byMailbox.TryGetValue(anchor ?? "", out CookieContainer? jar) ? jar.GetCookieHeader(_uri) : "";
        return shared.Length > 0 && own.Length > 0 ? $"{shared}; {own}" : shared + own;
    }

    /// <summary>Keeps what an answer sets.</summary>
    internal void Take(string? anchor, IEnumerable<string> setCookies)
    {
        foreach (string cookie in setCookies)
        {
            string name = cookie.Split('=')[0].Trim();
            bool isOfMailbox = MailboxCookies.Contains(name, StringComparer.OrdinalIgnoreCase);
            Set(isOfMailbox ? JarOf(anchor ?? "") : _shared, cookie);
        }
    }

    /// <summary>Forgets the back end of a mailbox, so that the next request may find another.</summary>
    internal void Forget(string? anchor) => _byMailbox.TryRemove(anchor ?? "", out _);

    private CookieContainer JarOf(string anchor)
    {
        if (_byMailbox.Count >= MaxMailboxes)
            _byMailbox.Clear();
        return _byMailbox.GetOrAdd(anchor, _ => new CookieContainer());
    }

    private void Set(CookieContainer jar, string cookie)
    {
        try
        {
            jar.SetCookies(_uri, cookie);
        }
        catch (CookieException)
        {
            // A cookie that is not well-formed, or for another site, is not kept; browsers do the same.
        }
    }
}
