using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// How far a find in the order of a date has come: the key of the last entry, and which entries with that key were
/// returned. EWS prints times to the second, so that many share one. Takes no memory for all the others. Entries that
/// have no date, if there are any, are known by their ids.
/// </summary>
internal sealed class KeyFrontier(bool isDescending) : ReturnedItems
{
    public const string Element = "Frontier";

    private readonly Mark _returned = new(isDescending);
    private readonly Mark _acknowledged = new(isDescending);
    private IdFingerprints _withoutKey = new();

    public override int IdCount => _withoutKey.IdCount;

    [MethodImpl(PlainBytes.Hot)]
    public override bool Contains(string id, long? key) =>
        key is { } ticks ? _returned.Contains(id, ticks) : _withoutKey.Contains(id, null);

    [MethodImpl(PlainBytes.Hot)]
    public override void Add(string id, long? key)
    {
        if (key is { } ticks)
            _returned.Add(id, ticks);
        else
            _withoutKey.Add(id, null);
    }

    [MethodImpl(PlainBytes.Hot)]
    public override void Acknowledge(string id, long? key)
    {
        if (key is { } ticks)
            _acknowledged.Add(id, ticks);
        else
            _withoutKey.Acknowledge(id, null);
    }

    [MethodImpl(PlainBytes.Hot)]
    public override bool IsOrdered(long? before, long? after) =>
        before is null || after is null || (isDescending ? before >= after : before <= after);

    public override void Write(XmlWriter writer)
    {
        writer.WriteStartElement(Element);
        if (_acknowledged.Key is { } key)
            writer.WriteAttributeString("Key", key.ToString(CultureInfo.InvariantCulture));
        foreach (string id in _acknowledged.Ids)
            writer.WriteElementString("Id", id);
        _withoutKey.Write(writer);
        writer.WriteEndElement();
    }

    public static KeyFrontier ReadFrom(XmlReader reader, bool isDescending)
    {
        KeyFrontier frontier = new(isDescending);
        string? text = reader.GetAttribute("Key");
        long key = text is null ? 0 : XmlConvert.ToInt64(text);
        reader.ReadStartElement(Element);
        while (reader.IsStartElement("Id"))
        {
            string id = reader.ReadElementContentAsString();
            frontier.Add(id, key);
            frontier.Acknowledge(id, key);
        }
        frontier._withoutKey = IdFingerprints.ReadFrom(reader);
        reader.ReadEndElement();
        return frontier;
    }

    /// <summary>A key and the ids at it.</summary>
    private sealed class Mark(bool isDescending)
    {
        private readonly HashSet<string> _others = [];
        private string? _first;

        public long? Key { get; private set; }

        public IEnumerable<string> Ids => (_first is null ? _others : _others.Append(_first))
            .OrderBy(id => id, System.StringComparer.Ordinal);

        [MethodImpl(PlainBytes.Hot)]
        public bool Contains(string id, long key) =>
            Key is { } mark && (key == mark ? id == _first || _others.Contains(id)
                : isDescending ? key > mark : key < mark);

        // Mostly there is one id to a key, which then need not be hashed.
        [MethodImpl(PlainBytes.Hot)]
        public void Add(string id, long key)
        {
            if (Key == key)
            {
                if (id != _first)
                    _others.Add(id);
                return;
            }
            Key = key;
            _first = id;
            if (_others.Count > 0)
                _others.Clear();
        }
    }
}
