using System;
using System.Collections;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>A property with a value that is written to an item.</summary>
public sealed class EwsPropertyValue
{
    // The entry of an address has parts; any other is a text.
    private const string AddressUri = "contacts:PhysicalAddress:";

    private readonly object _value;

    /// <summary>Gives a property a value.</summary>
    /// <param name="property">The property.</param>
    /// <param name="value">
    /// The value of its type; for a body an <see cref="EwsBody"/> or text, for mailboxes their addresses.
    /// </param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>PropertyNotWritable</c>, <c>InvalidPropertyValue</c>.
    /// </exception>
    public EwsPropertyValue(EwsPropertyPath property, object value)
    {
        Property = property;
        EwsPropertyPaths.CheckWritable(property);
        _value = value is EwsBody ? value : ToText(property, value);
    }

    /// <summary>The property.</summary>
    public EwsPropertyPath Property { get; }

    /// <summary>Writes the element of the property.</summary>
    internal void WriteTo(XmlWriter writer)
    {
        if (Property is EwsExtendedProperty)
            WriteExtended(writer);
        else if (Property is EwsIndexedFieldPath indexed)
            WriteEntries(writer, indexed.Property!.Name, [this]);
        else
            WriteField(writer, (EwsFieldPath)Property);
    }

    /// <summary>Writes the element that holds entries.</summary>
    internal static void WriteEntries(XmlWriter writer, string container, EwsPropertyValue[] entries)
    {
        writer.WriteStartElement(container, EwsNames.Types);
        foreach (IGrouping<string, EwsPropertyValue> entry in entries.GroupBy(value => value.Key))
        {
            writer.WriteStartElement("Entry", EwsNames.Types);
            writer.WriteAttributeString("Key", entry.Key);
            foreach (EwsPropertyValue value in entry.OrderBy(part => EwsIndexedFieldPath.PlaceOf(part.EntryUri)))
            {
                string uri = value.EntryUri;
                if (uri.StartsWith(AddressUri, StringComparison.Ordinal))
                    writer.WriteElementString(uri.Substring(AddressUri.Length), EwsNames.Types, (string)value._value);
                else
                    writer.WriteString((string)value._value);
            }
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private string Key => ((EwsIndexedFieldPath)Property).FieldIndex;

    private string EntryUri => ((EwsIndexedFieldPath)Property).FieldUri;

    private static object ToText(EwsPropertyPath property, object value)
    {
        bool isList = property is EwsExtendedProperty extended
            ? extended.PropertyType.IsArray()
            : property.Property?.Kind is EwsValueKind.Strings or EwsValueKind.Mailboxes or EwsValueKind.Attendees;
        if (!isList)
            return OneText(property, value);
        return value is IEnumerable values and not (string or byte[])
            ? values.Cast<object>().Select(one => OneText(property, one)).ToArray()
            : new[] { OneText(property, value) };
    }

    private static string OneText(EwsPropertyPath property, object value) => PropertyText.Format(property, value)
        ?? throw Errors.InvalidPropertyValue(property, value, PropertyText.Accepted(property));

    private void WriteExtended(XmlWriter writer)
    {
        writer.WriteStartElement("ExtendedProperty", EwsNames.Types);
        Property.WriteTo(writer);
        if (_value is string[] values)
        {
            writer.WriteStartElement("Values", EwsNames.Types);
            foreach (string value in values)
                writer.WriteElementString("Value", EwsNames.Types, value);
            writer.WriteEndElement();
        }
        else
            writer.WriteElementString("Value", EwsNames.Types, (string)_value);
        writer.WriteEndElement();
    }

    private void WriteField(XmlWriter writer, EwsFieldPath path)
    {
        EwsProperty? property = path.Property;
        string name = property?.Name ?? path.FieldUri.Substring(path.FieldUri.IndexOf(':') + 1);
        writer.WriteStartElement(name, EwsNames.Types);
        switch (property?.Kind)
        {
            case EwsValueKind.Body:
                writer.WriteAttributeString("BodyType", _value is EwsBody { IsHtml: true } ? "HTML" : "Text");
                writer.WriteString(_value.ToString());
                break;
            case EwsValueKind.Strings:
                foreach (string value in (string[])_value)
                    writer.WriteElementString("String", EwsNames.Types, value);
                break;
            case EwsValueKind.Mailbox:
                WriteMailbox(writer, (string)_value);
                break;
            case EwsValueKind.Mailboxes:
                foreach (string address in (string[])_value)
                    WriteMailbox(writer, address);
                break;
            case EwsValueKind.Attendees:
                foreach (string address in (string[])_value)
                {
                    writer.WriteStartElement("Attendee", EwsNames.Types);
                    WriteMailbox(writer, address);
                    writer.WriteEndElement();
                }
                break;
            default:
                writer.WriteString((string)_value);
                break;
        }
        writer.WriteEndElement();
    }

    private static void WriteMailbox(XmlWriter writer, string address)
    {
        writer.WriteStartElement("Mailbox", EwsNames.Types);
        writer.WriteElementString("EmailAddress", EwsNames.Types, address);
        writer.WriteEndElement();
    }
}
