using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Help;

/// <summary>What help says about a cmdlet.</summary>
internal sealed record CmdletHelp(
    string Verb,
    string Noun,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<ParameterSet> ParameterSets,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<Link> Links)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The texts that are missing, one sentence each.</summary>
    public IEnumerable<string> Gaps()
    {
        if (Synopsis.Length == 0)
            yield return $"{Name} has no <summary>.";
        if (Description.Count == 0)
            yield return $"{Name} has no <remarks>.";
        if (Examples.Count < 2)
            yield return $"{Name} has {Examples.Count} <example>; two are needed.";
        foreach (Example example in Examples.Where(e => e.Code.Length == 0 || e.Remarks.Count == 0))
            yield return $"{Name} has an example without <code> or without <para>: {example.Code}";
        foreach (ParameterHelp parameter in Parameters.Where(p => p.Text.Count == 0))
            yield return $"{Name} -{parameter.Name} has no <summary>.";
    }
}

/// <summary>A parameter as it is in one parameter set, or over all of them.</summary>
internal sealed record ParameterHelp(
    string Name,
    string Type,
    bool IsSwitch,
    IReadOnlyList<string> Text,
    IReadOnlyList<string> Values,
    string Default,
    IReadOnlyList<string> Aliases,
    bool TakesWildcards)
{
    public bool IsRequired { get; init; }

    public int? Position { get; init; }

    public bool ByValue { get; init; }

    public bool ByPropertyName { get; init; }
}

/// <summary>A parameter set: one line of syntax.</summary>
internal sealed record ParameterSet(string Name, IReadOnlyList<ParameterHelp> Parameters);

/// <summary>An example: lines that start with <c>PS> </c> are input, others output.</summary>
internal sealed record Example(string Code, IReadOnlyList<string> Remarks);

/// <summary>A related link; without address it names a cmdlet.</summary>
internal sealed record Link(string Text, string Address);
