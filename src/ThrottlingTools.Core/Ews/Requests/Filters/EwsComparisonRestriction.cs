using System;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>How two values compare. The names are the elements of EWS.</summary>
public enum EwsComparisonOperator
{
    /// <summary>-eq</summary>
    IsEqualTo,
    /// <summary>-ne</summary>
    IsNotEqualTo,
    /// <summary>-gt</summary>
    IsGreaterThan,
    /// <summary>-ge</summary>
    IsGreaterThanOrEqualTo,
    /// <summary>-lt</summary>
    IsLessThan,
    /// <summary>-le</summary>
    IsLessThanOrEqualTo,
}

/// <summary>A property compared with a constant or with another property.</summary>
public sealed class EwsComparisonRestriction : EwsRestriction
{
    internal static readonly string[] OperatorNames = ["eq", "ne", "gt", "ge", "lt", "le"];

    /// <summary>Compares with a constant.</summary>
    /// <param name="property">The property.</param>
    /// <param name="comparison">How.</param>
    /// <param name="value">
    /// The constant of the property's type: a text, number, <see cref="DateTimeOffset"/>, truth value and so on.
    /// </param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidPropertyValue</c> for a value of another type.</exception>
    public EwsComparisonRestriction(EwsPropertyPath property, EwsComparisonOperator comparison, object value)
        : this(
            property, comparison,
            PropertyText.Format(property, value)
                ?? throw Errors.InvalidPropertyValue(property, value, PropertyText.Accepted(property)),
            null)
    {
    }

    internal EwsComparisonRestriction(
        EwsPropertyPath property, EwsComparisonOperator comparison, string? value, EwsPropertyPath? otherProperty)
    {
        Property = property;
        Operator = comparison;
        Value = value;
        OtherProperty = otherProperty;
    }

    /// <summary>The property on the left.</summary>
    public EwsPropertyPath Property { get; }

    /// <summary>How the two compare.</summary>
    public EwsComparisonOperator Operator { get; }

    /// <summary>The constant as EWS writes it; <c>null</c> where a property stands on the right.</summary>
    public string? Value { get; }

    /// <summary>The property on the right; <c>null</c> where a constant stands there.</summary>
    public EwsPropertyPath? OtherProperty { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Print(Property)} -{OperatorNames[(int)Operator]} "
        + (OtherProperty is null ? Quote(Value!) : Print(OtherProperty));

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement(Operator.ToString(), EwsNames.Types);
        Property.WriteTo(writer);
        writer.WriteStartElement("FieldURIOrConstant", EwsNames.Types);
        if (OtherProperty is null)
            WriteConstant(writer, Value!);
        else
            OtherProperty.WriteTo(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
