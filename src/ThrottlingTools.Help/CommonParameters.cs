using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Help;

/// <summary>Parameters that are no property of the cmdlet class.</summary>
internal static class CommonParameters
{
    /// <summary>What PowerShell adds to a cmdlet that asks before it acts.</summary>
    public static IEnumerable<ParameterHelp> For(bool confirms) =>
        !confirms ? [] :
        [
            Switch("WhatIf", "Shows what would happen if the cmdlet ran. The cmdlet is not run.", "wi"),
            Switch("Confirm", "Prompts you for confirmation before running the cmdlet.", "cf"),
        ];

    /// <summary>One parameter for each limit of some release and each flag that its policy cmdlets take.</summary>
    public static IEnumerable<ParameterHelp> Policy(IEnumerable<ParameterHelp> others)
    {
        HashSet<string> taken = new(others.Select(other => other.Name), StringComparer.OrdinalIgnoreCase);
        return PolicyParameterTable.All
            .Where(parameter => !taken.Contains(parameter.Name) && parameter.CanBeGiven(release: null))
            .Select(parameter => new ParameterHelp(
                parameter.Name, TypeName(parameter.Kind), parameter.Kind == ParameterKind.Flag,
                [.. Text(parameter)], [], "None", [], TakesWildcards: false));
    }

    private static ParameterHelp Switch(string name, string text, string alias) =>
        new(name, "SwitchParameter", IsSwitch: true, [text], [], "False", [alias], TakesWildcards: false);

    private static IEnumerable<string> Text(PolicyParameter parameter)
    {
        yield return parameter.Meaning;
        string unit = parameter.Unit.Length > 0 ? $" Unit: {parameter.Unit}." : "";
        yield return $"Accepts {parameter.Accepted}.{unit}";
        if (parameter.ChargedTo.Length > 0)
            yield return $"Charged: {parameter.ChargedTo}";
        yield return $"In {string.Join(", ", parameter.AppliesTo)}.";
    }

    private static string TypeName(ParameterKind kind) => kind switch
    {
        ParameterKind.Limit => nameof(Unlimited),
        ParameterKind.Flag => "SwitchParameter",
        _ => nameof(ThrottlingPolicyScopeType),
    };
}
