using System;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>A property of the schema, named by its FieldURI.</summary>
public sealed class EwsFieldPath : EwsPropertyPath
{
    internal EwsFieldPath(string fieldUri, EwsProperty? property)
    {
        FieldUri = fieldUri;
        Property = property;
    }

    /// <summary>The FieldURI, such as <c>item:Subject</c>.</summary>
    public string FieldUri { get; }

    /// <inheritdoc/>
    public override EwsProperty? Property { get; }

    /// <inheritdoc/>
    public override Type? ValueType => Property?.ValueType;

    /// <summary>The FieldURI.</summary>
    public override string ToString() => FieldUri;

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement("FieldURI", EwsNames.Types);
        writer.WriteAttributeString("FieldURI", FieldUri);
        writer.WriteEndElement();
    }
}
