using System.Collections.Generic;

namespace ThrottlingTools.Profiles;

/// <summary>Tells where two profiles differ and which is stricter, parameter by parameter.</summary>
public static class ProfileComparer
{
    /// <summary>Compares two profiles of any releases.</summary>
    /// <param name="reference">The profile to compare with.</param>
    /// <param name="difference">The other profile.</param>
    /// <param name="includeEqual">Whether parameters that are equal are returned too.</param>
    /// <returns>
    /// Policy limits, flags and scope in the order of the parameter table, EWS first; object metadata is left out.
    /// </returns>
    public static IEnumerable<ProfileDifference> Compare(
        ThrottlingProfile reference, ThrottlingProfile difference, bool includeEqual)
    {
        foreach (PolicyParameter parameter in PolicyParameterTable.All)
        {
            if (parameter.Kind is not (ParameterKind.Limit or ParameterKind.Flag or ParameterKind.Scope)
                || parameter.Component == "Object")
                continue;
            ThrottlingSetting? left = reference.Find(parameter.Name);
            ThrottlingSetting? right = difference.Find(parameter.Name);
            if (left is null && right is null)
                continue;
            object? leftValue = Effective(reference, left);
            object? rightValue = Effective(difference, right);
            StricterSide side = left is null || right is null
                ? StricterSide.NotComparable
                : Judge(parameter, leftValue, rightValue);
            if (includeEqual || !Equals(leftValue, rightValue))
                yield return new ProfileDifference(parameter, left, right, side);
        }
    }

    // A blank that 2010 printed means that the limit is off (learn-client-throttling-2010); every other missing value
    // is not known here.
    private static object? Effective(ThrottlingProfile profile, ThrottlingSetting? setting) =>
        profile.Release.UsesPercentTime()
        && setting is { Value: null, IsKnown: true, Parameter.Kind: ParameterKind.Limit }
            ? Unlimited.UnlimitedValue
            : setting?.Value;

    private static StricterSide Judge(PolicyParameter parameter, object? reference, object? difference)
    {
        if (reference is null || difference is null)
            return StricterSide.Unknown;
        if (Equals(reference, difference))
            return StricterSide.Equal;
        if (parameter.Stricter == Stricter.None || reference is not Unlimited left || difference is not Unlimited right)
            return StricterSide.NotComparable;
        bool referenceIsLower = left.CompareTo(right) < 0;
        return referenceIsLower == (parameter.Stricter == Stricter.Lower)
            ? StricterSide.Reference
            : StricterSide.Difference;
    }
}
