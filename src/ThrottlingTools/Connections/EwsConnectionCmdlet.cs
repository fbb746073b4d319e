using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Connections;

/// <summary>The base of the cmdlets that talk to an EWS endpoint.</summary>
public abstract class EwsConnectionCmdlet : EwsCmdlet
{
    /// <summary>The parameter set in which a server is asked.</summary>
    protected const string ConnectionSet = "Connection";

    private const string OnlineHost = "outlook.office365.com";

    private readonly List<(Uri Uri, PSCredential? Credential, EwsConnection Connection)> _opened = [];

    /// <summary>A connection that New-EwsConnection made, instead of the parameters that describe one.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectionSet)]
    [ValidateNotNull]
    public EwsConnection? Connection { get; set; }

    /// <summary>
    /// The EWS endpoint, such as https://mail.contoso.com/EWS/Exchange.asmx. Without it Autodiscover is asked for the
    /// mailbox.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectionSet)]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>
    /// The only Autodiscover service to ask, such as https://autodiscover.contoso.com/autodiscover/autodiscover.svc.
    /// Without it the hosts of the mailbox's domain are asked.
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateNotNull]
    public Uri? AutodiscoverUri { get; set; }

    /// <summary>Trusts the hosts that Autodiscover redirects to with the credential.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter AllowRedirection { get; set; }

    /// <summary>
    /// An ExchangeService of the EWS Managed API, of whatever copy the session has loaded: its address, credentials,
    /// impersonation, headers, cookies, proxy and time limit are taken. Other parameters replace what it says.
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateNotNull]
    public object? Service { get; set; }

    /// <summary>Who is calling. Without it the account calls that runs this session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectionSet)]
    [System.Management.Automation.Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// Calls as the account that runs this session, whatever a piped object or -Service says. Outside Windows it needs
    /// a Kerberos ticket (kinit).
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter UseDefaultCredentials { get; set; }

    /// <summary>
    /// An OAuth access token as SecureString, or a script block that returns one as text, SecureString or an object
    /// with a property AccessToken or Token. The script block runs again before the token expires and after a 401.
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [AccessTokenTransformation]
    public EwsAccessToken? AccessToken { get; set; }

    /// <summary>
    /// The mailbox to act as, by EWS impersonation: its SMTP address, or a SID. A user principal name looks like an
    /// address and is written upn:ann@contoso.com.
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateNotNullOrEmpty]
    public string? ImpersonatedMailbox { get; set; }

    /// <summary>
    /// The schema version that requests name. From Exchange2010_SP1, the default, on a find over the limit gets a short
    /// page, not an error.
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public ExchangeVersion? RequestServerVersion { get; set; }

    /// <summary>What the client calls itself. The default is ThrottlingTools and its version.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateNotNullOrEmpty]
    public string? UserAgent { get; set; }

    /// <summary>
    /// How long one request may take, such as 0:05:00. The default is 100 seconds, as in the EWS Managed API.
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The proxy, such as http://proxy.contoso.com:8080. Without it that of the system.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>Who signs in at the proxy.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [System.Management.Automation.Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Takes any server certificate. For test servers only: whoever answers gets the credential.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The mailbox that the cmdlet is about: for Autodiscover and for routing.</summary>
    protected virtual string? TargetMailbox => null;

    /// <summary>The server as the parameters name it, for people; nothing is sent.</summary>
    protected string ServerName =>
        (Connection?.Uri ?? Uri) is { IsAbsoluteUri: true } uri
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : Service?.ToString() ?? $"EWS of {TargetMailbox}";

    /// <summary>The parameters of the command line; objects from the pipeline add to the bound ones later.</summary>
    internal IReadOnlyList<string> Given { get; private set; } = [];

    internal string? Target => TargetMailbox;

    /// <inheritdoc/>
    protected override void Begin() => Given =
    [
        .. MyInvocation.BoundParameters.Where(pair => pair.Value is not SwitchParameter { IsPresent: false })
            .Select(pair => pair.Key),
    ];

    /// <summary>
    /// The connection that the parameters describe. All calls for one endpoint and credential share it; it is closed
    /// with the cmdlet, unless it is that of -Connection.
    /// </summary>
    /// <exception cref="ThrottlingToolsException">The parameters do not fit together, or Autodiscover failed.
    /// </exception>
    protected EwsConnection Connect()
    {
        ConnectionBuilder builder = new(this);
        if (Connection is not null)
            return builder.Share(Connection);
        EwsConnectionOptions options = Describe(builder);
        EwsConnection? known = _opened
            .FirstOrDefault(opened => opened.Uri == options.Uri && opened.Credential == Credential).Connection;
        if (known is null)
        {
            known = Open(options);
            _opened.Add((options.Uri, Credential, known));
        }
        return builder.Share(known);
    }

    /// <summary>A connection that outlives the cmdlet.</summary>
    /// <exception cref="ThrottlingToolsException">The parameters do not fit together, or Autodiscover failed.
    /// </exception>
    private protected EwsConnection ConnectForSession()
    {
        ConnectionBuilder builder = new(this);
        return Connection is null ? Open(Describe(builder)) : builder.Share(Connection);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (EwsConnection connection in _opened.Select(opened => opened.Connection))
                connection.Dispose();
        }
        base.Dispose(disposing);
    }

    private EwsConnectionOptions Describe(ConnectionBuilder builder)
    {
        builder.Check();
        if (builder.Options is { } options)
            return options;
        AutodiscoverResult? found = null;
        Run(async (sink, cancellation) => found = await builder.DiscoverAsync(sink, cancellation)
            .ConfigureAwait(false));
        return builder.At(found!);
    }

    private EwsConnection Open(EwsConnectionOptions options)
    {
        EwsConnection connection = new(options);
        if (SkipCertificateCheck)
            WriteWarning(
                $"The certificate of {options.Uri.Host} is not checked: whoever answers there gets the credential.");
        if (options.Uri.Host.Equals(OnlineHost, StringComparison.OrdinalIgnoreCase))
            WriteVerbose(
                "Exchange Online ends EWS: since 2026-10-10 a tenant whose EwsEnabled is True needs the application in "
                + "EwsAllowedAppIDs, tenants that have not set EwsEnabled are switched off with seven days' notice, "
                + "and on 2027-04-01 EWS ends. A refusal comes as HTTP 403 with X-EWS-Policy-Reason. "
                + SourceTable.Find("exchange-team-ews-is-here")!.Uri);
        return connection;
    }
}
