using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace ThrottlingTools.Resolving;

/// <summary>
/// Reads objects by the names of their properties, so that live ones, those of any EWS client's assembly and those that
/// came back from a remote session all read alike.
/// </summary>
internal static class InputProperties
{
    /// <summary>The value of a property; <c>null</c> if there is none or it cannot be read.</summary>
    public static object? Get(this PSObject input, string name)
    {
        if (input.BaseObject is IDictionary table)
            return Unwrap(table.Keys.Cast<object>()
                .Where(key => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase))
                .Select(key => table[key]).FirstOrDefault());
        try
        {
            return Unwrap(input.Properties[name]?.Value);
        }
        catch (GetValueException)
        {
            // A getter that throws has nothing to tell.
            return null;
        }
    }

    /// <summary>The first of the properties that holds a text.</summary>
    public static string? Text(this PSObject input, params string[] names) => names
        .Select(name => input.Get(name)?.ToString())
        .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    /// <summary>The value of a property as an object whose properties can be read.</summary>
    public static PSObject? Object(this PSObject input, string name) =>
        input.Get(name) is { } value ? PSObject.AsPSObject(value) : null;

    /// <summary>Whether the object is of that type or derives from it, deserialised ones included.</summary>
    public static bool Is(this PSObject input, string typeName) =>
        input.TypeNames.Any(name => name == typeName || name == "Deserialized." + typeName);

    /// <summary>The pairs of a dictionary of any kind; none if it is not one.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(object? value)
    {
        if (value is not IDictionary table)
            yield break;
        foreach (DictionaryEntry entry in table)
        {
            if (entry.Key.ToString() is { } name && entry.Value?.ToString() is { } text)
                yield return new KeyValuePair<string, string>(name, text);
        }
    }

    // A custom object is its wrapper; what lies below has no properties.
    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped && !wrapped.TypeNames.Any(IsDeserialized)
            ? wrapped.BaseObject
            : value;

    private static bool IsDeserialized(string typeName) =>
        typeName.StartsWith("Deserialized.", StringComparison.Ordinal);
}
