using System;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// An OAuth access token, or what gets one. One that can be got is got again before it expires, where it tells when
/// that is, and after the server has refused it. Never shows the token. Safe to use from several threads.
/// </summary>
#pragma warning disable CA1001 // A semaphore holds nothing to free unless it is asked for its wait handle.
public sealed class EwsAccessToken
#pragma warning restore CA1001
{
    // Clocks differ, and a request takes a while.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Func<CancellationToken, Task<SecureString>>? _renew;
    private readonly SemaphoreSlim _gate = new(1);
    private volatile Issued? _issued;

    /// <summary>Takes a token that cannot be renewed.</summary>
    /// <param name="token">The token.</param>
    public EwsAccessToken(SecureString token) => _issued = new Issued(token);

    /// <summary>Takes what gets a token.</summary>
    /// <param name="renew">
    /// Is called at the first request and whenever another token is needed, never twice at a time.
    /// </param>
    public EwsAccessToken(Func<CancellationToken, Task<SecureString>> renew) => _renew = renew;

    /// <summary>Whether another token can be got.</summary>
    public bool IsRenewable => _renew is not null;

    /// <summary>Who calls: the user or application that the token names; empty where that is not known.</summary>
    public string UserName => _issued?.UserName ?? "";

    /// <summary>When the token ends; <c>null</c> where that is not known.</summary>
    public DateTimeOffset? ExpiresOn => _issued?.ExpiresOn;

    /// <summary>The user and the expiry; never the token.</summary>
    public override string ToString() =>
        $"Access token{(UserName.Length > 0 ? " of " + UserName : "")}"
        + (ExpiresOn is { } end ? $" until {end:u}" : "");

    /// <summary>A token to send.</summary>
    /// <exception cref="ThrottlingToolsException"><c>AccessTokenExpired</c>, or what getting one throws.</exception>
    internal async Task<Issued> GetAsync(DateTimeOffset utcNow, CancellationToken cancellationToken)
    {
        Issued? issued = _issued;
        if (issued is null || (IsRenewable && utcNow >= issued.RenewAt))
            return await RenewAsync(issued, utcNow, cancellationToken);
        return !IsRenewable && issued.ExpiresOn is { } end && utcNow > end + Margin
            ? throw Errors.AccessTokenExpired(end)
            : issued;
    }

    /// <summary>Another token than one that is over or was refused; callers at the same time share it.</summary>
    internal async Task<Issued> RenewAsync(Issued? old, DateTimeOffset utcNow, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_issued is null || ReferenceEquals(_issued, old))
                _issued = new Issued(await _renew!(cancellationToken), utcNow);
            return _issued;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>One token.</summary>
    internal sealed class Issued
    {
        internal Issued(SecureString token, DateTimeOffset? utcNow = null)
        {
            Value = new NetworkCredential("", token).Password;
            XElement? claims = JsonWebToken.ReadClaims(Value);
            UserName = claims is null ? "" : JsonWebToken.UserOf(claims) ?? JsonWebToken.ApplicationOf(claims) ?? "";
            ExpiresOn = claims is null ? null : JsonWebToken.ExpiryOf(claims);
            RenewAt = ExpiresOn is { } end && utcNow is { } now && end > now
                ? end - Min(Margin, TimeSpan.FromTicks((end - now).Ticks / 10))
                : DateTimeOffset.MaxValue;
        }

        internal string Value { get; }

        internal string UserName { get; }

        internal DateTimeOffset? ExpiresOn { get; }

        /// <summary>When to get the next: only once refused, if the token tells no end or came too late.</summary>
        internal DateTimeOffset RenewAt { get; }

        private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
    }
}
