using System.Management.Automation;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Profiles;

/// <summary>Shows a profile to PowerShell with the properties of <c>Get-ThrottlingPolicy</c>, in that order.</summary>
internal static class ProfileObject
{
    /// <summary>Makes the object that a cmdlet writes.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="explicitOnly">
    /// Whether only values are shown that the policy itself assigns (learn-get-throttlingpolicy, parameter Explicit).
    /// </param>
    /// <returns>
    /// A profile of its own, so that nothing attached to it stays with the catalogue, and with properties that cannot
    /// be
    /// set: a changed copy would not be the profile that the next cmdlet gets.
    /// </returns>
    public static PSObject Create(ThrottlingProfile profile, bool explicitOnly = false)
    {
        PSObject shown = new(new ThrottlingProfile(profile.Name, profile.Release, profile.Settings));
        foreach (ThrottlingSetting setting in profile.Settings)
        {
            if (!explicitOnly || setting.Value is not null)
                shown.Properties.Add(ReadOnly(setting.Name, setting.Value), preValidated: true);
        }
        if (!explicitOnly)
            shown.Properties.Add(ReadOnly("Assumptions", Assumptions.Of(profile.Release)), preValidated: true);
        return shown;
    }

    /// <summary>Makes a property that scripts can read and not set.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public static PSNoteProperty ReadOnly(string name, object? value) =>
        new PSVariableProperty(new PSVariable(name, value, ScopedItemOptions.Constant));
}
