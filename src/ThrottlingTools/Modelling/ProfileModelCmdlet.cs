using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>The base of the cmdlets that predict something for each profile.</summary>
public abstract class ProfileModelCmdlet : EwsCmdlet
{
    /// <summary>The profile that holds: a catalogue name, a profile, a policy file, or a policy object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument Profile { get; set; } = null!;

    /// <summary>Predicts for one profile.</summary>
    /// <param name="profile">The profile.</param>
    protected abstract void Predict(ThrottlingProfile profile);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (ThrottlingProfile profile in new ProfileInput(this).Many(Profile.Value))
            Attempt(() => Predict(profile));
    }
}
