using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Finds what is dangerous, impossible or useless in a policy.</summary>
/// <remarks>
/// <para>
/// Each finding has a severity, the parameter, the reason, where the rule stands, and what to do. The rules look for
/// blanks that mean Unlimited in Exchange 2010, policies without any limit, a cutoff below the burst, recharge rates of
/// zero or above real time, concurrency above the default, settings that the release does not have, and
/// service-account flags without limits. Without output there is nothing to say.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Test-EwsThrottlingProfile Exchange2010</code>
/// <para>Shows that the first release of Exchange 2010 limits hardly anything.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile -Path ./policies.txt | Test-EwsThrottlingProfile -Severity Warning</code>
/// <para>Checks the policies of a saved output, and leaves out what is only worth knowing.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsThrottlingProfile")]
[OutputType(typeof(ProfileFinding))]
public sealed class TestEwsThrottlingProfileCommand : EwsCmdlet
{
    /// <summary>The profiles: each a catalogue name, a profile, a policy file, or a policy object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument[] Profile { get; set; } = [];

    /// <summary>The lowest severity that is shown.</summary>
    [Parameter]
    public FindingSeverity Severity { get; set; } = FindingSeverity.Information;

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (ThrottlingProfile profile in new ProfileInput(this).Many(Profile))
        {
            WriteObject(
                ProfileLint.Check(profile).Where(finding => finding.Severity >= Severity), enumerateCollection: true);
        }
    }
}
