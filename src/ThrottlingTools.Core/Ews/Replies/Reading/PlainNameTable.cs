using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>The names of a plain document, each kept once, and the prefixes that are declared.</summary>
internal sealed class PlainNameTable(byte[] bytes)
{
    private const int BucketCount = 256;

    // Far above what the schema of EWS has; without a limit a hostile server could grow the buckets.
    private const int MaxNames = 2048;

    private readonly PlainName?[] _buckets = new PlainName?[BucketCount];
    private readonly Dictionary<string, PlainPrefix> _prefixes = [];
    private readonly List<PlainPrefix> _declared = [];
    private PlainName? _last;
    private int _count;

    /// <summary>How many declarations hold.</summary>
    internal int DeclaredCount => _declared.Count;

    /// <summary>Reads the name at a place and goes behind it; <c>null</c> if none of the usual kind is there.</summary>
    [MethodImpl(PlainBytes.Hot)]
    internal PlainName? Read(ref int at)
    {
        // Items are alike, so that a name is mostly followed by the one that followed it before.
        PlainName? name = _last?.Follower;
        if (name is null || !name.Matches(bytes, at) || PlainBytes.IsName(bytes[at + name.Length]))
        {
            name = Find(at);
            if (name is null)
                return null;
            if (_last is not null)
                _last.Follower = name;
        }
        at += name.Length;
        return _last = name;
    }

    /// <summary>Notes the declaration of a prefix or of a default; false if it is of no usual kind.</summary>
    internal bool Declare(PlainName name, PlainText value)
    {
        string uri = value.ToString(bytes);
        if (IsReserved(uri) || (name.Prefix is not null && uri.Length == 0))
            return false;
        if (name.Prefix is { } prefix)
        {
            prefix.Declarations++;
            _declared.Add(prefix);
        }
        return true;
    }

    /// <summary>Takes back all declarations after the first ones.</summary>
    [MethodImpl(PlainBytes.Hot)]
    internal void Undeclare(int count)
    {
        while (_declared.Count > count)
        {
            _declared[_declared.Count - 1].Declarations--;
            _declared.RemoveAt(_declared.Count - 1);
        }
    }

    private PlainName? Find(int start)
    {
        uint hash = 0;
        int end = start;
        for (; PlainBytes.IsName(bytes[end]); end++)
            hash = hash * 31 + bytes[end];
        ref PlainName? bucket = ref _buckets[hash % BucketCount];
        for (PlainName? known = bucket; known is not null; known = known.Next)
            if (known.Length == end - start && known.Matches(bytes, start))
                return known;
        return _count < MaxNames && Create(start, end - start, bucket) is { } name ? bucket = name : null;
    }

    private static bool IsReserved(string uri) =>
        uri is "http://www.w3.org/XML/1998/namespace" or "http://www.w3.org/2000/xmlns/";

    private PlainName? Create(int start, int length, PlainName? next)
    {
        string[] parts = Encoding.ASCII.GetString(bytes, start, length).Split(':');
        if (parts.Length > 2 || !Array.TrueForAll(parts, IsName))
            return null;
        bool isDeclaration = parts[0] == "xmlns";
        string? prefix = parts.Length == 1 ? null : isDeclaration ? parts[1] : parts[0];
        if (prefix is "xml" or "xmlns")
            return null;
        _count++;
        byte[] raw = new byte[length];
        Array.Copy(bytes, start, raw, 0, length);
        string localName = parts[parts.Length - 1];
        return new PlainName(raw, localName, prefix is null ? null : Prefix(prefix), isDeclaration, next);
    }

    private static bool IsName(string part) => part.Length > 0 && PlainBytes.IsNameStart((byte)part[0]);

    private PlainPrefix Prefix(string name)
    {
        if (!_prefixes.TryGetValue(name, out PlainPrefix? prefix))
            _prefixes.Add(name, prefix = new PlainPrefix());
        return prefix;
    }
}

/// <summary>A name of an element or attribute, with its prefix.</summary>
internal sealed class PlainName(
    byte[] raw, string localName, PlainPrefix? prefix, bool isDeclaration, PlainName? next)
{
    internal string LocalName => localName;

    /// <summary>The prefix, or the one that it declares; <c>null</c> if there is none.</summary>
    internal PlainPrefix? Prefix => prefix;

    /// <summary>Whether it is <c>xmlns</c>, alone or with a prefix.</summary>
    internal bool IsDeclaration => isDeclaration;

    internal int Length => raw.Length;

    /// <summary>The next name in the same bucket.</summary>
    internal PlainName? Next => next;

    /// <summary>The name that came next, the last time.</summary>
    internal PlainName? Follower { get; set; }

    /// <summary>Whether the name, or one that begins with it, stands at a place.</summary>
    [MethodImpl(PlainBytes.Hot)]
    internal bool Matches(byte[] bytes, int start) => PlainBytes.StartsWith(bytes, start, raw);
}

/// <summary>A prefix.</summary>
internal sealed class PlainPrefix
{
    /// <summary>How many declarations of it hold.</summary>
    internal int Declarations { get; set; }

    internal bool IsDeclared => Declarations > 0;
}
