using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;

namespace ThrottlingTools.Resolving;

/// <summary>Reads HTTP headers from each form in which PowerShell users hold them.</summary>
internal static class HeaderTable
{
    /// <summary>The headers by name in any casing.</summary>
    /// <param name="headers">A dictionary, .NET's collections of headers, an object, or lines of text.</param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidHeaders</c>: lines without a colon.</exception>
    public static Dictionary<string, string> Read(object? headers)
    {
        Dictionary<string, string> table = new(StringComparer.OrdinalIgnoreCase);
        Add(table, headers is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : headers);
        return table;
    }

    private static void Add(Dictionary<string, string> table, object? headers)
    {
        switch (headers)
        {
            case null:
                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                    table[entry.Key.ToString()!] = Text(entry.Value);
                break;
            case NameValueCollection collection:
                foreach (string name in collection.AllKeys.OfType<string>())
                    table[name] = collection[name] ?? "";
                break;
            case IEnumerable<KeyValuePair<string, IEnumerable<string>>> pairs:
                foreach (KeyValuePair<string, IEnumerable<string>> pair in pairs)
                    table[pair.Key] = string.Join(", ", pair.Value);
                break;
            case string text:
                AddLines(table, text.Split('\n'));
                break;
            case IEnumerable lines:
                AddLines(table, lines.Cast<object>().Select(line => line.ToString() ?? ""));
                break;
            default:
                foreach (PSPropertyInfo property in PSObject.AsPSObject(headers).Properties)
                    table[property.Name] = Text(property.Value);
                break;
        }
    }

    private static void AddLines(Dictionary<string, string> table, IEnumerable<string> lines)
    {
        ILookup<bool, string> byColon = lines.Select(line => line.Trim()).Where(line => line.Length > 0)
            .ToLookup(line => line.IndexOf(':') > 0);
        if (byColon[false].Any())
            throw Errors.InvalidHeaders(byColon[false]);
        foreach (string line in byColon[true])
            table[line.Substring(0, line.IndexOf(':')).Trim()] = line.Substring(line.IndexOf(':') + 1).Trim();
    }

    private static string Text(object? value) => value switch
    {
        string text => text,
        PSObject { BaseObject: string text } => text,
        IEnumerable values => string.Join(", ", values.Cast<object>()),
        _ => value?.ToString() ?? "",
    };
}
