using System.Collections.Generic;
using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Yaml;

namespace ThrottlingTools.Commands;

/// <summary>Writes profiles to a YAML or JSON file that can be edited, shared and read back.</summary>
/// <remarks>
/// <para>
/// The file's ending tells the format: .yaml, .yml or .json. It holds every known value under the name that
/// Get-ThrottlingPolicy uses, the release, and the source of each value that the policy itself does not assign.
/// Get-EwsThrottlingProfile -Path reads an equal profile back. Several profiles become several documents of one file.
/// </para>
/// <para>The file is written whole or not at all.</para>
/// </remarks>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile Exchange2016 | Export-EwsThrottlingProfile ./exchange2016.yaml</code>
/// <para>Writes what is known of Exchange 2016 to a file.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile -Path ./policies.xml | Export-EwsThrottlingProfile ./policies.json -Force</code>
/// <para>Turns policies that were saved with Export-Clixml into JSON, and replaces the file if it is there.</para>
/// </example>
[Cmdlet(VerbsData.Export, "EwsThrottlingProfile", SupportsShouldProcess = true)]
public sealed class ExportEwsThrottlingProfileCommand : EwsCmdlet
{
    private readonly List<ThrottlingProfile> _profiles = [];

    /// <summary>The file to write; its ending tells the format.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>A profile, or what Get-EwsThrottlingProfile takes for one.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Replaces the file if it is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process() => _profiles.AddRange(new ProfileInput(this).Many(InputObject));

    /// <inheritdoc/>
    protected override void End()
    {
        string path = this.FullPath(Path);
        if (_profiles.Count > 0 && ShouldProcess(path, $"write {string.Join(", ", _profiles)}"))
            ProfileFileWriter.Write(path, _profiles, Force);
    }
}
