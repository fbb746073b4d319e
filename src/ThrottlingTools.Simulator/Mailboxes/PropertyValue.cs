using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>What a property holds.</summary>
internal enum PropertyType { Text, Integer, Boolean, DateTime, Complex }

/// <summary>Reads, writes and compares values of properties.</summary>
internal static class PropertyValue
{
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads the value out of its element.</summary>
    /// <exception cref="SoapFaultException">It is not of the type.</exception>
    public static object Parse(PropertyType type, XElement element) =>
        type == PropertyType.Complex
            ? new XElement(element)
            : Parse(type, element.Value)
                ?? throw SoapFaultException.Schema(
                    $"The value '{element.Value}' of '{element.Name.LocalName}' is not accepted.", element);

    /// <summary>Reads a value; <c>null</c> if it is not of the type.</summary>
    public static object? Parse(PropertyType type, string text)
    {
        switch (type)
        {
            case PropertyType.Integer:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && !double.IsNaN(number)
                    ? (int)Math.Max(int.MinValue, Math.Min(int.MaxValue, number))
                    : null;
            case PropertyType.Boolean:
                return text.Trim() switch { "true" or "1" => true, "false" or "0" => false, _ => null };
            case PropertyType.DateTime:
                return DateTime.TryParse(
                    text, CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
                    ? time
                    : null;
            default:
                return text;
        }
    }

    public static void Write(XmlWriter writer, string name, object value)
    {
        if (value is XElement element)
        {
            element.WriteTo(writer);
            return;
        }
        writer.WriteStartElement("t", name, EwsXml.TypesUri);
        if (value is DateTime time)
            writer.WriteValue(time);
        else
            writer.WriteString(Format(value));
        writer.WriteEndElement();
    }

    public static string Format(object value) => value switch
    {
        string text => text,
        bool flag => XmlConvert.ToString(flag),
        DateTime time => time.ToString(DateFormat, CultureInfo.InvariantCulture),
        XElement element => element.Value,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>The texts in a value: one, or those of its parts.</summary>
    public static IEnumerable<string> Texts(object value) =>
        value is XElement element
            ? element.DescendantsAndSelf().Where(part => !part.HasElements && part.Name.LocalName != "RoutingType")
                .Select(part => part.Value)
            : [Format(value)];

    /// <summary>Compares a value with a constant; <c>null</c> if they cannot be compared.</summary>
    public static int? Compare(object value, string constant) => value switch
    {
        int number => Parse(PropertyType.Integer, constant) is int other ? number.CompareTo(other) : null,
        bool flag => Parse(PropertyType.Boolean, constant) is bool other ? flag.CompareTo(other) : null,
        DateTime time => Parse(PropertyType.DateTime, constant) is DateTime other ? time.CompareTo(other) : null,
        XElement element => Texts(element).Any(text => CompareText(text, constant) == 0)
            ? 0
            : CompareText(Texts(element).FirstOrDefault() ?? "", constant),
        _ => CompareText(Format(value), constant),
    };

    /// <summary>Compares for sorting; what is absent comes first.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (int a, int b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (DateTime a, DateTime b) => a.CompareTo(b),
        _ => CompareText(Texts(left).FirstOrDefault() ?? "", Texts(right).FirstOrDefault() ?? ""),
    };

    private static int CompareText(string left, string right) =>
        string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
}
