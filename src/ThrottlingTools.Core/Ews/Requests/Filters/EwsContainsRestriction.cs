using System;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Where a text is looked for. The names are those of EWS.</summary>
public enum EwsContainmentMode
{
    /// <summary>It is the whole text.</summary>
    FullString,
    /// <summary>The text begins with it.</summary>
    Prefixed,
    /// <summary>It stands anywhere in the text.</summary>
    Substring,
}

/// <summary>A text that is in a property.</summary>
public sealed class EwsContainsRestriction : EwsRestriction
{
    /// <summary>Looks for a text.</summary>
    /// <param name="property">A property that holds text.</param>
    /// <param name="value">The text.</param>
    /// <param name="mode">Where it is looked for.</param>
    /// <param name="isCaseSensitive">Whether casing matters.</param>
    /// <exception cref="ArgumentException">The text is empty, and not looked for as the whole.</exception>
    public EwsContainsRestriction(
        EwsPropertyPath property, string value, EwsContainmentMode mode, bool isCaseSensitive = false)
    {
        if (value.Length == 0 && mode != EwsContainmentMode.FullString)
            throw new ArgumentException("There is nothing to look for.", nameof(value));
        Property = property;
        Value = value;
        Mode = mode;
        IsCaseSensitive = isCaseSensitive;
    }

    /// <summary>The property.</summary>
    public EwsPropertyPath Property { get; }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>Where it is looked for.</summary>
    public EwsContainmentMode Mode { get; }

    /// <summary>Whether casing matters.</summary>
    public bool IsCaseSensitive { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string casing = IsCaseSensitive ? "c" : "i";
        (string name, string value) = Mode switch
        {
            EwsContainmentMode.FullString => ("eq", Value),
            EwsContainmentMode.Prefixed => ("like", FilterPattern.Escape(Value) + "*"),
            _ => ("contains", Value),
        };
        return $"{Print(Property)} -{casing}{name} {Quote(value)}";
    }

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement("Contains", EwsNames.Types);
        writer.WriteAttributeString("ContainmentMode", Mode.ToString());
        writer.WriteAttributeString("ContainmentComparison", IsCaseSensitive ? "Exact" : "IgnoreCase");
        Property.WriteTo(writer);
        WriteConstant(writer, Value);
        writer.WriteEndElement();
    }
}
