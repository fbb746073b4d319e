using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// What the values of the items of one answer mean: a place for each path that came with any of them. It grows while
/// the answer is read and is fixed afterwards. Items of one answer also have in common what stands here.
/// </summary>
internal sealed class ValueLayout
{
    private static readonly string[] Inner = ["/Mailbox", "/String", "/Attendee/Mailbox"];

    private readonly List<ValueField> _fields = [];
    private Dictionary<string, int>? _slots;

    /// <summary>Where the items come from; <c>null</c> for the caller's own mailbox.</summary>
    internal string? Mailbox { get; set; }

    /// <summary>The names that the items show where they are shown; <c>null</c> for the usual ones.</summary>
    internal IReadOnlyList<string>? Selection { get; set; }

    /// <summary>How many places there are.</summary>
    internal int Count => _fields.Count;

    /// <summary>The field of a place.</summary>
    internal ValueField this[int slot] => _fields[slot];

    /// <summary>Gives a field its place.</summary>
    internal int Place(ValueField field)
    {
        _fields.Add(field);
        return field.Slot = _fields.Count - 1;
    }

    /// <summary>The place of what a name means; -1 if nothing of the kind came.</summary>
    /// <param name="name">A path, an EWS name, a FieldURI, or the notation of an extended property.</param>
    internal int Find(string name)
    {
        Dictionary<string, int> slots = _slots ??= Index();
        if (slots.TryGetValue(name, out int slot))
            return slot;
        string path = ToPath(name);
        if (slots.TryGetValue(path, out slot))
            return slot;
        foreach (string inner in Inner)
            if (slots.TryGetValue(path + inner, out slot))
                return slot;
        return -1;
    }

    /// <summary>The places of what stands inside the element of a name, by the path from there.</summary>
    internal IEnumerable<(string Path, int Slot)> Within(string name)
    {
        string prefix = ToPath(name) + "/";
        return _fields
            .Where(field => field.Path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(field => (field.Path.Substring(prefix.Length), field.Slot));
    }

    private static string ToPath(string name)
    {
        if (EwsExtendedProperty.IsNotation(name))
            return EwsExtendedProperty.Parse(name).ToString();
        if (EwsIndexedFieldPath.TryParse(name) is not { Property: { } container } entry)
            return name.Substring(name.IndexOf(':') + 1);
        string[] uri = entry.FieldUri.Split(':');
        string part = uri.Length > 2 ? "/" + uri[2] : "";
        return $"{container.Name}/{entry.FieldIndex}{part}";
    }

    private Dictionary<string, int> Index()
    {
        Dictionary<string, int> slots = new(_fields.Count, StringComparer.OrdinalIgnoreCase);
        foreach (ValueField field in _fields)
            slots[field.Path] = field.Slot;
        return slots;
    }
}
