using System;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Names a property in a request: one of the schema, an entry of one, or an extended property.</summary>
public abstract class EwsPropertyPath : IEquatable<EwsPropertyPath>
{
    private protected EwsPropertyPath()
    {
    }

    /// <summary>What the schema says of it; <c>null</c> for what the table does not know.</summary>
    public virtual EwsProperty? Property => null;

    /// <summary>The type of its values; <c>null</c> if unknown.</summary>
    public abstract Type? ValueType { get; }

    /// <summary>
    /// Reads the name of an item property: plain (<c>Subject</c>), a FieldURI (<c>message:From</c>), an entry
    /// (<c>contacts:EmailAddress:EmailAddress1</c>) or an extended property (<c>0x0E08:Integer</c>,
    /// <c>PublicStrings/Keywords:StringArray</c>).
    /// </summary>
    /// <param name="text">The name, in any casing.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UnknownEwsProperty</c> for a plain name that the schema does not have, <c>InvalidExtendedProperty</c>.
    /// </exception>
    public static EwsPropertyPath Parse(string text) => Parse(text, isFolder: false);

    /// <summary>Reads the name of a folder property.</summary>
    /// <param name="text">The name, as in <see cref="Parse(string)"/>.</param>
    /// <exception cref="ThrottlingToolsException"><inheritdoc cref="Parse(string)"/></exception>
    public static EwsPropertyPath ParseFolder(string text) => Parse(text, isFolder: true);

    /// <summary>The text that <see cref="Parse(string)"/> takes.</summary>
    public abstract override string ToString();

    /// <summary>Whether both name the same property.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(EwsPropertyPath? other) =>
        other is not null && string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as EwsPropertyPath);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <summary>Writes the element that names it.</summary>
    internal abstract void WriteTo(XmlWriter writer);

    /// <summary>Whether a text means a property at all, be its extended notation right or not.</summary>
    internal static bool IsKnown(string name, bool isFolder) =>
        EwsExtendedProperty.IsNotation(name) || EwsIndexedFieldPath.TryParse(name) is not null
        || Find(name, isFolder) is not null;

    internal static EwsPropertyPath Parse(string text, bool isFolder)
    {
        string name = text.Trim();
        if (EwsExtendedProperty.IsNotation(name))
            return EwsExtendedProperty.Parse(name);
        if (EwsIndexedFieldPath.TryParse(name) is { } indexed)
            return indexed;
        EwsProperty? property = Find(name, isFolder);
        if (property is null && !IsFieldUri(name))
            throw Unknown(name, isFolder);
        return new EwsFieldPath(property?.FieldUri ?? name, property);
    }

    private static EwsProperty? Find(string name, bool isFolder) => isFolder
        ? EwsPropertyTable.FindFolderProperty(name)
        : EwsPropertyTable.FindItemProperty(name);

    // A FieldURI that the table does not know may be one of a later server.
    private static bool IsFieldUri(string name)
    {
        int colon = name.IndexOf(':');
        return colon > 0 && colon < name.Length - 1 && name.Where((_, i) => i != colon).All(char.IsLetterOrDigit);
    }

    private static ThrottlingToolsException Unknown(string name, bool isFolder) =>
        Errors.UnknownEwsProperty(
            name, NearestName.Of(
                name, (isFolder ? EwsPropertyTable.Folders : EwsPropertyTable.Items).Select(known => known.Name)),
            isFolder);
}
