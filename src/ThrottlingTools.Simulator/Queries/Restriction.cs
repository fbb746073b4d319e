using System;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>Reads a Restriction element into a test of items or folders.</summary>
internal static class Restriction
{
    public static readonly ItemError TooLong = new(
        "ErrorRestrictionTooLong", "The restriction contains too many nodes.");

    private const int MaxNodes = 255; // ErrorRestrictionTooLong, public documentation

    /// <summary>Why a restriction that fits the schema cannot be asked; <c>null</c> where it can.</summary>
    public static ItemError? ErrorIn(XElement restriction)
    {
        XElement[] nodes = restriction.Descendants().Where(element => IsNode(element.Name)).ToArray();
        return nodes.Length > MaxNodes ? TooLong : nodes.Select(ErrorOf).FirstOrDefault(error => error is not null);
    }

    /// <summary>Reads the one search expression of an element.</summary>
    /// <exception cref="SoapFaultException">It is none.</exception>
    public static Func<IPropertySource, bool> Parse(XElement restriction) => Expression(
        restriction.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(restriction, "SearchExpression"));

    private static ItemError? ErrorOf(XElement node)
    {
        if (node.Elements().FirstOrDefault() is not { } first || !PropertyPath.IsPath(first)
            || PropertyPath.Parse(first) is not { Index: null, Extended: null } path
            || ItemSchema.Find(path.Key) is not { } property)
            return null;
        if (property.IsCalculated)
            return ItemErrors.CannotQuery(path.Key);
        if (node.Name.LocalName == "Exists" && path.Key is MailboxItem.IsReadUri or "item:IsFromMe")
            return ItemErrors.FlagExists(path.Key);
        bool isText = property.Type is PropertyType.Text or PropertyType.Complex;
        if (node.Name.LocalName == "Contains")
            return isText ? null : ItemErrors.NoText(path.Key);
        string? constant = (string?)node.Element(EwsXml.Types + "FieldURIOrConstant")
            ?.Element(EwsXml.Types + "Constant")?.Attribute("Value");
        bool isValid = constant is null || (ItemSchema.ValuesOf(path.Key) is { } values
            ? values.Contains(constant, StringComparer.OrdinalIgnoreCase)
            : PropertyValue.Parse(property.Type, constant) is not null);
        return isValid ? null : ItemErrors.InvalidConstant(path.Key, constant!);
    }

    private static bool IsNode(XName name) => name.Namespace == EwsXml.Types
        && name.LocalName is "And" or "Or" or "Not" or "Contains" or "Excludes" or "Exists" or "IsEqualTo"
            or "IsNotEqualTo" or "IsGreaterThan" or "IsGreaterThanOrEqualTo" or "IsLessThan" or "IsLessThanOrEqualTo";

    private static Func<IPropertySource, bool> Expression(XElement element)
    {
        if (!IsNode(element.Name))
            throw SoapFaultException.Schema($"The element '{element.Name.LocalName}' is no expression.", element);
        switch (element.Name.LocalName)
        {
            case "And":
                Func<IPropertySource, bool>[] all = element.Elements().Select(Expression).ToArray();
                return source => Array.TrueForAll(all, test => test(source));
            case "Or":
                Func<IPropertySource, bool>[] any = element.Elements().Select(Expression).ToArray();
                return source => Array.Exists(any, test => test(source));
            case "Not":
                Func<IPropertySource, bool> inner = Parse(element);
                return source => !inner(source);
            case "Exists":
                PropertyPath asked = PathOf(element);
                return source => source.Read(asked) is not null;
            case "Excludes":
                return Excludes(element);
            case "Contains":
                return Contains(element);
            default:
                return Comparison(element);
        }
    }

    private static Func<IPropertySource, bool> Comparison(XElement element)
    {
        PropertyPath path = PathOf(element);
        XElement other = element.Element(EwsXml.Types + "FieldURIOrConstant")?.Elements().FirstOrDefault()
            ?? throw SoapFaultException.Missing(element, "FieldURIOrConstant");
        Func<int, bool> test = TestOf(element.Name.LocalName);
        bool isTrueOfNothing = element.Name.LocalName == "IsNotEqualTo";
        if (PropertyPath.IsPath(other))
        {
            PropertyPath second = PropertyPath.Parse(other);
            return source => Value(source, path) is { } left && Value(source, second) is { } right
                ? test(PropertyValue.Compare(left, right))
                : isTrueOfNothing;
        }
        string constant = ConstantOf(other);
        return source => Value(source, path) is { } value && PropertyValue.Compare(value, constant) is { } order
            ? test(order)
            : isTrueOfNothing;
    }

    private static Func<int, bool> TestOf(string name) => name switch
    {
        "IsEqualTo" => order => order == 0,
        "IsNotEqualTo" => order => order != 0,
        "IsGreaterThan" => order => order > 0,
        "IsGreaterThanOrEqualTo" => order => order >= 0,
        "IsLessThan" => order => order < 0,
        _ => order => order <= 0,
    };

    private static Func<IPropertySource, bool> Contains(XElement element)
    {
        PropertyPath path = PathOf(element);
        XElement constant = element.Element(EwsXml.Types + "Constant")
            ?? throw SoapFaultException.Missing(element, "Constant");
        Func<string, string, bool> test = TextMatch.Of(
            (string?)element.Attribute("ContainmentMode") ?? "FullString",
            (string?)element.Attribute("ContainmentComparison") ?? "Exact",
            element);
        string sought = ConstantOf(constant);
        return source => Value(source, path) is { } value && PropertyValue.Texts(value).Any(text => test(text, sought));
    }

    private static Func<IPropertySource, bool> Excludes(XElement element)
    {
        PropertyPath path = PathOf(element);
        XElement bitmask = element.Element(EwsXml.Types + "Bitmask")
            ?? throw SoapFaultException.Missing(element, "Bitmask");
        string text = (string?)bitmask.Attribute("Value") ?? throw SoapFaultException.Missing(bitmask, "Value");
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!int.TryParse(
            isHex ? text.Substring(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.Integer,
            CultureInfo.InvariantCulture, out int mask))
            throw SoapFaultException.Schema($"The value '{text}' is no bit mask.", bitmask);
        return source => Value(source, path) is int value && (value & mask) == 0;
    }

    /// <summary>The value to compare: of an extended property its own, typed as its path tells.</summary>
    private static object? Value(IPropertySource source, PropertyPath path) =>
        source.Read(path) is { } value
            ? path.Extended is not null && value is XElement property ? MapiProperties.ValueOf(property) : value
            : null;

    private static PropertyPath PathOf(XElement element) => PropertyPath.Parse(
        element.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(element, "FieldURI"));

    private static string ConstantOf(XElement constant) =>
        constant.Name == EwsXml.Types + "Constant"
            ? (string?)constant.Attribute("Value") ?? throw SoapFaultException.Missing(constant, "Value")
            : throw SoapFaultException.Schema($"The element '{constant.Name.LocalName}' is no Constant.", constant);
}
