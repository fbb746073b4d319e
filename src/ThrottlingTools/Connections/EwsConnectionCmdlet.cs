using System;
using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Connections;

/// <summary>The base of the cmdlets that talk to an EWS endpoint.</summary>
public abstract class EwsConnectionCmdlet : EwsCmdlet
{
    /// <summary>The parameter set in which a server is asked.</summary>
    protected const string ConnectionSet = "Connection";

    /// <summary>The EWS endpoint, such as https://mail.contoso.com/EWS/Exchange.asmx.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectionSet)]
    [ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>Who is calling. Without it the account calls that runs this session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectionSet)]
    [System.Management.Automation.Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The SMTP address of the mailbox to act as, by EWS impersonation.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public string? ImpersonatedMailbox { get; set; }

    /// <summary>
    /// The schema version that requests name. From Exchange2010_SP1 on a find over the limit gets a short page, not
    /// an error.
    /// </summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public ExchangeVersion RequestServerVersion { get; set; } = ExchangeVersion.Exchange2010_SP1;

    /// <summary>How long one request may take. The default is 100 seconds, as in the EWS Managed API.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Takes any server certificate. For test servers only: whoever answers gets the credential.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Opens the connection that the parameters describe; nothing is sent yet.</summary>
    /// <exception cref="ThrottlingToolsException">The parameters do not fit together.</exception>
    protected EwsConnection Connect()
    {
        if (SkipCertificateCheck)
            WriteWarning($"The certificate of {Uri.Host} is not checked: whoever answers there gets the credential.");
        return new EwsConnection(new EwsConnectionOptions(Uri)
        {
            Credential = Credential?.GetNetworkCredential(),
            ImpersonatedMailbox = ImpersonatedMailbox,
            RequestServerVersion = RequestServerVersion,
            Timeout = Timeout,
            SkipCertificateCheck = SkipCertificateCheck,
        });
    }
}
