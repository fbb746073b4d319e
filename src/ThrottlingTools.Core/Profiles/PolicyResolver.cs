using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>
/// Finds what applies to a mailbox when several policies exist: in 2013 and later each value from the narrowest scope
/// that sets it (Regular, then Organization, then Global), in 2010 one whole policy (learn-workload-management).
/// </summary>
public sealed class PolicyResolver
{
    private readonly ThrottlingProfile[] _policies;

    /// <summary>Makes a resolver.</summary>
    /// <param name="policies">All policies of the organization, of one Exchange release; at least one.</param>
    /// <exception cref="ThrottlingToolsException"><c>MixedReleases</c>: they are of several releases.</exception>
    public PolicyResolver(IEnumerable<ThrottlingProfile> policies)
    {
        _policies = policies.ToArray();
        string[] releases = _policies.Select(policy => policy.Release.ToString()).Distinct().ToArray();
        if (releases.Length > 1)
            throw Errors.MixedReleases(releases);
    }

    /// <summary>Finds what applies.</summary>
    /// <param name="mailbox">Whose policy it is, for messages.</param>
    /// <param name="policyName">
    /// The associated policy's name, identity or distinguished name; blank for the default policy.
    /// </param>
    /// <returns>The effective profile; each value's source names the policy that sets it.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// <c>PolicyNotGiven</c>: a 2013+ association points to none of the policies.
    /// </exception>
    public ThrottlingProfile Resolve(string mailbox, string? policyName)
    {
        ThrottlingProfile? associated = FindAssociated(policyName);
        bool isMissing = associated is null && !string.IsNullOrWhiteSpace(policyName);
        ExchangeRelease release = (associated ?? _policies[0]).Release;
        if (!release.InheritsUnsetValues())
            return associated ?? Default(release);
        if (isMissing)
            throw Errors.PolicyNotGiven(policyName!, mailbox);
        return Merge(release, Chain(associated, release));
    }

    // 2010: a missing or corrupt policy falls back to the organization's default, then to the fixed fallback, which
    // equals the defaults at installation (exchangedev-fallback-logic).
    private ThrottlingProfile Default(ExchangeRelease release) =>
        _policies.FirstOrDefault(policy => policy.Scope == ThrottlingPolicyScopeType.Global)
        ?? ProfileCatalogue.Get(release);

    private ThrottlingProfile? FindAssociated(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        StringComparer comparer = StringComparer.OrdinalIgnoreCase;
        return _policies.FirstOrDefault(policy => new[] { "Name", "Identity", "Id", "DistinguishedName", "Guid" }
            .Any(key => comparer.Equals(policy.Find(key)?.Value?.ToString(), name)));
    }

    private IEnumerable<ThrottlingProfile> Chain(ThrottlingProfile? associated, ExchangeRelease release)
    {
        if (associated is not null)
            yield return associated;
        foreach (ThrottlingPolicyScopeType scope in
            new[] { ThrottlingPolicyScopeType.Organization, ThrottlingPolicyScopeType.Global })
        {
            ThrottlingProfile? wider =
                _policies.FirstOrDefault(policy => policy.Scope == scope && policy != associated);
            if (wider is not null)
                yield return wider;
        }
        yield return ProfileCatalogue.Get(release);
    }

    private static ThrottlingProfile Merge(ExchangeRelease release, IEnumerable<ThrottlingProfile> chain)
    {
        ThrottlingProfile[] policies = chain.ToArray();
        ThrottlingProfile own = policies[0];
        IEnumerable<ThrottlingSetting> inherited = own.Settings
            .Where(setting => setting.Value is null && setting.Parameter?.Kind is ParameterKind.Limit)
            .Select(setting => FirstSet(setting.Name, policies) ?? setting);
        IEnumerable<ThrottlingSetting> assigned = own.Settings
            .Where(setting => setting.Value is not null && setting.Parameter?.Kind is ParameterKind.Limit)
            .Select(setting => From(own, setting));
        return new ThrottlingProfile(own.Name, release, own.Settings).With(own.Name, inherited.Concat(assigned));
    }

    private static ThrottlingSetting? FirstSet(string name, IEnumerable<ThrottlingProfile> policies) =>
        policies.Select(policy => (policy, setting: policy.Find(name)))
            .Where(pair => pair.setting?.Value is not null)
            .Select(pair => From(pair.policy, pair.setting!))
            .FirstOrDefault();

    private static ThrottlingSetting From(ThrottlingProfile policy, ThrottlingSetting setting) =>
        setting.Source.Kind == ValueSource.Declared
            ? new ThrottlingSetting(
                setting.Name, setting.Value, SettingSource.Declared($"{policy.Scope} policy {policy.Name}"),
                setting.Parameter)
            : setting;
}
