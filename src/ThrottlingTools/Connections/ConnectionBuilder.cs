using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Connections;

/// <summary>Makes the options of a connection from a cmdlet's parameters.</summary>
internal sealed class ConnectionBuilder
{
    private static readonly string[] Where = ["Connection", "Service", "Uri", "AutodiscoverUri"];
    private static readonly string[] Who = ["Credential", "UseDefaultCredentials", "AccessToken"];

    // A connection is what these made of it; another mailbox or version is as good on it.
    private static readonly string[] Fixed =
    [
        .. Who, "Service", "Uri", "AutodiscoverUri", "AllowRedirection", "UserAgent", "Timeout", "Proxy",
        "ProxyCredential", "SkipCertificateCheck",
    ];

    private readonly EwsConnectionCmdlet _cmdlet;
    private readonly Lazy<EwsConnectionOptions?> _service;

    public ConnectionBuilder(EwsConnectionCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _service = new Lazy<EwsConnectionOptions?>(() =>
            cmdlet.Service is { } service ? ExchangeServiceReader.Read(service, !SaysWho) : null);
    }

    /// <summary>The options; <c>null</c> if Autodiscover has to find the endpoint.</summary>
    public EwsConnectionOptions? Options => (_service.Value?.Uri ?? _cmdlet.Uri) is { } uri ? At(uri) : null;

    private bool SaysWho => Who.Any(_cmdlet.Given.Contains);

    /// <summary>Checks that no parameter contradicts another. What comes from the pipeline gives way.</summary>
    /// <exception cref="ThrottlingToolsException"><c>ConflictingParameters</c>.</exception>
    public void Check()
    {
        Exclude(Where);
        Exclude(Who);
    }

    /// <summary>An open connection, with what the parameters change about it.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>ConflictingParameters</c>, <c>ConnectionClosed</c> or <c>InvalidMailbox</c>.
    /// </exception>
    public EwsConnection Share(EwsConnection connection)
    {
        if (_cmdlet.Connection is not null && Fixed.Where(_cmdlet.Given.Contains).ToArray() is { Length: > 0 } others)
            throw Errors.ConflictingParameters("Connection", others);
        if (connection.IsClosed)
            throw Errors.ConnectionClosed(connection.Uri);
        return connection.Share(options => options with
        {
            ImpersonatedMailbox = _cmdlet.ImpersonatedMailbox ?? options.ImpersonatedMailbox,
            RequestServerVersion = _cmdlet.RequestServerVersion ?? options.RequestServerVersion,
            // Routed by the connection's mailbox, another one's requests would go to the wrong server first.
            Mailbox = _cmdlet.Target ?? (_cmdlet.ImpersonatedMailbox is null ? options.Mailbox : null),
        });
    }

    /// <summary>Asks Autodiscover for the endpoint of the mailbox.</summary>
    /// <exception cref="ThrottlingToolsException"><c>NoEndpoint</c>, or why Autodiscover failed.</exception>
    public Task<AutodiscoverResult> DiscoverAsync(IPipelineSink sink, CancellationToken cancellationToken)
    {
        if ((_cmdlet.Target ?? ImpersonatedAddress()) is not { } mailbox)
            throw Errors.NoEndpoint();
        AutodiscoverClient client = new(At, sink.Verbose)
        {
            Address = _cmdlet.AutodiscoverUri,
            AllowRedirection = _cmdlet.AllowRedirection,
        };
        return client.FindAsync(mailbox, cancellationToken);
    }

    /// <summary>The options at the endpoint that Autodiscover found.</summary>
    public EwsConnectionOptions At(AutodiscoverResult found) => At(found.EwsUri) with { Mailbox = found.Mailbox };

    private EwsConnectionOptions At(Uri uri)
    {
        EwsConnectionOptions basis = SignedIn(_service.Value ?? new EwsConnectionOptions(uri));
        return basis with
        {
            Uri = uri,
            Mailbox = _cmdlet.Target ?? basis.Mailbox,
            ImpersonatedMailbox = _cmdlet.ImpersonatedMailbox ?? basis.ImpersonatedMailbox,
            RequestServerVersion = _cmdlet.RequestServerVersion ?? basis.RequestServerVersion,
            UserAgent = _cmdlet.UserAgent ?? basis.UserAgent,
            Timeout = _cmdlet.Timeout ?? basis.Timeout,
            Proxy = _cmdlet.Proxy is { } proxy ? ProxyAt(proxy) : basis.Proxy,
            ProxyCredential = _cmdlet.ProxyCredential?.GetNetworkCredential() ?? basis.ProxyCredential,
            SkipCertificateCheck = _cmdlet.SkipCertificateCheck || basis.SkipCertificateCheck,
        };
    }

    private EwsConnectionOptions SignedIn(EwsConnectionOptions basis) =>
        _cmdlet.AccessToken is { } token ? basis with { AccessToken = token, Credential = null }
        : _cmdlet.UseDefaultCredentials ? basis with { AccessToken = null, Credential = null }
        : _cmdlet.Credential is { } credential
            ? basis with { AccessToken = null, Credential = credential.GetNetworkCredential() }
        : basis;

    private WebProxy ProxyAt(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            throw Errors.InvalidProxyUri();
        return new WebProxy(uri) { Credentials = _cmdlet.ProxyCredential?.GetNetworkCredential() };
    }

    private string? ImpersonatedAddress() =>
        _cmdlet.ImpersonatedMailbox is { } text ? ConnectingId.Parse(text).SmtpAddress : null;

    private void Exclude(string[] alternatives)
    {
        string[] given = alternatives.Where(_cmdlet.Given.Contains).ToArray();
        if (given.Length > 1)
            throw Errors.ConflictingParameters(given[0], given.Skip(1));
    }
}
