using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>
/// Everything that limits EWS for one caller: a policy in the shape of <c>Get-ThrottlingPolicy</c>, and the limits that
/// are no policy setting. Immutable. Two profiles are equal when release, names and values are; sources do not count.
/// </summary>
public sealed class ThrottlingProfile : IEquatable<ThrottlingProfile>
{
    private readonly Dictionary<string, ThrottlingSetting> _byName;

    /// <summary>Makes a profile.</summary>
    /// <param name="name">The policy's name, or the catalogue's.</param>
    /// <param name="release">The release whose rules apply.</param>
    /// <param name="settings">The settings in the order in which they print; each name once.</param>
    public ThrottlingProfile(string name, ExchangeRelease release, IEnumerable<ThrottlingSetting> settings)
    {
        Name = name;
        Release = release;
        Settings = settings.ToArray();
        _byName = Settings.ToDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The policy's name, or the catalogue's.</summary>
    public string Name { get; }

    /// <summary>The release whose rules apply.</summary>
    public ExchangeRelease Release { get; }

    /// <summary>
    /// Every value with its source: the policy's properties in their order, then the added limits, then what the
    /// table does not know.
    /// </summary>
    public IReadOnlyList<ThrottlingSetting> Settings { get; }

    /// <summary>
    /// The scope; Regular where none is set (2010 has no scopes: its default policy counts as Global).
    /// </summary>
    internal ThrottlingPolicyScopeType Scope =>
        Find("ThrottlingPolicyScope")?.Value as ThrottlingPolicyScopeType?
        ?? (Find("IsDefault")?.Value is true ? ThrottlingPolicyScopeType.Global : ThrottlingPolicyScopeType.Regular);

    /// <summary>The setting of that name in any casing; <c>null</c> if the profile has none.</summary>
    /// <param name="name">The parameter's name.</param>
    public ThrottlingSetting? Find(string name) =>
        _byName.TryGetValue(name, out ThrottlingSetting? setting) ? setting : null;

    /// <summary>The limit of that name; <c>null</c> where it is blank, unknown or absent.</summary>
    /// <param name="name">The parameter's name.</param>
    public Unlimited? Limit(string name) => Find(name)?.Value as Unlimited?;

    /// <summary>The value of a setting as tables show it: with an asterisk behind one that is inferred.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The text; empty where the value is blank or unknown, or there is no such setting.</returns>
    public string Display(string name) => Find(name)?.DisplayValue ?? "";

    /// <summary>What an asterisk behind a value means; empty where none of these settings has one.</summary>
    /// <param name="names">The names of the settings that are shown.</param>
    public string Legend(params string[] names) =>
        names.Any(name => Display(name).EndsWith("*", StringComparison.Ordinal)) ? "* inferred" : "";

    /// <summary>A copy in which some settings are replaced; those it does not have yet come last.</summary>
    /// <param name="name">The copy's name.</param>
    /// <param name="changes">The new settings.</param>
    public ThrottlingProfile With(string name, IEnumerable<ThrottlingSetting> changes)
    {
        Dictionary<string, ThrottlingSetting> changed =
            changes.ToDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);
        IEnumerable<ThrottlingSetting> kept = Settings.Select(
            setting => changed.TryGetValue(setting.Name, out ThrottlingSetting? change) ? change : setting);
        IEnumerable<ThrottlingSetting> added = changed.Values.Where(change => !_byName.ContainsKey(change.Name));
        return new ThrottlingProfile(name, Release, kept.Concat(added));
    }

    /// <inheritdoc/>
    public bool Equals(ThrottlingProfile? other) =>
        other is not null && Release == other.Release && Name == other.Name && Settings.Count == other.Settings.Count
        && Settings.Zip(other.Settings, HaveSameValue).All(same => same);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ThrottlingProfile);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name) ^ (int)Release;

    /// <summary>The profile's name.</summary>
    public override string ToString() => Name;

    private static bool HaveSameValue(ThrottlingSetting left, ThrottlingSetting right) =>
        StringComparer.OrdinalIgnoreCase.Equals(left.Name, right.Name)
        && (Equals(left.Value, right.Value)
            || (left.Value is IEnumerable<string> lefts && right.Value is IEnumerable<string> rights
                && left.Value is not string && lefts.SequenceEqual(rights)));
}
