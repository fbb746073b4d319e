using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;

namespace ThrottlingTools.Help;

/// <summary>Reads an assembly's cmdlets: their shape from the metadata, their texts from the documentation.</summary>
internal sealed class CmdletReader(XmlDocumentation documentation)
{
    private const string AllSets = "__AllParameterSets";

    public List<CmdletHelp> Read(Assembly assembly)
    {
        (Type Type, CustomAttributeData Cmdlet)[] cmdlets = assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract)
            .Select(type => (type, type.Attribute("CmdletAttribute")))
            .Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.type, pair.Item2!))
            .ToArray();
        foreach ((Type type, CustomAttributeData cmdlet) in cmdlets)
            documentation.TypeNames["T:" + type.FullName] = $"{cmdlet.Argument(0)}-{cmdlet.Argument(1)}";
        return [.. cmdlets.Select(pair => Read(pair.Type, pair.Cmdlet)).OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    private CmdletHelp Read(Type type, CustomAttributeData cmdlet)
    {
        XElement? member = documentation.Find("T:" + type.FullName);
        bool confirms = cmdlet.Named("SupportsShouldProcess") is true;
        string? defaultSet = cmdlet.Named("DefaultParameterSetName") as string;
        PropertyInfo[] properties = Properties(type);
        List<ParameterHelp> parameters =
            [.. properties.Select(Merged).Concat(CommonParameters.For(confirms))
                .OrderBy(p => p.Name, StringComparer.Ordinal)];
        if (type.Attribute("DynamicPolicyParametersAttribute") is not null)
            parameters.AddRange(CommonParameters.Policy(parameters));
        return new CmdletHelp(
            (string)cmdlet.Argument(0)!,
            (string)cmdlet.Argument(1)!,
            documentation.Text(member?.Element("summary")),
            documentation.Paragraphs(member?.Element("remarks")),
            [.. SetNames(properties, defaultSet).Select(set => Set(set, properties, confirms))],
            parameters,
            [.. type.Attributes("OutputTypeAttribute").SelectMany(OutputTypes)],
            documentation.Examples(member),
            documentation.Links(member));
    }

    private static PropertyInfo[] Properties(Type type) =>
        [.. type.GetProperties().Where(property => property.Attributes("ParameterAttribute").Any(IsShown))];

    private static bool IsShown(CustomAttributeData parameter) => parameter.Named("DontShow") is not true;

    private static string SetOf(CustomAttributeData parameter) =>
        parameter.Named("ParameterSetName") as string ?? AllSets;

    private static IEnumerable<string> SetNames(PropertyInfo[] properties, string? defaultSet)
    {
        IEnumerable<string> named = properties
            .SelectMany(property => property.Attributes("ParameterAttribute")).Select(SetOf)
            .Where(set => set != AllSets)
            .Distinct();
        return named.DefaultIfEmpty(AllSets).OrderBy(set => set == defaultSet ? 0 : 1);
    }

    private ParameterSet Set(string set, PropertyInfo[] properties, bool confirms)
    {
        IEnumerable<ParameterHelp> own =
            from property in properties
            from attribute in property.Attributes("ParameterAttribute")
            where SetOf(attribute) == set || SetOf(attribute) == AllSets
            select With(Described(property), [attribute]);
        return new ParameterSet(set, [.. own
            .OrderBy(p => p.Position ?? int.MaxValue)
            .ThenBy(p => p.IsRequired ? 0 : 1)
            .Concat(CommonParameters.For(confirms))]);
    }

    private ParameterHelp Merged(PropertyInfo property) =>
        With(Described(property), [.. property.Attributes("ParameterAttribute")]);

    private static ParameterHelp With(ParameterHelp parameter, CustomAttributeData[] sets) => parameter with
    {
        IsRequired = sets.All(set => set.Named("Mandatory") is true),
        Position = sets.Select(set => set.Named("Position")).OfType<int>().Cast<int?>().FirstOrDefault(p => p >= 0),
        ByValue = sets.Any(set => set.Named("ValueFromPipeline") is true),
        ByPropertyName = sets.Any(set => set.Named("ValueFromPipelineByPropertyName") is true),
    };

    private ParameterHelp Described(PropertyInfo property)
    {
        Type type = property.PropertyType.Name == typeof(Nullable<>).Name
            ? property.PropertyType.GenericTypeArguments[0]
            : property.PropertyType;
        Type element = type.IsArray ? type.GetElementType()! : type;
        CustomAttributeData? set = property.Attribute("ValidateSetAttribute");
        CustomAttributeData? range = property.Attribute("ValidateRangeAttribute");
        CustomAttributeData? preset = property.Attribute("PSDefaultValueAttribute");
        string[] values = element.IsEnum ? element.GetEnumNames() : [.. set?.List(0).Cast<string>() ?? []];
        List<string> text = [.. documentation.Paragraphs(Documented(property)?.Element("summary"))];
        if (text.Count > 0 && values.Length > 0)
            text.Add($"Accepted values: {string.Join(", ", values)}.");
        if (text.Count > 0 && range?.ConstructorArguments.Count == 2)
            text.Add($"Accepted range: {range.Argument(0)} to {range.Argument(1)}.");
        bool isSwitch = type.Name == "SwitchParameter";
        return new ParameterHelp(
            property.Name, type.Name, isSwitch, text, values,
            preset?.Named("Help") as string ?? preset?.Named("Value")?.ToString() ?? (isSwitch ? "False" : "None"),
            [.. property.Attribute("AliasAttribute")?.List(0).Cast<string>() ?? []],
            property.Attribute("SupportsWildcardsAttribute") is not null);
    }

    private XElement? Documented(PropertyInfo property)
    {
        for (Type? type = property.DeclaringType; type is not null; type = type.BaseType)
            if (documentation.Find($"P:{type.FullName}.{property.Name}") is { } member)
                return member;
        return null;
    }

    private static IEnumerable<string> OutputTypes(CustomAttributeData attribute) =>
        attribute.List(0).Select(type => type is Type known ? known.FullName! : type!.ToString()!);
}
