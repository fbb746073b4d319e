namespace ThrottlingTools.Profiles;

/// <summary>Which side of a comparison restricts a caller more.</summary>
public enum StricterSide
{
    /// <summary>Both are equal.</summary>
    Equal,
    /// <summary>The reference restricts more.</summary>
    Reference,
    /// <summary>The other profile restricts more.</summary>
    Difference,
    /// <summary>One side's value is unknown, or inherits a value that is not given.</summary>
    Unknown,
    /// <summary>The values are no limits, or one release does not have the parameter.</summary>
    NotComparable,
}

/// <summary>One parameter of two profiles side by side.</summary>
public sealed class ProfileDifference
{
    internal ProfileDifference(
        PolicyParameter parameter, ThrottlingSetting? reference, ThrottlingSetting? difference, StricterSide stricter)
    {
        Parameter = parameter.Name;
        ReferenceValue = reference?.Value;
        ReferenceText = reference?.DisplayValue ?? "";
        DifferenceText = difference?.DisplayValue ?? "";
        DifferenceValue = difference?.Value;
        Stricter = stricter;
        Unit = parameter.Unit;
        Meaning = parameter.Meaning;
        ReferenceSource = reference?.Source ?? SettingSource.Unknown;
        DifferenceSource = difference?.Source ?? SettingSource.Unknown;
    }

    /// <summary>The parameter's name.</summary>
    public string Parameter { get; }

    /// <summary>The reference profile's value; <c>null</c> where it is blank, unknown or not in that release.</summary>
    public object? ReferenceValue { get; }

    /// <summary>The other profile's value; <c>null</c> where it is blank, unknown or not in that release.</summary>
    public object? DifferenceValue { get; }

    /// <summary>The reference profile's value as text, with an asterisk behind one that is inferred.</summary>
    public string ReferenceText { get; }

    /// <summary>The other profile's value as text, with an asterisk behind one that is inferred.</summary>
    public string DifferenceText { get; }

    /// <summary>
    /// Which side restricts a caller more. In 2010 a blank is no limit; in 2013 and later it inherits.
    /// </summary>
    public StricterSide Stricter { get; }

    /// <summary>The unit of the values.</summary>
    public string Unit { get; }

    /// <summary>What the parameter limits.</summary>
    public string Meaning { get; }

    /// <summary>How the reference value is known.</summary>
    public SettingSource ReferenceSource { get; }

    /// <summary>How the other value is known.</summary>
    public SettingSource DifferenceSource { get; }
}
