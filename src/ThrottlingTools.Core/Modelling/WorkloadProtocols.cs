using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// The budgets that other protocols than EWS have in the same policy. All follow one rule set, so that an engine for
/// them is one for EWS with the protocol's limits in the place of those of EWS.
/// </summary>
internal static class WorkloadProtocols
{
    private static readonly string[] Limits =
    [
        "MaxConcurrency", "MaxBurst", "RechargeRate", "CutoffBalance",
        "PercentTimeInAD", "PercentTimeInCAS", "PercentTimeInMailboxRPC",
    ];

    /// <summary>The profile in which the limits of a protocol stand where those of EWS do.</summary>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>, naming every missing value.</exception>
    public static ThrottlingProfile ProfileFor(ThrottlingProfile profile, WorkloadProtocol protocol)
    {
        if (protocol == WorkloadProtocol.Ews)
            return profile;
        List<string> missing = MissingIn(profile, protocol);
        if (missing.Count > 0)
            throw Errors.ValueUnknown(profile.Name, missing);
        IEnumerable<ThrottlingSetting> moved = Limits
            .Where(limit => profile.Find("Ews" + limit) is not null)
            .Select(limit => Move(profile, protocol + limit, "Ews" + limit));
        return profile.With(profile.Name, moved);
    }

    /// <summary>What a profile of 2013 and later would have to know of a protocol, and does not.</summary>
    public static List<string> MissingIn(ThrottlingProfile profile, WorkloadProtocol protocol) =>
        profile.Release.UsesPercentTime()
            ? []
            : Limits.Take(4).Select(limit => protocol + limit).Where(name => profile.Limit(name) is null).ToList();

    /// <summary>The parameter of a protocol that stands where one of EWS does.</summary>
    public static string ParameterOf(string parameter, WorkloadProtocol protocol)
    {
        if (protocol == WorkloadProtocol.Ews || !parameter.StartsWith("Ews", StringComparison.OrdinalIgnoreCase))
            return parameter;
        string prefix = parameter[1] == 'W' ? protocol.ToString().ToUpperInvariant() : protocol.ToString();
        return Limits.Contains(parameter.Substring(3)) ? prefix + parameter.Substring(3) : parameter;
    }

    private static ThrottlingSetting Move(ThrottlingProfile profile, string from, string to)
    {
        ThrottlingSetting? setting = profile.Find(from);
        return new ThrottlingSetting(
            to, setting?.Value, setting?.Source ?? SettingSource.Unknown, PolicyParameterTable.Find(to));
    }
}
