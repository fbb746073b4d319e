namespace ThrottlingTools.Profiles;

/// <summary>How a value is known.</summary>
public enum ValueSource
{
    /// <summary>No public source states the value.</summary>
    Unknown,
    /// <summary>Microsoft documents it.</summary>
    Documented,
    /// <summary>It stands in a published output, log or bug report.</summary>
    Observed,
    /// <summary>A third party states it.</summary>
    Vendor,
    /// <summary>It follows from other values; the reference shows how.</summary>
    Inferred,
    /// <summary>The policy that was read assigns it.</summary>
    Declared,
    /// <summary>It was measured on a server.</summary>
    Probed,
    /// <summary>It was read from a server's log.</summary>
    Logged,
}

/// <summary>How far a value can be relied on.</summary>
public enum Confidence
{
    /// <summary>There is no value to rely on.</summary>
    None,
    /// <summary>A single claim, or carried over from another release without evidence.</summary>
    Low,
    /// <summary>Inferred with shown reasoning, or contradicted in part.</summary>
    Medium,
    /// <summary>Documented for that release, printed in full by a server, or assigned by the policy itself.</summary>
    High,
}

/// <summary>Where a value comes from.</summary>
/// <param name="Kind">How it is known.</param>
/// <param name="Confidence">How far it can be relied on.</param>
/// <param name="Reference">Where it stands: a section of the facts file, a policy, a file.</param>
public sealed record SettingSource(ValueSource Kind, Confidence Confidence, string Reference)
{
    /// <summary>No source states the value.</summary>
    public static SettingSource Unknown { get; } = new(ValueSource.Unknown, Confidence.None, "");

    /// <summary>The value is assigned by a policy or a file.</summary>
    /// <param name="reference">The policy or file.</param>
    public static SettingSource Declared(string reference) => new(ValueSource.Declared, Confidence.High, reference);

    /// <inheritdoc/>
    public override string ToString() => Reference.Length == 0 ? Kind.ToString() : $"{Kind}, {Reference}";
}
