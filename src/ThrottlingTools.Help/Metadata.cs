using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Reflection;

namespace ThrottlingTools.Help;

/// <summary>Reads attributes of types that are looked at without being run.</summary>
internal static class Metadata
{
    public static IEnumerable<CustomAttributeData> Attributes(this MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == name);

    public static CustomAttributeData? Attribute(this MemberInfo member, string name) =>
        member.Attributes(name).FirstOrDefault();

    public static object? Argument(this CustomAttributeData attribute, int index) =>
        attribute.ConstructorArguments[index].Value;

    /// <summary>An argument that is an array; a single value is a list of one.</summary>
    public static IEnumerable<object?> List(this CustomAttributeData attribute, int index) =>
        attribute.Argument(index) is ReadOnlyCollection<CustomAttributeTypedArgument> items
            ? items.Select(item => item.Value)
            : [attribute.Argument(index)];

    public static object? Named(this CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}
