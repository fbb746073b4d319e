using System;
using System.Text;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>A part of a document in ASCII that is not copied.</summary>
internal readonly struct XmlSlice
{
    private const int MostHashed = 16; // namespaces differ at their end

    private readonly byte[] _bytes;
    private readonly int _start;

    public XmlSlice(byte[] bytes, int start, int length)
    {
        _bytes = bytes;
        _start = start;
        Length = length;
    }

    public int Length { get; }

    public char this[int index] => (char)_bytes[_start + index];

    public bool Is(byte[] text) => Is(new XmlSlice(text, 0, text.Length));

    public bool Is(XmlSlice other)
    {
        if (Length != other.Length || _bytes.Length - _start < Length)
            return false;
        for (int i = 0; i < Length; i++)
            if (_bytes[_start + i] != other._bytes[other._start + i])
                return false;
        return true;
    }

    public bool Is(string text)
    {
        if (Length != text.Length)
            return false;
        for (int i = 0; i < Length; i++)
            if (_bytes[_start + i] != text[i])
                return false;
        return true;
    }

    public override int GetHashCode()
    {
        uint hash = 2166136261; // FNV-1a
        for (int i = Math.Max(0, Length - MostHashed); i < Length; i++)
            hash = (hash ^ _bytes[_start + i]) * 16777619;
        return (int)(hash ^ hash >> 15);
    }

    public override string ToString() => Encoding.ASCII.GetString(_bytes, _start, Length);
}
