namespace ThrottlingTools.Profiles;

/// <summary>
/// What is passed where a profile is asked for: a catalogue name, a profile, a policy file, a policy object, a
/// hashtable.
/// PowerShell converts whatever it is into this, but binds properties by name first, so that an object that also is a
/// server (a simulator) is taken as one.
/// </summary>
public sealed class ProfileArgument
{
    /// <summary>Takes the argument as it is; it is looked at when it is used.</summary>
    /// <param name="value">The argument.</param>
    public ProfileArgument(object value) => Value = value;

    internal object Value { get; }

    /// <summary>The argument as text.</summary>
    public override string ToString() => Value.ToString() ?? "";
}
