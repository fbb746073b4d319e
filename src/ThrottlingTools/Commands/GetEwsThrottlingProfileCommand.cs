using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Shows what limits EWS: the defaults of each Exchange release, or the policies you pass.</summary>
/// <remarks>
/// <para>
/// Without input it reads the catalogue: one profile for each Exchange release, with the properties, the order and the
/// rendering of Get-ThrottlingPolicy. After them come the limits that are no policy setting, such as the find page of
/// 1000 items, Assumptions, which a model of the release can rest on, and Settings, which names the source of every
/// value. A value that no public source states is $null.
/// </para>
/// <para>
/// With input it takes what Get-ThrottlingPolicy returns, live or from a remote session, and files: YAML, JSON, CSV,
/// CLIXML, and the text that Get-ThrottlingPolicy | Format-List prints. Properties that it does not know are kept.
/// The properties of a profile cannot be set; New-EwsThrottlingProfile makes a changed one.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile</code>
/// <para>Shows the EWS limits of every release side by side.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile Exchange2013 | Format-List Ews*</code>
/// <para>Shows the EWS limits that Exchange 2013 ships with.</para>
/// </example>
/// <example>
/// <code>PS> Get-EwsThrottlingProfile -Path ./policies.txt -ThrottlingPolicyScope Regular</code>
/// <para>Reads the policies from a saved Format-List output and shows those of scope Regular.</para>
/// </example>
/// <example>
/// <code>PS> $online = Get-EwsThrottlingProfile ExchangeOnline
/// PS> $online.Settings | Where-Object IsKnown | Select-Object Name, Value, Source</code>
/// <para>Lists what is known of Exchange Online's limits, and from where.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EwsThrottlingProfile", DefaultParameterSetName = CatalogueSet)]
[OutputType(typeof(ThrottlingProfile))]
public sealed class GetEwsThrottlingProfileCommand : EwsCmdlet
{
    private const string CatalogueSet = "Catalogue";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ObjectSet = "InputObject";

    /// <summary>
    /// The names of catalogue profiles, such as Exchange2016. Wildcards are accepted; without it, or with $null, all
    /// are shown.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = CatalogueSet)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [SupportsWildcards]
    public string[]? Identity { get; set; }

    /// <summary>
    /// Policy files: .yaml, .yml, .json, .csv, .xml or .clixml, .txt or .log. Wildcards are accepted.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Policy files whose names are taken as they are, wildcard characters included.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// A policy: what Get-ThrottlingPolicy returns (live or deserialised), a row, a hashtable, a file, or a name.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>
    /// The Exchange release of the input, where it cannot be told from its properties (2016, 2019 and SE look alike).
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public ExchangeRelease? Release { get; set; }

    /// <summary>Shows only policies of this scope.</summary>
    [Parameter]
    public ThrottlingPolicyScopeType? ThrottlingPolicyScope { get; set; }

    /// <summary>Shows of each policy only the values assigned in it, as Get-ThrottlingPolicy -Explicit does.</summary>
    [Parameter]
    public SwitchParameter Explicit { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case ObjectSet:
                Show(new ProfileInput(this).Many(InputObject, Release));
                break;
            case CatalogueSet:
                ForEach(Identity ?? ["*"], ShowNamed);
                break;
            case PathSet:
                ForEach(Path, path => ForEach(this.ResolvePaths(path), ShowFile));
                break;
            default:
                ForEach(LiteralPath, path => ShowFile(this.FullPath(path)));
                break;
        }
    }

    private void ForEach(IEnumerable<string> names, Action<string> show)
    {
        foreach (string name in names)
            Attempt(() => show(name));
    }

    private void ShowNamed(string name) => Show(WildcardPattern.ContainsWildcardCharacters(name)
        ? ProfileNameCompleter.Matching(ProfileCatalogue.Names, name, isPrefix: false).Select(ProfileCatalogue.Get)
        : [ProfileCatalogue.Get(name)]);

    private void ShowFile(string path) => Show(new ProfileReader(this).Read(path, Release));

    private void Show(IEnumerable<ThrottlingProfile> profiles)
    {
        foreach (ThrottlingProfile profile in profiles)
        {
            if (ThrottlingPolicyScope is null || profile.Scope == ThrottlingPolicyScope)
                WriteObject(ProfileObject.Create(profile, Explicit));
        }
    }
}
