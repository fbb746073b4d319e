using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace ThrottlingTools.Ews;

/// <summary>A kind of element within the items of an answer: its path, its type, and where its values stand.</summary>
internal sealed class ValueField(string name, string path, string topName, Type valueType)
{
    private readonly Dictionary<string, ValueField> _children = [];
    private readonly List<ValueField> _order = [];
    private int _next;

    internal string Name => name;

    /// <summary>The names from the item down, with slashes between.</summary>
    internal string Path => path;

    /// <summary>The first of them.</summary>
    internal string TopName => topName;

    /// <summary>The type of a value.</summary>
    internal Type ValueType => valueType;

    /// <summary>Whether a value is a time.</summary>
    internal bool IsDate { get; } = valueType == typeof(DateTimeOffset);

    /// <summary>The place of the values; -1 before the first came.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Begins with an element that has the children once more.</summary>
    [MethodImpl(PlainBytes.Hot)]
    internal void Restart() => _next = 0;

    /// <summary>The child of a name; <c>null</c> if none came so far.</summary>
    [MethodImpl(PlainBytes.Hot)]
    internal ValueField? Find(string child)
    {
        // Elements come in the same order item after item.
        if (_next < _order.Count && _order[_next].Name == child)
            return _order[_next++];
        if (!_children.TryGetValue(child, out ValueField? field))
            return null;
        _next = _order.IndexOf(field) + 1;
        return field;
    }

    /// <summary>Adds a child.</summary>
    internal ValueField Add(ValueField child)
    {
        _children.Add(child.Name, child);
        _order.Insert(_next++, child);
        return child;
    }
}
