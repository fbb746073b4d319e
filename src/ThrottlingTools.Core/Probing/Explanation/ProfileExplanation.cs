using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Probing;

/// <summary>What a measurement says about an assumption.</summary>
public enum AssumptionStanding
{
    /// <summary>It explains the measurement significantly better than its alternative.</summary>
    Supported,
    /// <summary>Its alternative explains the measurement significantly better.</summary>
    Contradicted,
    /// <summary>It played a part, and the measurement fits its alternative as well: both may hold.</summary>
    NotIdentifiable,
    /// <summary>Nothing that was measured depends on it.</summary>
    NotExercised,
}

/// <summary>An assumption, or a value of the profile, held against a measurement.</summary>
/// <param name="Assumption">The assumption.</param>
/// <param name="Standing">What the measurement says.</param>
/// <param name="Finding">Why, in a sentence.</param>
public sealed record AssumptionFinding(Assumption Assumption, AssumptionStanding Standing, string Finding)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Assumption}: {Standing}. {Finding}";
}

/// <summary>Whether a profile explains what was measured, and which assumption is off if it does not.</summary>
public sealed class ProfileExplanation
{
    internal ProfileExplanation(string profile, IReadOnlyList<AssumptionFinding> assumptions)
    {
        Profile = profile;
        Assumptions = assumptions;
    }

    /// <summary>The profile.</summary>
    public string Profile { get; }

    /// <summary>
    /// Whether the profile explains it, with the fitted costs: no size deviates by more than chance, and no refusal
    /// came that it does not predict. <c>null</c> if too little was measured to tell.
    /// </summary>
    public bool? IsExplained { get; init; }

    /// <summary>
    /// How likely latencies deviate from the profile as they do, if it is right: 0 to 1; <c>null</c> if too little was
    /// measured.
    /// </summary>
    public double? Probability { get; init; }

    /// <summary>The answer in words.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Every assumption that latencies can depend on, with what the measurement says of it.</summary>
    public IReadOnlyList<AssumptionFinding> Assumptions { get; }

    /// <summary>Those that do not hold.</summary>
    public IReadOnlyList<AssumptionFinding> Contradicted =>
        Assumptions.Where(finding => finding.Standing == AssumptionStanding.Contradicted).ToArray();

    /// <inheritdoc/>
    public override string ToString() => Summary;
}
