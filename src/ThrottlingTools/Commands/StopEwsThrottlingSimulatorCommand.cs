using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Commands;

/// <summary>Stops simulators.</summary>
/// <remarks>
/// <para>Running requests get a moment to end; then the port is free, and nothing of the simulator is left.</para>
/// </remarks>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator Exchange2016
/// PS> $simulator | Stop-EwsThrottlingSimulator</code>
/// <para>Stops the simulator that was started.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingSimulator | Where-Object RequestCount -eq 0 | Stop-EwsThrottlingSimulator</code>
/// <para>Stops the simulators of this process that nobody has used.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "EwsThrottlingSimulator")]
public sealed class StopEwsThrottlingSimulatorCommand : EwsCmdlet
{
    /// <summary>What Start-EwsThrottlingSimulator returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public EwsThrottlingSimulator Simulator { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Process() => Simulator.Dispose();
}
