using System.Management.Automation;
using ThrottlingTools.Connections;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Commands;

/// <summary>Makes a connection to EWS that other cmdlets take with -Connection.</summary>
/// <remarks>
/// <para>
/// Only Autodiscover sends anything here: without -Uri the hosts of the mailbox's domain are asked, by SOAP and plain
/// XML, and where http://autodiscover.domain redirects to. SRV records and Active Directory are not looked up. The
/// credential goes to no host outside that domain without -AllowRedirection, and nowhere without encryption but to
/// this machine. NTLM, Negotiate and Basic are spoken as the server asks, over TLS 1.2 or later. Outside Windows NTLM
/// needs the package gss-ntlmssp; Basic is spoken instead where the server takes it too.
/// </para>
/// <para>
/// A password that the server has not yet taken goes with one request at a time, and one that it has refused is not
/// sent again over the same connection, so that a wrong one does not lock the account: make a new connection.
/// </para>
/// <para>
/// The connection keeps the affinity cookies of each mailbox and the HTTP connections, so that many commands share
/// them. It costs nothing while it is not used, ends with the session, and is closed at once by its Dispose method. It
/// shows neither password nor token.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $connection = New-EwsConnection -Uri $simulator.Uri -Credential $simulator.Credential
/// PS> Invoke-EwsPagedFind inbox -Connection $connection | Measure-Object</code>
/// <para>Connects once, and counts the items of the inbox.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016 -MailboxCount 2
/// PS> $service = [uri]::new($simulator.Uri, '/autodiscover/autodiscover.svc')
/// PS> $connection = New-EwsConnection user1@contoso.com -AutodiscoverUri $service -Credential $simulator.Credential
/// PS> $connection | Invoke-EwsPagedFind -ImpersonatedMailbox user2@contoso.com | Select-Object -First 3</code>
/// <para>Finds the endpoint by Autodiscover, and uses it as another mailbox.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EwsConnection", DefaultParameterSetName = ConnectionSet)]
[OutputType(typeof(EwsConnection))]
public sealed class NewEwsConnectionCommand : EwsConnectionCmdlet
{
    /// <summary>
    /// The SMTP address of the mailbox to find EWS of, and by which requests are routed that name none of their own.
    /// It does not tell whose items are read: without a mailbox of their own, cmdlets read the caller's.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PrimarySmtpAddress")]
    public string? Mailbox { get; set; }

    /// <inheritdoc/>
    protected override string? TargetMailbox => string.IsNullOrEmpty(Mailbox) ? null : Mailbox;

    /// <inheritdoc/>
    protected override void Process() => WriteObject(ConnectForSession());
}
