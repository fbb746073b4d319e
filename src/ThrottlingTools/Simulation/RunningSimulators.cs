using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Simulation;

/// <summary>The simulators that a runspace has started and not stopped. They end with the runspace's module.</summary>
internal static class RunningSimulators
{
    private static readonly ConditionalWeakTable<Runspace, List<EwsThrottlingSimulator>> ByRunspace = new();

    /// <summary>Those of this runspace that answer, oldest first.</summary>
    public static IReadOnlyList<EwsThrottlingSimulator> Here =>
        List.Where(simulator => simulator.IsRunning).ToArray();

    private static List<EwsThrottlingSimulator> List => ByRunspace.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>Remembers a simulator, and forgets those that have stopped.</summary>
    public static void Add(EwsThrottlingSimulator simulator)
    {
        List.RemoveAll(known => !known.IsRunning);
        List.Add(simulator);
    }
}
