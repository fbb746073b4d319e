using System.Globalization;
using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Shows which policy applies to a mailbox, and what it amounts to.</summary>
/// <remarks>
/// <para>
/// In Exchange 2013 and later each value comes from the narrowest policy that sets it: the associated one (Regular),
/// then the organization's, then the global one. In Exchange 2010 one policy applies whole: the associated one, or the
/// default, or the built-in fallback. A blank ThrottlingPolicyId means that the default policy applies.
/// </para>
/// <para>EffectiveProfile holds the values that result; the source of each names the policy that sets it.</para>
/// </remarks>
/// <example>
/// <code>PS> Get-EwsThrottlingProfileAssociation john@contoso.com -Policy ./policies.xml</code>
/// <para>Shows what applies to a mailbox without an association, by the policies saved with Export-Clixml.</para>
/// </example>
/// <example>
/// <code>PS> $policies = Get-EwsThrottlingProfile -Path ./policies.xml
/// PS> $john = Get-EwsThrottlingProfileAssociation john@contoso.com -ThrottlingPolicy Migration -Policy $policies
/// PS> $john.EffectiveProfile.Settings | Where-Object Name -like Ews* | Select-Object Name, Value, Source</code>
/// <para>Shows for a mailbox with the policy Migration each EWS value, and which policy sets it.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EwsThrottlingProfileAssociation", DefaultParameterSetName = IdentitySet)]
[OutputType(typeof(ThrottlingProfileAssociation))]
public sealed class GetEwsThrottlingProfileAssociationCommand : EwsCmdlet
{
    private const string IdentitySet = "Identity";
    private const string ObjectSet = "InputObject";

    private PolicyResolver _resolver = null!;

    /// <summary>The mailboxes.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdentitySet)]
    public string[] Identity { get; set; } = [];

    /// <summary>The policy that the mailboxes are associated with; without it the default applies.</summary>
    [Parameter(ParameterSetName = IdentitySet)]
    [AllowEmptyString]
    public string? ThrottlingPolicy { get; set; }

    /// <summary>An association: what Get-ThrottlingPolicyAssociation returns, live or deserialised.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>
    /// All policies of the organization: what Get-ThrottlingPolicy returns, profiles, files, or catalogue names.
    /// </summary>
    [Parameter(Mandatory = true)]
    public ProfileArgument[] Policy { get; set; } = [];

    /// <inheritdoc/>
    protected override void Begin() => _resolver = new PolicyResolver(new ProfileInput(this).Many(Policy));

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ObjectSet)
            WriteObject(OfObject());
        else
            foreach (string mailbox in Identity)
                Attempt(() => WriteObject(OfMailbox(mailbox)));
    }

    private ThrottlingProfileAssociation OfMailbox(string mailbox) =>
        new(mailbox, Blank(ThrottlingPolicy), Resolve(mailbox, ThrottlingPolicy)) { Name = mailbox };

    private ThrottlingProfileAssociation OfObject()
    {
        string mailbox = Value("ObjectId") ?? Value("Name") ?? Value("Identity")
            ?? throw Errors.NotAnAssociation(InputObject);
        string? policy = Value("ThrottlingPolicyId");
        return new ThrottlingProfileAssociation(mailbox, policy, Resolve(mailbox, policy))
        {
            RunspaceId = Value("RunspaceId"),
            Name = Value("Name"),
            Identity = Value("Identity"),
            IsValid = Flag("IsValid"),
            NeedsToSuppressPii = Flag("NeedsToSuppressPii"),
            ExchangeVersion = Value("ExchangeVersion"),
            DistinguishedName = Value("DistinguishedName"),
            Guid = Value("Guid"),
        };
    }

    private ThrottlingProfile Resolve(string mailbox, string? policy) =>
        (ThrottlingProfile)ProfileObject.Create(_resolver.Resolve(mailbox, policy)).BaseObject;

    private string? Value(string name) =>
        Blank(System.Convert.ToString(InputObject.Properties[name]?.Value, CultureInfo.InvariantCulture));

    private bool? Flag(string name) => bool.TryParse(Value(name), out bool flag) ? flag : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
