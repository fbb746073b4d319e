using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Simulation;

/// <summary>
/// The simulators of the process. Each ends with the runspace that started it, unless it is to be kept running: a job
/// that is over would else leave one behind that nobody knows of.
/// </summary>
internal static class RunningSimulators
{
    private static readonly object Gate = new();
    private static readonly List<EwsThrottlingSimulator> Known = [];

    /// <summary>Those that answer, oldest first.</summary>
    public static IReadOnlyList<EwsThrottlingSimulator> All
    {
        get
        {
            lock (Gate)
            {
                Known.RemoveAll(simulator => !simulator.IsRunning);
                return Known.ToArray();
            }
        }
    }

    /// <summary>Remembers a simulator.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="isKept">Whether it outlives this runspace.</param>
    public static void Add(EwsThrottlingSimulator simulator, bool isKept)
    {
        lock (Gate)
            Known.Add(simulator);
        if (!isKept)
            EndWith(Runspace.DefaultRunspace, simulator);
    }

    private static void EndWith(Runspace runspace, EwsThrottlingSimulator simulator)
    {
        runspace.StateChanged += OnStateChanged;

        void OnStateChanged(object? sender, RunspaceStateEventArgs args)
        {
            if (args.RunspaceStateInfo.State is not (RunspaceState.Closing or RunspaceState.Closed
                or RunspaceState.Broken))
                return;
            runspace.StateChanged -= OnStateChanged;
            Task.Run(simulator.Dispose); // closing does not wait for requests that are being answered
        }
    }
}
