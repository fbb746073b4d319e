using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>What one item or folder of an answer holds.</summary>
/// <param name="Type">The name of its element.</param>
/// <param name="Id">Its id; empty if none came.</param>
/// <param name="ChangeKey">The version of it.</param>
/// <param name="Layout">What the values mean.</param>
/// <param name="Values">
/// A text, a list of texts, a time, or <c>null</c> for each place of the layout; shorter where the last ones did not
/// come.
/// </param>
internal readonly record struct ReadValues(
    string Type, string Id, string? ChangeKey, ValueLayout Layout, object?[] Values);

/// <summary>Reads the items, or the folders, of one answer.</summary>
internal sealed class ValueReader(SoapCursor cursor, Func<string, EwsProperty?> findProperty)
{
    // Internet headers and extended properties of a full page come to some thousands; without limits a hostile server
    // could make a few bytes of its answer take kilobytes here.
    private const int MaxFields = 8192;
    private const int MaxPathCharacters = 1024 * 1024;
    private const int MaxValues = 2 * 1024 * 1024;

    private readonly ValueLayout _layout = new();
    private readonly ValueField _root = new("", "", "", typeof(object));
    private readonly Dictionary<string, ValueField> _extended = [];
    private object?[] _values = new object?[16];
    private int _count;
    private int _fieldCount;
    private int _pathCharacters;
    private int _valueCount;

    /// <summary>Takes the element on which the cursor stands.</summary>
    /// <param name="idName">The name of the element with its id.</param>
    [MethodImpl(PlainBytes.Hot)]
    internal ReadValues Read(string idName)
    {
        string type = cursor.LocalName;
        string id = "";
        string? changeKey = null;
        _root.Restart();
        for (int depth = cursor.Depth; cursor.NextChild(depth);)
        {
            string name = cursor.LocalName;
            if (name == "ExtendedProperty")
            {
                ReadExtended();
                continue;
            }
            if (name != idName)
            {
                ReadField(_root.Find(name) ?? AddField(name));
                continue;
            }
            id = cursor.Attribute("Id") ?? "";
            changeKey = cursor.Attribute("ChangeKey");
        }
        return new ReadValues(type, id, changeKey, _layout, TakeValues());
    }

    [MethodImpl(PlainBytes.Hot)]
    private object?[] TakeValues()
    {
        _valueCount += _count;
        if (_valueCount > MaxValues)
            throw new XmlException($"Its items have more than {MaxValues} values.");
        object?[] values = new object?[_count];
        Array.Copy(_values, values, _count);
        Array.Clear(_values, 0, _count);
        _count = 0;
        return values;
    }

    private ValueField AddField(string name) =>
        _root.Add(MakeField(name, name, name, findProperty(name)?.ValueType ?? typeof(object)));

    // Inner elements are texts; within a list there are several of each.
    private ValueField AddChild(ValueField field, string name)
    {
        Type type = field.ValueType == typeof(string[]) ? typeof(string[]) : typeof(object);
        return field.Add(MakeField(name, $"{field.Path}/{name}", field.TopName, type));
    }

    private ValueField MakeField(string name, string path, string topName, Type type)
    {
        CountField(path);
        return new ValueField(name, path, topName, type);
    }

    private void CountField(string path)
    {
        _pathCharacters += path.Length;
        if (++_fieldCount > MaxFields || _pathCharacters > MaxPathCharacters)
            throw new XmlException($"Its items have more than {MaxFields} different properties, or too long names.");
    }

    /// <summary>Takes an element with all that is in it, and returns its text.</summary>
    [MethodImpl(PlainBytes.Hot)]
    private string? ReadField(ValueField field)
    {
        string? text = cursor.Attribute("Id");
        bool isMailbox = cursor.LocalName == "Mailbox";
        string? address = null;
        string? displayName = null;
        bool isLeaf = true;
        field.Restart();
        for (int depth = cursor.Depth; cursor.NextChild(depth);)
        {
            isLeaf = false;
            string element = cursor.LocalName;
            // Entries and headers differ by a key alone.
            string name = cursor.Attribute("Key") ?? cursor.Attribute("HeaderName") ?? element;
            string? inner = ReadField(field.Find(name) ?? AddChild(field, name));
            if (isMailbox && element == "EmailAddress")
                address = inner;
            else if (isMailbox && element == "Name")
                displayName = inner;
        }
        if (isLeaf && field.IsDate && TryAddDate(field))
            return null;
        text ??= isLeaf ? cursor.Text : string.IsNullOrEmpty(address) ? displayName : address;
        if (text is not null)
            Add(field, text);
        return text;
    }

    private void ReadExtended()
    {
        ValueField? field = null;
        for (int depth = cursor.Depth; cursor.NextChild(depth);)
        {
            switch (cursor.LocalName)
            {
                case "ExtendedFieldURI":
                    string notation = ExtendedNotation.Of(cursor);
                    if (!_extended.TryGetValue(notation, out field))
                    {
                        CountField(notation);
                        _extended.Add(notation, field = ExtendedNotation.ToField(notation));
                    }
                    break;
                case "Value" when field is not null:
                    Add(field, cursor.ReadText());
                    break;
                case "Values" when field is not null:
                    for (int inner = cursor.Depth; cursor.NextChild(inner);)
                        Add(field, cursor.ReadText());
                    break;
            }
        }
    }

    [MethodImpl(PlainBytes.Hot)]
    private void Add(ValueField field, string text)
    {
        ref object? value = ref ValueOf(field);
        switch (value)
        {
            case null: value = text; break;
            case List<string> several: several.Add(text); break;
            case DateTimeOffset date: value = new List<string> { XmlConvert.ToString(date), text }; break;
            default: value = new List<string> { (string)value, text }; break;
        }
    }

    // Without a text, which would be read again when it is looked at.
    [MethodImpl(PlainBytes.Hot)]
    private bool TryAddDate(ValueField field)
    {
        ref object? value = ref ValueOf(field);
        if (value is not null || !cursor.TryReadDate(out DateTimeOffset date))
            return false;
        value = date;
        return true;
    }

    [MethodImpl(PlainBytes.Hot)]
    private ref object? ValueOf(ValueField field)
    {
        int slot = field.Slot >= 0 ? field.Slot : _layout.Place(field);
        if (slot >= _values.Length)
            Array.Resize(ref _values, Math.Max(slot + 1, 2 * _values.Length));
        _count = Math.Max(_count, slot + 1);
        return ref _values[slot];
    }
}
