using System;
using System.Management.Automation;
using System.Net;
using System.Security.Cryptography;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulation;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Commands;

/// <summary>
/// Starts an EWS endpoint on this machine that throttles as an Exchange server with the given policy does.
/// </summary>
/// <remarks>
/// <para>
/// The endpoint serves GetFolder, FindItem and GetItem of a synthetic mailbox over HTTP, for this machine only, and
/// enforces concurrency, find count and the token bucket of the profile with the errors that Exchange sends. Its Uri
/// and
/// Credential properties are what EWS clients need; the other cmdlets take the object from the pipeline.
/// </para>
/// <para>
/// It runs in this session until Stop-EwsThrottlingSimulator, Remove-Module, or the end of the session. The folders
/// take
/// no memory, however many items they have. Rules that no public source states are named assumptions.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Start-EwsThrottlingSimulator -Profile Exchange2016</code>
/// <para>Starts a server with the default policy of Exchange 2016 on a free port.</para>
/// </example>
/// <example>
/// <code>PS> $policy = New-EwsThrottlingProfile Tight -BasedOn Exchange2016 -EwsMaxBurst 1000 -EwsCutoffBalance 5000
/// PS> $policy | Start-EwsThrottlingSimulator -ItemCount 5000 -TimeScale 60</code>
/// <para>Starts a server that soon locks its callers out, and whose clock passes an hour in a minute.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EwsThrottlingSimulator")]
[OutputType(typeof(EwsThrottlingSimulator))]
public sealed class StartEwsThrottlingSimulatorCommand : EwsCmdlet
{
    /// <summary>The profile to enforce: a catalogue name, a profile, a policy file, or a policy object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument Profile { get; set; } = null!;

    /// <summary>The SMTP address of the caller's mailbox. The default is user@contoso.com.</summary>
    [Parameter]
    [ValidatePattern("^[^@\\s]+@[^@\\s]+$")]
    public string Mailbox { get; set; } = "user@contoso.com";

    /// <summary>How many items the inbox has. The default is 1000.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ItemCount { get; set; } = 1000;

    /// <summary>What the mailbox is computed from: the same seed gives the same items.</summary>
    [Parameter]
    public int Seed { get; set; } = 1;

    /// <summary>The TCP port. The default, 0, takes a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// How many seconds pass for the server in a real second. The default is 1; 60 passes an hour in a minute.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 1000000)]
    public double TimeScale { get; set; } = 1;

    /// <summary>
    /// Who may log on. Without it the mailbox's address and a random password, in the object's Credential property.
    /// </summary>
    [Parameter]
    [System.Management.Automation.Credential]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ThrottlingProfile profile = new ProfileInput(this).One(Profile.Value);
        NetworkCredential credential = Credential?.GetNetworkCredential() ?? new NetworkCredential(Mailbox, RandomPassword());
        EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = profile,
            MailboxAddress = Mailbox,
            ItemCount = ItemCount,
            Seed = Seed,
            Port = Port,
            TimeScale = TimeScale,
            Credential = credential,
        });
        RunningSimulators.Add(simulator);
        WriteObject(Show(simulator, credential));
    }

    // The password stays a SecureString: printed, exported or logged, the object does not show it.
    private static PSObject Show(EwsThrottlingSimulator simulator, NetworkCredential credential)
    {
        string user = credential.Domain.Length > 0 ? $"{credential.Domain}\\{credential.UserName}" : credential.UserName;
        PSObject shown = new(simulator);
        shown.Properties.Add(ProfileObject.ReadOnly("Credential", new PSCredential(user, credential.SecurePassword)));
        return shown;
    }

    private static string RandomPassword()
    {
        byte[] bytes = new byte[24];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
