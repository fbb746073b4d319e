using System;
using System.Net;

namespace ThrottlingTools.Ews;

/// <summary>How credentials are sent.</summary>
public enum EwsAuthentication
{
    /// <summary>When the server asks, by the strongest method it offers.</summary>
    Negotiate,
    /// <summary>With every request, as HTTP Basic; over https or to this machine only.</summary>
    Basic,
}

/// <summary>Where an EWS endpoint is and how to reach it.</summary>
public sealed class EwsConnectionOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="uri">The endpoint, such as <c>https://mail.example.com/EWS/Exchange.asmx</c>.</param>
    public EwsConnectionOptions(Uri uri) => Uri = uri;

    /// <summary>The endpoint.</summary>
    public Uri Uri { get; }

    /// <summary>Who is calling; <c>null</c> for the account that runs this process.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>How <see cref="Credential"/> is sent.</summary>
    public EwsAuthentication Authentication { get; init; }

    /// <summary>The SMTP address of the mailbox to act as; <c>null</c> to act as the caller.</summary>
    public string? ImpersonatedMailbox { get; init; }

    /// <summary>What requests say they are written for. Default: Exchange2010_SP1.</summary>
    public ExchangeVersion RequestServerVersion { get; init; } = ExchangeVersion.Exchange2010_SP1;

    /// <summary>What the client calls itself. Default: ThrottlingTools and its version.</summary>
    public string UserAgent { get; init; } =
        $"ThrottlingTools/{typeof(EwsConnectionOptions).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>
    /// How long one request may take, its answer included. Default: 100 s, as in the EWS Managed API (facts 2).
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Whether any certificate of the server is taken.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>
    /// Whether http is allowed to other machines; credentials then go by Negotiate, NTLM or Digest only.
    /// </summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>Whether what is sent stays secret: by https, or because it does not leave this machine.</summary>
    internal bool IsPrivate => Uri.Scheme == Uri.UriSchemeHttps || Uri.IsLoopback;

    /// <summary>The endpoint and the user name; never the password.</summary>
    public override string ToString() =>
        string.IsNullOrEmpty(Credential?.UserName) ? Uri.ToString() : $"{Uri} as {Credential!.UserName}";

    /// <summary>Checks that the options fit together.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidEwsUri</c>, <c>UnencryptedEwsUri</c> or <c>InvalidTimeout</c>.
    /// </exception>
    internal void Validate()
    {
        if (!Uri.IsAbsoluteUri || Uri.Scheme is not ("https" or "http") || Uri.UserInfo.Length > 0)
            throw Errors.InvalidEwsUri();
        if (!IsPrivate && (!AllowUnencrypted || Authentication == EwsAuthentication.Basic))
            throw Errors.UnencryptedEwsUri(Uri);
        if (Timeout <= TimeSpan.Zero || Timeout.TotalMilliseconds > int.MaxValue)
            throw Errors.InvalidTimeout(Timeout);
    }
}
