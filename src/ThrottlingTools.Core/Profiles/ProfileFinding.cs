namespace ThrottlingTools.Profiles;

/// <summary>How serious a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,
    /// <summary>Probably not what was meant.</summary>
    Warning,
    /// <summary>Dangerous for the server, or makes every caller fail.</summary>
    Error,
}

/// <summary>Something about a profile that its administrator should look at.</summary>
public sealed class ProfileFinding
{
    internal ProfileFinding(
        FindingSeverity severity, string id, ThrottlingProfile profile, string? parameter, string reason, string remedy,
        string source)
    {
        Severity = severity;
        Id = id;
        ProfileName = profile.Name;
        Parameter = parameter;
        Value = parameter is null ? null : profile.Find(parameter)?.Value;
        Reason = reason;
        Remedy = remedy;
        Source = SettingSource.Cited(source);
    }

    /// <summary>How serious it is.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>The rule's stable id.</summary>
    public string Id { get; }

    /// <summary>The profile's name.</summary>
    public string ProfileName { get; }

    /// <summary>The parameter; <c>null</c> where the finding is about the policy as a whole.</summary>
    public string? Parameter { get; }

    /// <summary>The parameter's value.</summary>
    public object? Value { get; }

    /// <summary>What is wrong and what it leads to.</summary>
    public string Reason { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>Where the rule stands.</summary>
    public SettingSource Source { get; }
}
