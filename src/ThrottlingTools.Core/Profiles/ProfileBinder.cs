using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>Makes a profile of what was found in an object, a row, a file or a printed list.</summary>
public static class ProfileBinder
{
    /// <summary>The key that names the release in a profile file.</summary>
    public const string ReleaseKey = "Release";

    /// <summary>The key that names the profile.</summary>
    public const string NameKey = "Name";

    // What PowerShell adds to every object that comes over remoting, and what our own objects show beside the policy.
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "PSComputerName", "PSShowComputerName", ReleaseKey, "Settings", "Assumptions", "Sources", "Publications",
    };

    private static readonly string[] In2013 =
        ["EwsMaxBurst", "EwsCutoffBalance", "EwsRechargeRate", "EwsMaxConcurrency", "ThrottlingPolicyScope"];

    /// <summary>Makes a profile.</summary>
    /// <param name="raw">What was found.</param>
    /// <param name="release">The release; <c>null</c> takes it from the <c>Release</c> key or from the shape.</param>
    /// <returns>
    /// The profile in the shape of its release. Settings that were not found are unknown; limits that no policy can set
    /// come from the catalogue unless they were found.
    /// </returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>NotAThrottlingPolicy</c>, <c>InvalidSetting</c>, <c>UnknownKey</c>.
    /// </exception>
    public static ThrottlingProfile Bind(RawPolicy raw, ExchangeRelease? release = null)
    {
        Dictionary<string, ThrottlingSetting> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (RawSetting setting in raw.Settings.Where(s => !Ignored.Contains(s.Name)))
            found.Add(setting.Name, BindSetting(raw, setting));
        ExchangeRelease known = release ?? FindRelease(raw);
        string name = found.TryGetValue(NameKey, out ThrottlingSetting? named) && named.Value is string text
            ? text
            : throw Errors.InvalidSetting(NameKey, null, "the policy's name under the key Name", raw.Origin);
        return new ThrottlingProfile(name, known, InOrder(known, found));
    }

    private static ThrottlingSetting BindSetting(RawPolicy raw, RawSetting setting)
    {
        PolicyParameter? parameter = PolicyParameterTable.Find(setting.Name);
        if (parameter is null && raw.IsStrict && !setting.IsAdditional)
            throw Errors.UnknownKey(setting.Name, PolicyParameterTable.Nearest(setting.Name), raw.Where(setting));
        object? value = SettingConverter.Convert(parameter, setting.Name, setting.Value, raw.Where(setting));
        return new ThrottlingSetting(
            setting.Name, value, setting.Source ?? SettingSource.Declared(raw.Origin), parameter);
    }

    private static IEnumerable<ThrottlingSetting> InOrder(
        ExchangeRelease release, Dictionary<string, ThrottlingSetting> found)
    {
        ThrottlingProfile defaults = ProfileCatalogue.Get(release);
        IEnumerable<string> names = PolicyParameterTable.Shape(release)
            .Concat(PolicyParameterTable.AddedLimits(release).Select(limit => limit.Name));
        HashSet<string> done = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names)
        {
            done.Add(name);
            PolicyParameter? parameter = PolicyParameterTable.Find(name);
            yield return found.TryGetValue(name, out ThrottlingSetting? given)
                ? new ThrottlingSetting(name, given.Value, given.Source, parameter)
                : parameter is not null && !parameter.IsSettable(release) && parameter.Kind == ParameterKind.Limit
                    ? defaults.Find(name)!
                    : new ThrottlingSetting(name, null, SettingSource.Unknown, parameter);
        }
        foreach (ThrottlingSetting extra in found.Values.Where(setting => !done.Contains(setting.Name)))
            yield return extra;
    }

    private static ExchangeRelease FindRelease(RawPolicy raw)
    {
        if (raw.Has(ReleaseKey))
        {
            string? text = raw[ReleaseKey]?.ToString();
            return Enum.TryParse(text, ignoreCase: true, out ExchangeRelease named)
                && Enum.IsDefined(typeof(ExchangeRelease), named)
                ? named
                : throw Errors.InvalidSetting(
                    ReleaseKey, text, "one of " + string.Join(", ", Enum.GetNames(typeof(ExchangeRelease))),
                    raw.Where(raw.Settings.First(s => s.Name.Equals(ReleaseKey, StringComparison.OrdinalIgnoreCase))));
        }
        return FromShape(raw) ?? throw Errors.NotAPolicy(raw[NameKey] ?? raw.Origin, raw.Origin);
    }

    // The properties tell the model, not the build: a 2010 policy with the SP1 properties counts as SP3, the last of
    // 2010; one with the properties added after 2013 counts as 2016, the first that has them
    // (learn-set-throttlingpolicy).
    private static ExchangeRelease? FromShape(RawPolicy raw) =>
        raw.Has("EWSPercentTimeInCAS") || raw.Has("CPUStartPercent")
            ? raw.Has("AnonymousMaxConcurrency") ? ExchangeRelease.Exchange2010SP3 : ExchangeRelease.Exchange2010
        : raw.Has("EwsCostThreshold") || raw.Has("RcaSharedMaxConcurrency") ? ExchangeRelease.Exchange2016
        : In2013.Any(raw.Has) ? ExchangeRelease.Exchange2013
        : null;
}
