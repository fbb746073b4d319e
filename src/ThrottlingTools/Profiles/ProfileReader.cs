using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ThrottlingTools.Files;
using ThrottlingTools.Yaml;

namespace ThrottlingTools.Profiles;

/// <summary>
/// Reads policy files of every format that PowerShell users keep policies in; the ending tells which.
/// </summary>
internal sealed class ProfileReader(PSCmdlet cmdlet)
{
    private const string Formats =
        ".yaml, .yml, .json, .csv, .xml or .clixml (Export-Clixml), .txt or .log (Format-List)";

    private static readonly string[] TextEndings = [".txt", ".log"];
    private static readonly string[] ClixmlEndings = [".xml", ".clixml"];

    /// <summary>Whether the text ends like a file that can be read.</summary>
    public static bool IsPolicyFile(string path) =>
        ProfileFile.IsProfileFile(path)
        || IsOne(path, TextEndings) || IsOne(path, ClixmlEndings) || IsOne(path, ".csv");

    /// <summary>Reads all profiles of a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="release">The release; <c>null</c> takes it from the file.</param>
    public IReadOnlyList<ThrottlingProfile> Read(string path, ExchangeRelease? release)
    {
        if (!IsPolicyFile(path))
            throw Errors.UnknownFormat(path, Formats);
        if (IsOne(path, ClixmlEndings))
            return FromObjects(path, release, "CLIXML", "Import-Clixml");
        if (IsOne(path, ".csv"))
            return FromObjects(path, release, "CSV", "Import-Csv");
        return (IsOne(path, TextEndings) ? ReadText(path) : ProfileFile.Read(path))
            .Select(raw => ProfileBinder.Bind(raw, release)).ToArray();
    }

    private static IReadOnlyList<RawPolicy> ReadText(string path)
    {
        using StringReader text = new(PolicyFile.ReadText(path));
        return FormatListText.Read(text, path);
    }

    // PowerShell's own commands read PowerShell's own formats.
    private ThrottlingProfile[] FromObjects(string path, ExchangeRelease? release, string format, string command)
    {
        PolicyFile.CheckSize(path);
        string script = $"param($path) Microsoft.PowerShell.Utility\\{command} -LiteralPath $path -ErrorAction Stop";
        ICollection<PSObject> policies;
        try
        {
            policies = cmdlet.InvokeCommand.InvokeScript(script, true, PipelineResultTypes.None, null, path);
        }
        catch (RuntimeException cause)
        {
            throw Errors.Malformed(format, cause.Message, path);
        }
        ThrottlingProfile[] profiles = policies
            .Select((policy, index) => ProfileInput.Bind(policy, $"{path}, policy {index + 1}", release))
            .ToArray();
        return profiles.Length > 0 ? profiles : throw Errors.NotAPolicy(path, path);
    }

    private static bool IsOne(string path, params string[] endings) =>
        endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
