using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace ThrottlingTools.Ews;

/// <summary>A kind of element within the items of an answer: its path, its type, and where its values stand.</summary>
internal sealed class ValueField(string name, string path, string topName, Type valueType)
{
    private readonly Dictionary<string, ValueField> _children = [];
    private ValueField? _first;
    private ValueField? _last;
    private ValueField? _follower;

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
    internal void Restart() => _last = null;

    /// <summary>The child of a name; <c>null</c> if none came so far.</summary>
    [MethodImpl(PlainBytes.Hot)]
    internal ValueField? Find(string child)
    {
        // Elements come in the same order item after item.
        ValueField? next = _last is null ? _first : _last._follower;
        if (next is not null && next.Name == child)
            return _last = next;
        return _children.TryGetValue(child, out ValueField? field) ? Follow(field) : null;
    }

    /// <summary>Adds a child.</summary>
    internal ValueField Add(ValueField child)
    {
        _children.Add(child.Name, child);
        return Follow(child);
    }

    private ValueField Follow(ValueField field)
    {
        if (_last is null)
            _first = field;
        else
            _last._follower = field;
        return _last = field;
    }
}
