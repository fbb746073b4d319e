using System.Globalization;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>A number that has none of the bits of a mask: the Excludes of EWS.</summary>
public sealed class EwsBitmaskRestriction : EwsRestriction
{
    /// <summary>Tests bits.</summary>
    /// <param name="property">A property that holds a whole number.</param>
    /// <param name="mask">The bits.</param>
    public EwsBitmaskRestriction(EwsPropertyPath property, int mask)
    {
        Property = property;
        Mask = mask;
    }

    /// <summary>The property.</summary>
    public EwsPropertyPath Property { get; }

    /// <summary>The bits that must not be set.</summary>
    public int Mask { get; }

    /// <inheritdoc/>
    public override string ToString() => $"-not ({ToPositive()})";

    internal string ToPositive() =>
        string.Format(CultureInfo.InvariantCulture, "{0} -band {1}", Print(Property), Mask);

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement("Excludes", EwsNames.Types);
        Property.WriteTo(writer);
        writer.WriteStartElement("Bitmask", EwsNames.Types);
        writer.WriteAttributeString("Value", Mask.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
