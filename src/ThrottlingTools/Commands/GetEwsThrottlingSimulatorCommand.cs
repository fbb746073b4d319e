using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Simulation;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Commands;

/// <summary>Shows the simulators that run in this process.</summary>
/// <remarks>
/// <para>Shows each endpoint with its profile, its address, and how many requests it has answered and refused,
/// whichever runspace, job or iteration of ForEach-Object -Parallel started it.</para>
/// </remarks>
/// <example>
/// <code>PS> Start-EwsThrottlingSimulator Exchange2016 | Out-Null
/// PS> Get-EwsThrottlingSimulator</code>
/// <para>Shows every simulator of the process.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingSimulator | Stop-EwsThrottlingSimulator</code>
/// <para>Stops them all.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EwsThrottlingSimulator")]
[OutputType(typeof(EwsThrottlingSimulator))]
public sealed class GetEwsThrottlingSimulatorCommand : EwsCmdlet
{
    /// <inheritdoc/>
    protected override void End() => WriteObject(RunningSimulators.All, enumerateCollection: true);
}
