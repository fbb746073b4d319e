using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>
/// All parameters, and which of them a release prints in which order. It feeds completion, help, the lint and the
/// readers; the data stand in <c>Profiles/Data</c>.
/// </summary>
public static class PolicyParameterTable
{
    private static readonly Lazy<Dictionary<string, PolicyParameter>> ByName = new(ReadParameters);
    private static readonly Lazy<Dictionary<ExchangeRelease, string[]>> Shapes = new(ReadShapes);

    /// <summary>Every parameter, EWS first.</summary>
    public static IReadOnlyCollection<PolicyParameter> All => ByName.Value.Values;

    /// <summary>The parameter of that name in any casing; <c>null</c> if there is none.</summary>
    /// <param name="name">The name.</param>
    public static PolicyParameter? Find(string name) =>
        ByName.Value.TryGetValue(name, out PolicyParameter? parameter) ? parameter : null;

    /// <summary>
    /// The property names that <c>Get-ThrottlingPolicy | Format-List</c> of the release prints, in its order and
    /// casing.
    /// </summary>
    /// <param name="release">The release.</param>
    public static IReadOnlyList<string> Shape(ExchangeRelease release) => Shapes.Value[release];

    /// <summary>The EWS limits of the release that are no policy property, by name.</summary>
    /// <param name="release">The release.</param>
    public static IEnumerable<PolicyParameter> AddedLimits(ExchangeRelease release)
    {
        HashSet<string> shape = new(Shape(release), StringComparer.OrdinalIgnoreCase);
        return All.Where(parameter => parameter is { Kind: ParameterKind.Limit, Component: "Ews" }
            && parameter.AppliesIn(release) && !shape.Contains(parameter.Name));
    }

    /// <summary>The known name that is closest to a mistyped one; <c>null</c> if none is close.</summary>
    /// <param name="name">The mistyped name.</param>
    public static string? Nearest(string name) => NearestName.Of(name, ByName.Value.Keys);

    internal static XElement Load(string file)
    {
        string resource = $"ThrottlingTools.Profiles.Data.{file}.xml";
        using Stream stream = typeof(PolicyParameterTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing from the build.");
        return XElement.Load(stream);
    }

    internal static ExchangeRelease[] Releases(string? text) =>
        Words(text).Select(word => (ExchangeRelease)Enum.Parse(typeof(ExchangeRelease), word)).ToArray();

    internal static string[] Words(string? text) =>
        (text ?? "").Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, PolicyParameter> ReadParameters() =>
        Load("Parameters").Elements("parameter").Select(ReadParameter)
            .ToDictionary(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase);

    private static PolicyParameter ReadParameter(XElement element)
    {
        ExchangeRelease[] appliesTo = Releases((string?)element.Attribute("appliesTo"));
        string? settableIn = (string?)element.Attribute("settableIn");
        bool isSetting = (bool?)element.Attribute("policySetting") ?? true;
        return new PolicyParameter((string)element.Attribute("name")!, appliesTo)
        {
            Component = (string?)element.Attribute("component") ?? "",
            Kind = (ParameterKind)Enum.Parse(typeof(ParameterKind), (string)element.Attribute("kind")!),
            Unit = (string?)element.Attribute("unit") ?? "",
            Minimum = (long?)element.Attribute("minimum") ?? 0,
            Maximum = (long?)element.Attribute("maximum") ?? uint.MaxValue,
            Stricter = (Stricter)Enum.Parse(typeof(Stricter), (string?)element.Attribute("stricter") ?? "None"),
            OnCmdlet = (string?)element.Attribute("onCmdlet") ?? "None",
            IsReserved = (bool?)element.Attribute("reserved") ?? false,
            DocumentedDefault = (string?)element.Attribute("documentedDefault"),
            Error = (string?)element.Attribute("error"),
            Meaning = Prose(element.Element("meaning")),
            ChargedTo = Prose(element.Element("charged")),
            Source = SettingSource.Cited((string)element.Attribute("reference")!),
            SettableIn = settableIn is not null ? Releases(settableIn) : isSetting ? appliesTo : [],
        };
    }

    private static Dictionary<ExchangeRelease, string[]> ReadShapes() =>
        Load("Shapes").Elements("shape")
            .SelectMany(shape => Releases((string?)shape.Attribute("releases"))
                .Select(release => (release, names: Words(shape.Value))))
            .ToDictionary(pair => pair.release, pair => pair.names);

    private static string Prose(XElement? element) => string.Join(" ", Words(element?.Value));
}
