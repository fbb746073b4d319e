using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Items or folders that have a property at all.</summary>
public sealed class EwsExistsRestriction : EwsRestriction
{
    /// <summary>Asks for a property.</summary>
    /// <param name="property">The property.</param>
    public EwsExistsRestriction(EwsPropertyPath property) => Property = property;

    /// <summary>The property.</summary>
    public EwsPropertyPath Property { get; }

    /// <inheritdoc/>
    public override string ToString() => Print(Property) + " -exists";

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement("Exists", EwsNames.Types);
        Property.WriteTo(writer);
        writer.WriteEndElement();
    }
}
