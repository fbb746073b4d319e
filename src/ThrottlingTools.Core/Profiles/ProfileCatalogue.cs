using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>What each Exchange release allows by default, as far as public sources tell.</summary>
public static class ProfileCatalogue
{
    private static readonly Dictionary<ExchangeRelease, Lazy<ThrottlingProfile>> Profiles =
        Enum.GetValues(typeof(ExchangeRelease)).Cast<ExchangeRelease>()
            .ToDictionary(release => release, release => new Lazy<ThrottlingProfile>(() => Read(release)));

    /// <summary>The names, oldest release first. A profile's name is its release's.</summary>
    public static IReadOnlyList<string> Names { get; } = Enum.GetNames(typeof(ExchangeRelease));

    /// <summary>The default profile of a release.</summary>
    /// <param name="release">The release.</param>
    public static ThrottlingProfile Get(ExchangeRelease release) => Profiles[release].Value;

    /// <summary>The profile of that name, in any casing.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileNotFound</c>.</exception>
    public static ThrottlingProfile Get(string name)
    {
        string? known = Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return known is null
            ? throw Errors.ProfileNotFound(name, Names)
            : Get((ExchangeRelease)Enum.Parse(typeof(ExchangeRelease), known));
    }

    private static ThrottlingProfile Read(ExchangeRelease release)
    {
        string name = release.ToString();
        Dictionary<string, ThrottlingSetting> known = ReadSettings(name);
        foreach (string key in new[] { "Name", "Identity", "Id" })
            known[key] = new ThrottlingSetting(
                key, name, new SettingSource(ValueSource.Declared, Confidence.High, "the catalogue's own name"),
                PolicyParameterTable.Find(key));
        IEnumerable<string> names = PolicyParameterTable.Shape(release)
            .Concat(PolicyParameterTable.AddedLimits(release).Select(limit => limit.Name));
        return new ThrottlingProfile(name, release, names.Select(property => Named(property, known)));
    }

    private static ThrottlingSetting Named(string property, Dictionary<string, ThrottlingSetting> known) =>
        known.TryGetValue(property, out ThrottlingSetting? setting)
            ? new ThrottlingSetting(property, setting.Value, setting.Source, setting.Parameter)
            : new ThrottlingSetting(property, null, SettingSource.Unknown, PolicyParameterTable.Find(property));

    private static Dictionary<string, ThrottlingSetting> ReadSettings(string file)
    {
        XElement root = PolicyParameterTable.Load(file);
        string basedOn = (string?)root.Attribute("basedOn") ?? "";
        Dictionary<string, ThrottlingSetting> settings = basedOn.Length > 0
            ? ReadSettings(basedOn)
            : new Dictionary<string, ThrottlingSetting>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement element in root.Elements("setting"))
            settings[(string)element.Attribute("name")!] = ReadSetting(element, file);
        return settings;
    }

    private static ThrottlingSetting ReadSetting(XElement element, string file)
    {
        string name = (string)element.Attribute("name")!;
        PolicyParameter? parameter = PolicyParameterTable.Find(name);
        SettingSource source = new(
            (ValueSource)Enum.Parse(typeof(ValueSource), (string)element.Attribute("source")!),
            (Confidence)Enum.Parse(typeof(Confidence), (string)element.Attribute("confidence")!),
            (string)element.Attribute("reference")!);
        object? value = SettingConverter.Convert(parameter, name, (string)element.Attribute("value")!, file);
        return new ThrottlingSetting(name, value, source, parameter);
    }
}
