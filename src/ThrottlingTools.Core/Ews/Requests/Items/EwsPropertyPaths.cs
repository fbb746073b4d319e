using System;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>What can be written, and where.</summary>
internal static class EwsPropertyPaths
{
    /// <summary>Reads the name of a property of one kind of item.</summary>
    /// <exception cref="ThrottlingToolsException">The name is none, or of another kind of item.</exception>
    public static EwsPropertyPath Of(string itemType, string name)
    {
        EwsProperty? own = EwsPropertyTable.Of(itemType).FirstOrDefault(
            property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        EwsPropertyPath path = own is null ? EwsPropertyPath.Parse(name) : EwsPropertyPath.Parse(own.FieldUri);
        return path.Property is null || EwsPropertyTable.Of(itemType).Contains(path.Property)
            ? path
            : throw Errors.PropertyNotWritable(path, $"a {itemType} has no such property");
    }

    /// <summary>Refuses what clients cannot write.</summary>
    public static void CheckWritable(EwsPropertyPath path)
    {
        if (path.Property is { IsReadOnly: true })
            throw Errors.PropertyNotWritable(path, "the server alone sets it");
        if (path is EwsFieldPath && path.Property?.Kind is EwsValueKind.Complex or EwsValueKind.Id)
            throw Errors.PropertyNotWritable(path, "it is a structure of several values");
        if (path is EwsFieldPath && path.Property?.Kind is EwsValueKind.Entries)
            throw Errors.PropertyNotWritable(
                path, "name one of its entries, as in contacts:EmailAddress:EmailAddress1");
    }
}
