using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>Finds in a profile what is dangerous, impossible or not what its author can have meant.</summary>
public static class ProfileLint
{
    /// <summary>
    /// A recharge rate at which budget grows as fast as time passes: 3,600,000 ms per hour.
    /// </summary>
    private const long RealTimeRecharge = 3_600_000;

    private const string Balance = "learn-set-throttlingpolicy, parameter EwsCutoffBalance";
    private const string Cmdlet = "learn-set-throttlingpolicy, parameters";

    // Dead-slow policies: at 1 % of real time an hour's use takes four days to earn back.
    private const long SlowRecharge = RealTimeRecharge / 100;

    private static readonly Func<ThrottlingProfile, IEnumerable<ProfileFinding>>[] Rules =
    [
        NullMeansUnlimited,
        AllUnlimited,
        CutoffBelowBurst,
        CutoffZero,
        Recharge,
        ConcurrencyAboveDefault,
        ConcurrencyZero,
        NotInRelease,
        ServiceAccountWithoutLimits,
        UnknownProperty,
        UnknownValues,
    ];

    /// <summary>Applies every rule.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The findings, the most serious first.</returns>
    public static IReadOnlyList<ProfileFinding> Check(ThrottlingProfile profile) =>
        Rules.SelectMany(rule => rule(profile)).OrderByDescending(finding => finding.Severity).ToArray();

    private static IEnumerable<ProfileFinding> NullMeansUnlimited(ThrottlingProfile profile) =>
        !profile.Release.UsesPercentTime() ? [] : EwsLimits(profile)
            .Where(setting => setting is { Value: null, IsKnown: true })
            .Select(setting => new ProfileFinding(
                FindingSeverity.Warning, "NullIsUnlimited", profile, setting.Name,
                $"In {profile.Release} a blank {setting.Name} is no limit at all.",
                $"Set-ThrottlingPolicy -{setting.Name} to a number, such as the SP1 default "
                + $"{ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP1).Limit(setting.Name)}.",
                "learn-ews-throttling, caution below table 1"));

    private static IEnumerable<ProfileFinding> AllUnlimited(ThrottlingProfile profile)
    {
        ThrottlingSetting[] known = EwsLimits(profile).Where(setting => setting.IsKnown).ToArray();
        bool isOff = known.Length > 1 && known.All(setting => setting.Value is null
            ? profile.Release.UsesPercentTime()
            : setting.Value is Unlimited { IsUnlimited: true });
        if (isOff)
            yield return new ProfileFinding(
                FindingSeverity.Error, "AllUnlimited", profile, null,
                "No EWS limit is left: one caller can take the whole server, and resource health is the only brake.",
                "Raise the limits that are met (New-EwsThrottlingProfile, Test-EwsBatchSize), keep the others.",
                "learn-ews-throttling, tip on less restrictive policies");
    }

    private static IEnumerable<ProfileFinding> CutoffBelowBurst(ThrottlingProfile profile)
    {
        foreach (string component in Components())
        {
            Unlimited? burst = profile.Limit(component + "MaxBurst");
            Unlimited? cutoff = profile.Limit(component + "CutoffBalance");
            if (burst is { } allowed && cutoff is { } limit && limit < allowed && !allowed.IsUnlimited)
                yield return new ProfileFinding(
                    component == "Ews" ? FindingSeverity.Warning : FindingSeverity.Information,
                    "CutoffBelowBurst", profile, component + "CutoffBalance",
                    $"The cutoff {limit} ms is below the burst {allowed} ms: a caller is blocked after less debt "
                    + "than it may use at full speed, with hardly a micro-delay to warn.",
                    "Set the cutoff to 600000 to 3000000 and above the burst.", Balance);
        }
    }

    private static IEnumerable<ProfileFinding> CutoffZero(ThrottlingProfile profile) =>
        profile.Limit("EwsCutoffBalance") is { IsUnlimited: false, Value: 0 }
            ? [new ProfileFinding(
                FindingSeverity.Error, "CutoffZero", profile, "EwsCutoffBalance",
                "Callers are locked out the moment their burst is used up.",
                "Set the cutoff to 600000 to 3000000.", Balance)]
            : [];

    private static IEnumerable<ProfileFinding> Recharge(ThrottlingProfile profile)
    {
        if (profile.Limit("EwsRechargeRate") is not { IsUnlimited: false } rate)
            yield break;
        double share = rate.ToDouble() / RealTimeRecharge;
        if (rate.Value == 0)
            yield return RechargeFinding(profile, FindingSeverity.Error, "RechargeZero",
                "Nothing is ever earned back: once the budget is used, the caller stays blocked.");
        else if (rate.Value > RealTimeRecharge)
            yield return RechargeFinding(profile, FindingSeverity.Warning, "RechargeAboveRealTime", string.Format(
                CultureInfo.InvariantCulture,
                "Budget grows {0:0.##} times as fast as time passes: one busy thread is never throttled.", share));
        else if (rate.Value < SlowRecharge)
            yield return RechargeFinding(profile, FindingSeverity.Warning, "RechargeSlow", string.Format(
                CultureInfo.InvariantCulture, "Only {0:0.##%} of wall time can be used in the long run.", share));
    }

    private static ProfileFinding RechargeFinding(
        ThrottlingProfile profile, FindingSeverity severity, string id, string reason) =>
        new(severity, id, profile, "EwsRechargeRate", reason,
            "Set the share of an hour that a caller may use, in ms: the default 900000 is 25 %.",
            "exchange-team-many-users, PowerShell throttles; " + Balance);

    private static IEnumerable<ProfileFinding> ConcurrencyAboveDefault(ThrottlingProfile profile)
    {
        Unlimited? standard = ProfileCatalogue.Get(profile.Release).Limit("EwsMaxConcurrency");
        if (profile.Limit("EwsMaxConcurrency") is { } own && standard is { } usual && own > usual)
            yield return new ProfileFinding(
                own.IsUnlimited || own.Value > 4 * usual.Value ? FindingSeverity.Warning : FindingSeverity.Information,
                "ConcurrencyAboveDefault", profile, "EwsMaxConcurrency",
                $"{own} concurrent requests where {profile.Release} ships {usual}: the budget is used up "
                + "that many times faster, and the server carries the rest.",
                "Keep it for service accounts only, and check with Test-EwsBatchSize.",
                "learn-ews-throttling, tip on less restrictive policies");
    }

    private static IEnumerable<ProfileFinding> ConcurrencyZero(ThrottlingProfile profile) =>
        profile.Limit("EwsMaxConcurrency") is { IsUnlimited: false, Value: 0 }
            ? [new ProfileFinding(
                FindingSeverity.Error, "ConcurrencyZero", profile, "EwsMaxConcurrency",
                "No EWS request is ever admitted.",
                "To close EWS use Set-CASMailbox -EwsEnabled; here set at least 1.", "learn-ews-throttling, table 1")]
            : [];

    private static IEnumerable<ProfileFinding> NotInRelease(ThrottlingProfile profile) => profile.Settings
        .Where(setting => setting is { Value: not null, Parameter: { } parameter, Source.Kind: ValueSource.Declared }
            && parameter.Component != "Object"
            && !parameter.AppliesIn(profile.Release)
            && parameter.Kind == ParameterKind.Limit)
        .Select(setting => new ProfileFinding(
            FindingSeverity.Warning, "NotInRelease", profile, setting.Name,
            $"{profile.Release} does not have {setting.Name}; the value has no effect there.",
            $"Remove it; it exists in {string.Join(", ", setting.Parameter!.AppliesTo)}.", Cmdlet));

    private static IEnumerable<ProfileFinding> ServiceAccountWithoutLimits(ThrottlingProfile profile)
    {
        bool hasLimits = new[] { "EwsMaxConcurrency", "EwsMaxBurst", "EwsRechargeRate", "EwsCutoffBalance" }
            .Any(name => profile.Limit(name) is { IsUnlimited: false });
        if (profile.Find("IsServiceAccount")?.Value is true && !hasLimits)
            yield return new ProfileFinding(
                FindingSeverity.Warning, "ServiceAccountWithoutLimits", profile, "IsServiceAccount",
                "The service-account flag gives the policy's own limits and slows the account when the server is "
                + "unhealthy; with no limit set, only the server's health restrains it.",
                "Set EwsMaxConcurrency and the three balance parameters beside the flag.",
                "learn-set-throttlingpolicy, parameter IsServiceAccount");
    }

    private static IEnumerable<ProfileFinding> UnknownProperty(ThrottlingProfile profile) => profile.Settings
        .Where(setting => setting.Parameter is null && setting.Value is not null)
        .Select(setting => new ProfileFinding(
            FindingSeverity.Information, "UnknownProperty", profile, setting.Name,
            $"{setting.Name} is no parameter that this module knows; it is kept and not used.",
            "Check the spelling, or that the object is a throttling policy.", Cmdlet));

    private static IEnumerable<ProfileFinding> UnknownValues(ThrottlingProfile profile)
    {
        string[] missing = EwsLimits(profile)
            .Where(setting => !setting.IsKnown && setting.Name != "EwsCostThreshold")
            .Select(setting => setting.Name)
            .ToArray();
        if (missing.Length > 0)
            yield return new ProfileFinding(
                FindingSeverity.Information, "UnknownValues", profile, missing[0],
                profile.Find("ThrottlingPolicyScope")?.Value is null or ThrottlingPolicyScopeType.Global
                    ? $"No source states {string.Join(", ", missing)}; nothing can be modelled with them."
                    : $"{string.Join(", ", missing)} inherit from the next scope, which this profile does not show.",
                "Resolve the policy with Get-EwsThrottlingProfileAssociation, or give the values "
                + "(New-EwsThrottlingProfile, also with -BorrowFrom).", "learn-workload-management, scopes");
    }

    private static IEnumerable<ThrottlingSetting> EwsLimits(ThrottlingProfile profile) => profile.Settings
        .Where(setting => setting.Parameter is { Component: "Ews", Kind: ParameterKind.Limit } parameter
            && parameter.IsSettable(profile.Release));

    private static IEnumerable<string> Components() => PolicyParameterTable.All
        .Where(parameter => parameter.Name.EndsWith("CutoffBalance", StringComparison.OrdinalIgnoreCase))
        .Select(parameter => parameter.Name.Substring(0, parameter.Name.Length - "CutoffBalance".Length));
}
