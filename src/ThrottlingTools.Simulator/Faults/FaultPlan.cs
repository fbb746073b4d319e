using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Simulator.Faults;

/// <summary>
/// Which requests meet which fault. Of several rules that meet a request the first counts. Immutable.
/// </summary>
public sealed class FaultPlan
{
    private FaultPlan(IReadOnlyList<FaultRule> rules) => Rules = rules;

    /// <summary>No faults.</summary>
    public static FaultPlan None { get; } = new([]);

    /// <summary>The rules in order.</summary>
    public IReadOnlyList<FaultRule> Rules { get; }

    /// <summary>Reads rules: <c>503:rate=0.05</c>, <c>reset-inside:operation=FindItem,nth=3</c>.</summary>
    /// <param name="rules">The rules; see <see cref="FaultRule.Parse"/>.</param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidFault</c>, with what is accepted.</exception>
    public static FaultPlan Parse(IEnumerable<string> rules) => new(rules.Select(FaultRule.Parse).ToArray());

    /// <summary>Reads rules.</summary>
    /// <param name="rules">The rules.</param>
    public static FaultPlan Parse(params string[] rules) => Parse((IEnumerable<string>)rules);
}
