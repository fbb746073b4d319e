using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>
/// The types of extended properties, by their EWS names. Those that EWS neither reads nor writes (Error, Null, Object)
/// are left out.
/// </summary>
public enum MapiPropertyType
{
    /// <summary>Days since 1899-12-30, a double.</summary>
    ApplicationTime,
    /// <summary>Bytes, base64 on the wire.</summary>
    Binary,
    /// <summary>True or false.</summary>
    Boolean,
    /// <summary>A GUID.</summary>
    CLSID,
    /// <summary>A whole number of 64 bits in ten-thousandths.</summary>
    Currency,
    /// <summary>64-bit floating point.</summary>
    Double,
    /// <summary>32-bit floating point.</summary>
    Float,
    /// <summary>A whole number of 32 bits.</summary>
    Integer,
    /// <summary>A whole number of 64 bits.</summary>
    Long,
    /// <summary>A whole number of 16 bits.</summary>
    Short,
    /// <summary>A moment, UTC.</summary>
    SystemTime,
    /// <summary>Text.</summary>
    String,
    /// <summary>Several of <see cref="ApplicationTime"/>.</summary>
    ApplicationTimeArray,
    /// <summary>Several of <see cref="Binary"/>.</summary>
    BinaryArray,
    /// <summary>Several of <see cref="CLSID"/>.</summary>
    CLSIDArray,
    /// <summary>Several of <see cref="Currency"/>.</summary>
    CurrencyArray,
    /// <summary>Several of <see cref="Double"/>.</summary>
    DoubleArray,
    /// <summary>Several of <see cref="Float"/>.</summary>
    FloatArray,
    /// <summary>Several of <see cref="Integer"/>.</summary>
    IntegerArray,
    /// <summary>Several of <see cref="Long"/>.</summary>
    LongArray,
    /// <summary>Several of <see cref="Short"/>.</summary>
    ShortArray,
    /// <summary>Several of <see cref="SystemTime"/>.</summary>
    SystemTimeArray,
    /// <summary>Several of <see cref="String"/>.</summary>
    StringArray,
}

internal static class MapiPropertyTypeExtensions
{
    private const string ArraySuffix = "Array";

    private static readonly Dictionary<MapiPropertyType, Type> Types = new()
    {
        [MapiPropertyType.ApplicationTime] = typeof(double),
        [MapiPropertyType.Binary] = typeof(byte[]),
        [MapiPropertyType.Boolean] = typeof(bool),
        [MapiPropertyType.CLSID] = typeof(Guid),
        [MapiPropertyType.Currency] = typeof(long),
        [MapiPropertyType.Double] = typeof(double),
        [MapiPropertyType.Float] = typeof(float),
        [MapiPropertyType.Integer] = typeof(int),
        [MapiPropertyType.Long] = typeof(long),
        [MapiPropertyType.Short] = typeof(short),
        [MapiPropertyType.SystemTime] = typeof(DateTimeOffset),
        [MapiPropertyType.String] = typeof(string),
    };

    public static bool IsArray(this MapiPropertyType type) => type >= MapiPropertyType.ApplicationTimeArray;

    /// <summary>The type of one of the values.</summary>
    public static MapiPropertyType Single(this MapiPropertyType type)
    {
        string name = type.ToString();
        return type.IsArray()
            ? (MapiPropertyType)Enum.Parse(
                typeof(MapiPropertyType), name.Substring(0, name.Length - ArraySuffix.Length))
            : type;
    }

    public static Type ToType(this MapiPropertyType type) =>
        type.IsArray() ? Types[type.Single()].MakeArrayType() : Types[type];
}
