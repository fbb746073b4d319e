using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Shows where two profiles differ, and which of them is stricter.</summary>
/// <remarks>
/// <para>
/// Compares limit by limit; the profiles may be of different releases. A blank value is Unlimited in Exchange 2010. In
/// later releases it inherits, so that its strictness is Unknown here; resolve the policy with
/// Get-EwsThrottlingProfileAssociation first.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Compare-EwsThrottlingProfile Exchange2013 Exchange2016 -Parameter Ews*, Hanging*</code>
/// <para>Shows which EWS limits differ between the two releases.</para>
/// </example>
/// <example>
/// <code>PS> $rows = Get-EwsThrottlingProfile -Path ./policy.yaml | Compare-EwsThrottlingProfile Exchange2016
/// PS> $rows | Where-Object Stricter -eq Reference</code>
/// <para>Shows where a policy from a file allows more than the release's default.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "EwsThrottlingProfile")]
[OutputType(typeof(ProfileDifference))]
public sealed class CompareEwsThrottlingProfileCommand : EwsCmdlet
{
    private ThrottlingProfile _reference = null!;

    /// <summary>The profile to compare with: a catalogue name, a profile, a policy file, or a policy object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument ReferenceObject { get; set; } = null!;

    /// <summary>The other profiles, in any of these forms.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument[] DifferenceObject { get; set; } = [];

    /// <summary>Shows only parameters of these names. Wildcards are accepted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ParameterNameCompleter))]
    [SupportsWildcards]
    public string[] Parameter { get; set; } = ["*"];

    /// <summary>Shows equal parameters too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <summary>Shows also parameters whose value one side does not know, or inherits.</summary>
    [Parameter]
    public SwitchParameter IncludeUnknown { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _reference = new ProfileInput(this).One(ReferenceObject.Value);

    /// <inheritdoc/>
    protected override void Process()
    {
        WildcardPattern[] patterns =
            Parameter.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase)).ToArray();
        foreach (ThrottlingProfile other in new ProfileInput(this).Many(DifferenceObject))
        {
            ILookup<bool, ProfileDifference> isUnknown = ProfileComparer.Compare(_reference, other, IncludeEqual)
                .Where(difference => patterns.Any(pattern => pattern.IsMatch(difference.Parameter)))
                .ToLookup(difference => difference.Stricter == StricterSide.Unknown && !IncludeUnknown);
            WriteObject(isUnknown[false], enumerateCollection: true);
            if (isUnknown[true].Any())
                WriteVerbose($"{isUnknown[true].Count()} parameters that only one side knows are left out; "
                    + "-IncludeUnknown shows them.");
        }
    }
}
