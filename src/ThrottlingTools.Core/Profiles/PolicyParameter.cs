using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>The type of a parameter's values.</summary>
public enum ParameterKind
{
    /// <summary>A number or Unlimited: <see cref="Unlimited"/>.</summary>
    Limit,
    /// <summary>True or False: <see cref="bool"/>.</summary>
    Flag,
    /// <summary><see cref="ThrottlingPolicyScopeType"/>.</summary>
    Scope,
    /// <summary><see cref="string"/>.</summary>
    Text,
    /// <summary><see cref="System.Guid"/>.</summary>
    Guid,
    /// <summary><see cref="System.DateTime"/>.</summary>
    Date,
    /// <summary>An array of <see cref="string"/>.</summary>
    List,
}

/// <summary>Which of two values of a parameter restricts a caller more.</summary>
public enum Stricter
{
    /// <summary>The value is no limit.</summary>
    None,
    /// <summary>The lower value.</summary>
    Lower,
    /// <summary>The higher value.</summary>
    Higher,
}

/// <summary>One parameter of the throttling policies, or one limit that is no policy setting.</summary>
public sealed class PolicyParameter
{
    internal PolicyParameter(string name, IReadOnlyCollection<ExchangeRelease> appliesTo)
    {
        Name = name;
        AppliesTo = appliesTo;
    }

    /// <summary>The name, in the casing of the newest release that has it.</summary>
    public string Name { get; }

    /// <summary>The releases that have it.</summary>
    public IReadOnlyCollection<ExchangeRelease> AppliesTo { get; }

    /// <summary>The protocol or area: <c>Ews</c>, <c>Owa</c>, <c>Discovery</c> and so on.</summary>
    public string Component { get; internal set; } = "";

    /// <summary>The type of its values.</summary>
    public ParameterKind Kind { get; internal set; }

    /// <summary>The unit of its values; empty where it has none or no source tells.</summary>
    public string Unit { get; internal set; } = "";

    /// <summary>The lowest accepted number.</summary>
    public long Minimum { get; internal set; }

    /// <summary>The highest accepted number.</summary>
    public long Maximum { get; internal set; } = uint.MaxValue;

    /// <summary>Which of two values restricts a caller more.</summary>
    public Stricter Stricter { get; internal set; }

    /// <summary>Which policy cmdlets take it: <c>Both</c>, <c>New</c>, <c>Set</c> or <c>None</c>.</summary>
    public string OnCmdlet { get; internal set; } = "None";

    /// <summary>Whether Microsoft reserves it for internal use.</summary>
    public bool IsReserved { get; internal set; }

    /// <summary>
    /// The default that the cmdlet help states, which newer outputs often contradict (learn-set-throttlingpolicy
    /// against qna-125609).
    /// </summary>
    public string? DocumentedDefault { get; internal set; }

    /// <summary>The response code that a caller over this limit sees; <c>null</c> where no source tells.</summary>
    public string? Error { get; internal set; }

    /// <summary>What it limits and what happens beyond.</summary>
    public string Meaning { get; internal set; } = "";

    /// <summary>Who is charged, by release; empty where no source tells.</summary>
    public string ChargedTo { get; internal set; } = "";

    /// <summary>Where this stands.</summary>
    public SettingSource Source { get; internal set; } = SettingSource.Unknown;

    internal IReadOnlyCollection<ExchangeRelease> SettableIn { get; set; } = [];

    /// <summary>Whether the release has the parameter.</summary>
    public bool AppliesIn(ExchangeRelease release) => AppliesTo.Contains(release);

    /// <summary>
    /// Whether <c>New-ThrottlingPolicy</c> or <c>Set-ThrottlingPolicy</c> of the release takes the parameter.
    /// </summary>
    public bool IsSettable(ExchangeRelease release) => SettableIn.Contains(release);

    /// <summary>
    /// Whether a profile can be given a value for it: what a policy cmdlet takes, and every limit, since one that no
    /// policy sets may still be changed on the server or measured.
    /// </summary>
    /// <param name="release">The release; <c>null</c> for any.</param>
    public bool CanBeGiven(ExchangeRelease? release) =>
        Component != "Object"
        && (Kind == ParameterKind.Limit
            ? release is null || AppliesIn(release.Value)
            : Kind is ParameterKind.Flag or ParameterKind.Scope
                && (release is null ? OnCmdlet != "None" : IsSettable(release.Value)));

    /// <summary>The accepted values in words, for messages and help.</summary>
    public string Accepted => Kind switch
    {
        ParameterKind.Limit => $"a whole number from {Minimum} to {Maximum}, or Unlimited",
        ParameterKind.Flag => "True or False",
        ParameterKind.Scope => "Global, Organization or Regular",
        ParameterKind.Guid => "a GUID",
        ParameterKind.Date => "a date",
        _ => "text",
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
