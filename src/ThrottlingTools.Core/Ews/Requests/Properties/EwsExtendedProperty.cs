using System;
using System.Globalization;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// A MAPI property that the EWS schema does not have by name. It is written <c>0x0E08:Integer</c> (a tag),
/// <c>{00020329-0000-0000-C000-000000000046}:Keywords:StringArray</c> (a set and a name) or
/// <c>Common/0x8578:Integer</c> (a set of <see cref="EwsPropertySet"/> and an id). A name that looks like a number
/// stands in single quotes.
/// </summary>
public sealed class EwsExtendedProperty : EwsPropertyPath
{
    // From 0x8000 on a tag differs by mailbox; EWS refuses it (ExtendedFieldURI, public documentation).
    private const int FirstNamedTag = 0x8000;

    private EwsExtendedProperty(MapiPropertyType propertyType) => PropertyType = propertyType;

    /// <summary>The type of the value.</summary>
    public MapiPropertyType PropertyType { get; }

    /// <summary>The tag without its type, below 0x8000; <c>null</c> for a named property.</summary>
    public int? PropertyTag { get; private init; }

    /// <summary>The well-known set; <c>null</c> for one named by a GUID, or a tag.</summary>
    public EwsPropertySet? DistinguishedPropertySet { get; private init; }

    /// <summary>The set; <c>null</c> for a well-known one, or a tag.</summary>
    public Guid? PropertySetId { get; private init; }

    /// <summary>The name within the set; <c>null</c> where there is an id.</summary>
    public string? PropertyName { get; private init; }

    /// <summary>The id within the set; <c>null</c> where there is a name.</summary>
    public int? PropertyId { get; private init; }

    /// <inheritdoc/>
    public override Type? ValueType => PropertyType.ToType();

    /// <summary>A property by name of a set of one's own.</summary>
    /// <param name="propertySetId">The set.</param>
    /// <param name="name">The name.</param>
    /// <param name="type">The type of the value.</param>
    public static EwsExtendedProperty OfName(Guid propertySetId, string name, MapiPropertyType type) =>
        new(type) { PropertySetId = propertySetId, PropertyName = name };

    /// <summary>Reads the notation.</summary>
    /// <param name="text">The notation; names of sets and types in any casing.</param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidExtendedProperty</c>.</exception>
    public static new EwsExtendedProperty Parse(string text)
    {
        string trimmed = text.Trim();
        int last = trimmed.LastIndexOf(':');
        if (last < 0 || !Enum.TryParse(trimmed.Substring(last + 1), true, out MapiPropertyType type)
            || !char.IsLetter(trimmed, Math.Min(last + 1, trimmed.Length - 1)))
            throw Errors.InvalidExtendedProperty(text, "it does not end with a type such as :String");
        string left = trimmed.Substring(0, last);
        if (ToNumber(left) is { } tag)
            return tag is > 0 and < FirstNamedTag
                ? new EwsExtendedProperty(type) { PropertyTag = tag }
                : throw Errors.InvalidExtendedProperty(
                    text, "a tag is from 0x0001 to 0x7FFF; others are named by set and name or id");
        int brace = left.IndexOf('}');
        int end = brace >= 0 ? brace + 1 : left.IndexOf('/');
        if (end <= 0 || end >= left.Length - 1 || left[end] is not (':' or '/'))
            throw Errors.InvalidExtendedProperty(text, "it has neither a tag nor a set with a name");
        return InSet(text, left.Substring(0, end), left.Substring(end + 1), type);
    }

    /// <summary>The notation.</summary>
    public override string ToString()
    {
        if (PropertyTag is { } tag)
            return $"0x{tag:X4}:{PropertyType}";
        string set = PropertySetId is { } guid ? guid.ToString("B").ToUpperInvariant() + ":"
            : DistinguishedPropertySet + "/";
        string name = PropertyId is { } id ? $"0x{id:X4}" : ToNumber(PropertyName!) is null && PropertyName![0] != '\''
            ? PropertyName
            : $"'{PropertyName}'";
        return $"{set}{name}:{PropertyType}";
    }

    /// <summary>Whether a text means an extended property, rightly written or not.</summary>
    internal static bool IsNotation(string text) =>
        text.StartsWith("{", StringComparison.Ordinal) || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        || (text.IndexOf('/') is > 0 and var slash
            && Enum.TryParse(text.Substring(0, slash), true, out EwsPropertySet _));

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement("ExtendedFieldURI", EwsNames.Types);
        if (DistinguishedPropertySet is { } set)
            writer.WriteAttributeString("DistinguishedPropertySetId", set.ToString());
        if (PropertySetId is { } guid)
            writer.WriteAttributeString("PropertySetId", guid.ToString("D"));
        if (PropertyTag is { } tag)
            writer.WriteAttributeString("PropertyTag", "0x" + tag.ToString("X4", CultureInfo.InvariantCulture));
        if (PropertyName is not null)
            writer.WriteAttributeString("PropertyName", PropertyName);
        if (PropertyId is { } id)
            writer.WriteAttributeString("PropertyId", id.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("PropertyType", PropertyType.ToString());
        writer.WriteEndElement();
    }

    private static EwsExtendedProperty InSet(string text, string set, string name, MapiPropertyType type)
    {
        bool isQuoted = name.Length > 2 && name[0] == '\'' && name[name.Length - 1] == '\'';
        int? id = isQuoted ? null : ToNumber(name);
        string? plain = id is not null ? null : isQuoted ? name.Substring(1, name.Length - 2) : name;
        if (Guid.TryParse(set, out Guid guid))
            return new EwsExtendedProperty(type) { PropertySetId = guid, PropertyName = plain, PropertyId = id };
        return char.IsLetter(set[0]) && Enum.TryParse(set, true, out EwsPropertySet known)
            ? new EwsExtendedProperty(type) { DistinguishedPropertySet = known, PropertyName = plain, PropertyId = id }
            : throw Errors.InvalidExtendedProperty(
                text, $"'{set}' is no GUID, nor one of {string.Join(", ", Enum.GetNames(typeof(EwsPropertySet)))}");
    }

    private static int? ToNumber(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(
            isHex ? text.Substring(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
