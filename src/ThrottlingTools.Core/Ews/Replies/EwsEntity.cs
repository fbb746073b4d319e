using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// What a mailbox holds, with the values that came. They are typed when they are first looked at; what was not asked
/// for, or does not exist, is <c>null</c>.
/// </summary>
public abstract class EwsEntity
{
    private readonly object?[] _values;

    private protected EwsEntity(in ReadValues read)
    {
        Layout = read.Layout;
        _values = read.Values;
        Type = read.Type;
        Id = read.Id;
        ChangeKey = read.ChangeKey;
    }

    /// <summary>The version.</summary>
    public string? ChangeKey { get; }

    /// <summary>
    /// A copy of everything that came, by EWS element name; inner elements by path (<c>From/Mailbox/Name</c>), entries
    /// by their key (<c>EmailAddresses/EmailAddress1</c>), extended properties by their notation
    /// (<c>0x0E08:Integer</c>). Values are typed as <see cref="EwsPropertyTable"/> tells; of other names they are a
    /// <see cref="string"/>, or an array of them where the element came more than once.
    /// </summary>
    public IReadOnlyDictionary<string, object> Properties =>
        ToDictionary(Enumerable.Range(0, Layout.Count).Select(slot => (Layout[slot].Path, slot)));

    /// <summary>
    /// What came under a name; <c>null</c> if nothing came. Of a mailbox it is the address, else the name, of a list
    /// an array, of any other structure a dictionary.
    /// </summary>
    /// <param name="name">
    /// The name as in <see cref="EwsPropertyPath.Parse(string)"/>, in any casing, or a path as in
    /// <see cref="Properties"/>.
    /// </param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidExtendedProperty</c>.</exception>
    public object? this[string name]
    {
        get
        {
            if (Layout.Find(name) is >= 0 and int slot)
                return Value(slot);
            Dictionary<string, object> within = ToDictionary(Layout.Within(name));
            return within.Count > 0 ? within : null;
        }
    }

    /// <summary>What it has in common with all others of the same answer.</summary>
    internal ValueLayout Layout { get; }

    /// <summary>The EWS names of what came, and the notations of extended properties.</summary>
    internal IEnumerable<string> Names => Enumerable.Range(0, _values.Length)
        .Where(slot => _values[slot] is not null)
        .Select(slot => Layout[slot].TopName)
        .Distinct();

    private protected string Type { get; }

    private protected string Id { get; }

    private protected string? Text(string name) => this[name] as string;

    private protected DateTimeOffset? Date(string name) => this[name] as DateTimeOffset?;

    private protected bool? Flag(string name) => this[name] as bool?;

    private protected int? Number(string name) => this[name] as int?;

    private protected IReadOnlyList<string>? Texts(string name) => this[name] as string[];

    private Dictionary<string, object> ToDictionary(IEnumerable<(string Path, int Slot)> fields)
    {
        Dictionary<string, object> values = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string path, int slot) in fields)
            if (Value(slot) is { } value)
                values[path] = value;
        return values;
    }

    /// <summary>What came at a place of the layout.</summary>
    internal object? Value(int slot)
    {
        object? read = slot < _values.Length ? _values[slot] : null;
        return read is not (string or List<string>) ? read
            : _values[slot] = ValueText.ToValue(read, Layout[slot].ValueType);
    }
}
