using System;
using System.Collections;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>One value of a profile, and how it is known.</summary>
public sealed class ThrottlingSetting
{
    /// <summary>Makes a setting.</summary>
    /// <param name="name">The parameter's name, cased as the release prints it.</param>
    /// <param name="value">The value, of the type its parameter has; <c>null</c> where it is blank or unknown.</param>
    /// <param name="source">How it is known.</param>
    /// <param name="parameter">The parameter; <c>null</c> for a property that the table does not have.</param>
    public ThrottlingSetting(string name, object? value, SettingSource source, PolicyParameter? parameter)
    {
        Name = name;
        Value = value;
        Source = source;
        Parameter = parameter;
    }

    /// <summary>The parameter's name, cased as the release prints it.</summary>
    public string Name { get; }

    /// <summary>
    /// The value: <see cref="Unlimited"/>, <see cref="bool"/>, text and so on by <see cref="PolicyParameter.Kind"/>;
    /// <c>null</c> where it is blank or unknown (<see cref="Source"/> tells which).
    /// </summary>
    public object? Value { get; }

    /// <summary>How the value is known, and where it stands.</summary>
    public SettingSource Source { get; }

    /// <summary>How far the value can be relied on.</summary>
    public Confidence Confidence => Source.Confidence;

    /// <summary>The address at which the value can be read up; <c>null</c> if no publication states it.</summary>
    public Uri? Uri => Source.Uri;

    /// <summary>The parameter; <c>null</c> for a property that the table does not have.</summary>
    public PolicyParameter? Parameter { get; }

    /// <summary>
    /// The value as text, with an asterisk behind one that is inferred; empty where it is blank or unknown.
    /// </summary>
    public string DisplayValue => ValueText(Value) + (Value is not null && Source.IsInferred ? "*" : "");

    /// <summary>Whether the value is known, be it a blank.</summary>
    public bool IsKnown => Source.Kind != ValueSource.Unknown;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}={ValueText(Value)} [{Source.Kind}]";

    internal static string ValueText(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable list => "{" + string.Join(", ", list.Cast<object>()) + "}",
        _ => System.Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
