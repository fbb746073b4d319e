using System;
using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Turns the texts of elements into values.</summary>
internal static class ValueText
{
    private static readonly Dictionary<Type, Func<string, object>> Readers = new()
    {
        [typeof(bool)] = text => XmlConvert.ToBoolean(text),
        [typeof(short)] = text => XmlConvert.ToInt16(text),
        [typeof(int)] = text => XmlConvert.ToInt32(text),
        [typeof(long)] = text => XmlConvert.ToInt64(text),
        [typeof(float)] = text => XmlConvert.ToSingle(text),
        [typeof(double)] = text => XmlConvert.ToDouble(text),
        [typeof(Guid)] = text => Guid.Parse(text),
        [typeof(DateTimeOffset)] = text => XmlConvert.ToDateTimeOffset(text),
        [typeof(TimeSpan)] = text => XmlConvert.ToTimeSpan(text),
        [typeof(byte[])] = Convert.FromBase64String,
    };

    /// <summary>What one or several texts mean; the text itself where it is no value of the type.</summary>
    /// <param name="read">A <see cref="string"/>, or a list of them where the element came more than once.</param>
    /// <param name="type">The type, or that of an array of the values.</param>
    internal static object ToValue(object read, Type type)
    {
        bool isList = type.IsArray && type != typeof(byte[]);
        if (read is string text && !isList)
            return ToSingle(text, type);
        List<string> texts = read as List<string> ?? [(string)read];
        return isList ? ToArray(texts, type.GetElementType()!) : texts.ToArray();
    }

    /// <summary>Whether texts stay texts.</summary>
    internal static bool IsText(Type type) => !Readers.ContainsKey(type) && !type.IsArray;

    private static Array ToArray(List<string> texts, Type type)
    {
        object[] values = [.. texts.ConvertAll(text => ToSingle(text, type))];
        // One that cannot be read leaves all of them texts.
        if (!Array.TrueForAll(values, type.IsInstanceOfType))
            return texts.ToArray();
        Array typed = Array.CreateInstance(type, values.Length);
        Array.Copy(values, typed, values.Length);
        return typed;
    }

    private static object ToSingle(string text, Type type)
    {
        if (!Readers.TryGetValue(type, out Func<string, object>? read))
            return text;
        try
        {
            return read(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return text;
        }
    }
}
