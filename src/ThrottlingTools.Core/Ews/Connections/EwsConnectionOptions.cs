using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace ThrottlingTools.Ews;

/// <summary>How the caller signs in.</summary>
public enum EwsAuthentication
{
    /// <summary>When the server asks, by the strongest method it offers.</summary>
    Negotiate,
    /// <summary>With every request, as HTTP Basic; over https or to this machine only.</summary>
    Basic,
    /// <summary>With every request, by an OAuth access token; over https or to this machine only.</summary>
    Bearer,
}

/// <summary>Where an EWS endpoint is and how to reach it.</summary>
public sealed record EwsConnectionOptions
{
    /// <summary>
    /// How long one request may take unless told otherwise: 100 s, as in the EWS Managed API.
    /// </summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(100);

    /// <summary>Makes options.</summary>
    /// <param name="uri">The endpoint, such as <c>https://mail.example.com/EWS/Exchange.asmx</c>.</param>
    public EwsConnectionOptions(Uri uri) => Uri = uri;

    /// <summary>The endpoint.</summary>
    public Uri Uri { get; init; }

    /// <summary>Who is calling; <c>null</c> for the account that runs this process.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>How the caller signs in; always Bearer with an <see cref="AccessToken"/>.</summary>
    public EwsAuthentication Authentication
    {
        get => AccessToken is null ? field : EwsAuthentication.Bearer;
        init;
    }

    /// <summary>The OAuth access token that is sent instead of <see cref="Credential"/>.</summary>
    public EwsAccessToken? AccessToken { get; init; }

    /// <summary>
    /// The mailbox to act as: an SMTP address, <c>upn:</c> and a user principal name, or a SID; <c>null</c> to act as
    /// the caller.
    /// </summary>
    public string? ImpersonatedMailbox { get; init; }

    /// <summary>
    /// The SMTP address by which requests are routed that name no mailbox of their own; <c>null</c> for none.
    /// </summary>
    public string? Mailbox { get; init; }

    /// <summary>What requests say they are written for. Default: Exchange2010_SP1.</summary>
    public ExchangeVersion RequestServerVersion { get; init; } = ExchangeVersion.Exchange2010_SP1;

    /// <summary>What the client calls itself. Default: ThrottlingTools and its version.</summary>
    public string UserAgent { get; init; } =
        $"ThrottlingTools/{typeof(EwsConnectionOptions).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>
    /// How long one request may take, its answer included. Default: 100 s, as in the EWS Managed API.
    /// </summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>The proxy; <c>null</c> for that of the system.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Who signs in at the system's proxy; <c>null</c> for nobody.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Further headers of each request; they may hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Cookies to share with another client; <c>null</c> for own ones.</summary>
    public CookieContainer? Cookies { get; init; }

    /// <summary>Whether any certificate of the server is taken.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>
    /// Whether http is allowed to other machines; credentials then go by Negotiate, NTLM or Digest only.
    /// </summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>Whether what is sent stays secret: by https, or because it does not leave this machine.</summary>
    internal bool IsPrivate => Uri.Scheme == Uri.UriSchemeHttps || Uri.IsLoopback;

    /// <summary>Whether the sign-in stands among the <see cref="Headers"/>.</summary>
    internal bool HasAuthorizationHeader =>
        Headers.Keys.Any(name => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));

    /// <summary>Who is calling, as far as that is known without asking; else empty.</summary>
    internal string UserName =>
        AccessToken is not null ? AccessToken.UserName
        : HasAuthorizationHeader ? ""
        : Credential is null ? $"{Environment.UserDomainName}\\{Environment.UserName}"
        : Credential.Domain.Length > 0 ? $"{Credential.Domain}\\{Credential.UserName}"
        : Credential.UserName;

    /// <summary>The endpoint and the user name; never the password.</summary>
    public override string ToString() =>
        Credential is null && AccessToken is null || UserName.Length == 0 ? Uri.ToString() : $"{Uri} as {UserName}";

    /// <summary>Checks that the options fit together.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidEwsUri</c>, <c>UnencryptedEwsUri</c>, <c>InvalidTimeout</c>, <c>InvalidMailbox</c> or
    /// <c>InvalidHeader</c>.
    /// </exception>
    internal void Validate()
    {
        if (!Uri.IsAbsoluteUri || Uri.Scheme is not ("https" or "http") || Uri.UserInfo.Length > 0)
            throw Errors.InvalidEwsUri();
        bool isOpen = Authentication != EwsAuthentication.Negotiate || HasAuthorizationHeader;
        if (!IsPrivate && (!AllowUnencrypted || isOpen))
            throw Errors.UnencryptedEwsUri(Uri);
        if (Timeout.TotalMilliseconds is < 1 or > int.MaxValue)
            throw Errors.InvalidTimeout(Timeout);
        if (Mailbox is not null && !ConnectingId.IsAddress(Mailbox))
            throw Errors.InvalidMailbox(Mailbox);
        Check("The user agent", UserAgent);
        foreach (KeyValuePair<string, string> header in Headers)
            Check(header.Key, header.Value);
    }

    private static void Check(string name, string value)
    {
        if (value.Length == 0 || value.Any(c => c is < ' ' or > '~'))
            throw Errors.InvalidHeader(name);
    }
}
