using System.Collections.Generic;
using System.Globalization;
using System.IO;
using ThrottlingTools.Ews;

namespace ThrottlingTools;

/// <summary>Makes every error of the project: one method an error, each with a stable id and what to do next.</summary>
public static partial class Errors
{
    /// <summary>A policy value is not of its parameter's type, or not in its range.</summary>
    public static ThrottlingToolsException InvalidSetting(string name, object? value, string accepted, string? where) =>
        new("InvalidSetting", ErrorKind.InvalidData,
            $"{Prefix(where)}{name}: '{Shorten(value)}' is not accepted.",
            $"Give {accepted}.", value);

    /// <summary>A profile file holds a key that is no policy parameter and no added limit.</summary>
    public static ThrottlingToolsException UnknownKey(string name, string? nearest, string? where) =>
        new("UnknownKey", ErrorKind.InvalidData,
            $"{Prefix(where)}'{name}' is not a throttling policy parameter.",
            (nearest is null ? "" : $"Did you mean {nearest}? ") +
            "Correct the key, or move it under AdditionalProperties to keep it as it is.", name);

    /// <summary>One key stands twice in one policy.</summary>
    public static ThrottlingToolsException DuplicateKey(string name, string? where) =>
        new("DuplicateKey", ErrorKind.InvalidData,
            $"{Prefix(where)}'{name}' is given twice.", "Keep one of the two.", name);

    /// <summary>The object, row or text has nothing by which it could be a throttling policy.</summary>
    public static ThrottlingToolsException NotAPolicy(object? target, string? where) =>
        new("NotAThrottlingPolicy", ErrorKind.InvalidData,
            $"{Prefix(where)}this is no throttling policy: it has no Release and none of the EWS policy parameters.",
            "Pass what Get-ThrottlingPolicy returns, or a file that Export-EwsThrottlingProfile wrote.", target);

    /// <summary>A catalogue name without wildcard that no profile has.</summary>
    public static ThrottlingToolsException ProfileNotFound(string name, IEnumerable<string> known) =>
        new("ProfileNotFound", ErrorKind.ObjectNotFound,
            $"There is no profile named '{name}'.",
            $"Use one of {string.Join(", ", known)}, or give a profile file with -Path.", name);

    /// <summary>The profile lacks a value that the calculation cannot do without.</summary>
    public static ThrottlingToolsException ValueUnknown(string profile, IEnumerable<string> names) =>
        new("ProfileValueUnknown", ErrorKind.InvalidData,
            $"The profile '{profile}' does not know {string.Join(", ", names)}: no public source states "
            + "the value, and none is guessed.",
            "Give the values (New-EwsThrottlingProfile -BasedOn ... with these parameters), measure them, "
            + "or borrow them from another profile on purpose (New-EwsThrottlingProfile -BorrowFrom).", profile);

    /// <summary>A file could not be opened or read.</summary>
    public static ThrottlingToolsException FileUnreadable(string path, System.Exception cause) =>
        new("FileUnreadable", cause is FileNotFoundException or DirectoryNotFoundException
                ? ErrorKind.ObjectNotFound : ErrorKind.ReadError,
            $"{path}: {cause.Message}", "Check the path and that you may read the file.", path, cause);

    /// <summary>A path with characters that no file can have in its name.</summary>
    public static ThrottlingToolsException NotAFilePath(string path, System.Exception cause) =>
        new("NotAFilePath", ErrorKind.InvalidArgument, $"'{path}' is no path of a file: {cause.Message}",
            "Give a path of the file system.", path, cause);

    /// <summary>A path of PowerShell that is not of the file system.</summary>
    public static ThrottlingToolsException NotAFilePath(string path, string provider) =>
        new("NotAFilePath", ErrorKind.InvalidArgument, $"'{path}' is of the provider {provider}, not of a file.",
            "Give a path of the file system.", path);

    /// <summary>A file is larger than a policy file can reasonably be.</summary>
    public static ThrottlingToolsException FileTooLarge(string path, long bytes, long limitBytes) =>
        new("FileTooLarge", ErrorKind.LimitsExceeded,
            string.Format(CultureInfo.InvariantCulture,
                "{0}: {1:N0} bytes is over the limit of {2:N0} bytes for a policy file.", path, bytes, limitBytes),
            "Policy files are a few kilobytes; check that this is the right file.", path);

    /// <summary>The text is no valid YAML, JSON or Format-List output.</summary>
    public static ThrottlingToolsException Malformed(string format, string detail, string? where) =>
        new("MalformedFile", ErrorKind.InvalidData,
            $"{Prefix(where)}not valid {format}: {detail}", "Correct the file at that place.", where);

    /// <summary>The file's ending does not tell a format that can be read or written.</summary>
    public static ThrottlingToolsException UnknownFormat(string path, string accepted) =>
        new("UnknownFileFormat", ErrorKind.InvalidArgument,
            $"{path}: the file's ending names no known format.", $"Use one of {accepted}.", path);

    /// <summary>The file to write is there already.</summary>
    public static ThrottlingToolsException FileExists(string path) =>
        new("FileExists", ErrorKind.ResourceExists, $"{path} is there already.",
            "Use -Force to replace it, or another path.", path);

    /// <summary>A file could not be written; nothing partial is left.</summary>
    public static ThrottlingToolsException FileNotWritten(string path, System.Exception cause) =>
        new("FileNotWritten", ErrorKind.WriteError, $"{path}: {cause.Message}",
            "Check the folder and that you may write to it.", path, cause);

    /// <summary>A parameter that the base profile's release does not have.</summary>
    public static ThrottlingToolsException NotInRelease(
        Profiles.PolicyParameter parameter, Profiles.ExchangeRelease release) =>
        new("NotInRelease", ErrorKind.InvalidArgument, $"{release} does not have {parameter}.",
            $"Leave it out, or base the profile on one of {string.Join(", ", parameter.AppliesTo)}.", parameter.Name);

    /// <summary>Policies of several releases are given where those of one organization are asked for.</summary>
    public static ThrottlingToolsException MixedReleases(IEnumerable<string> releases) =>
        new("MixedReleases", ErrorKind.InvalidArgument,
            $"The policies are of several releases: {string.Join(", ", releases)}.",
            "Pass the policies of one organization; Get-EwsThrottlingProfile -Release tells the release where they "
            + "look alike.",
            releases);

    /// <summary>An object that is no policy association.</summary>
    public static ThrottlingToolsException NotAnAssociation(object? target) =>
        new("NotAnAssociation", ErrorKind.InvalidData,
            "This is no policy association: it has neither ObjectId nor Name nor Identity.",
            "Pass what Get-ThrottlingPolicyAssociation returns.", target);

    /// <summary>An association names a policy that is not among the given ones.</summary>
    public static ThrottlingToolsException PolicyNotGiven(string policy, string mailbox) =>
        new("PolicyNotGiven", ErrorKind.ObjectNotFound,
            $"{mailbox} is associated with the policy '{policy}', which is not among the given ones.",
            "Pass all policies: -Policy (Get-ThrottlingPolicy).", policy);

    /// <summary>No folder is named.</summary>
    public static ThrottlingToolsException InvalidFolder(string folder) =>
        new("InvalidFolder", ErrorKind.InvalidArgument, "The name of the folder is empty.",
            "Give a well-known name such as inbox, a path such as inbox/Projects, or an id.", folder);

    /// <summary>EWS, or what stands before it, answered with an error.</summary>
    public static ThrottlingToolsException EwsFailed(string operation, EwsError error) =>
        new("Ews" + error.Verdict, error.Verdict switch
            {
                EwsVerdict.Throttled => ErrorKind.LimitsExceeded,
                EwsVerdict.Oversized => ErrorKind.LimitsExceeded,
                EwsVerdict.Outage => ErrorKind.ResourceUnavailable,
                EwsVerdict.Timeout => ErrorKind.OperationTimeout,
                EwsVerdict.AccessBlocked => ErrorKind.PermissionDenied,
                EwsVerdict.Authentication => ErrorKind.AuthenticationError,
                EwsVerdict.Network => ErrorKind.ConnectionError,
                _ => ErrorKind.InvalidArgument,
            },
            $"{operation}: {error.Message}{(error.Trace is null ? "" : $" [{error.Trace}]")}",
            error.RecommendedAction, error);

    /// <summary>The simulator cannot listen on a port.</summary>
    public static ThrottlingToolsException PortUnavailable(int port, System.Exception cause) =>
        new("PortUnavailable", ErrorKind.ResourceUnavailable,
            string.Format(CultureInfo.InvariantCulture, "Port {0} cannot be used: {1}", port, cause.Message),
            "Stop what uses the port, give another one, or 0 for a free one.", port, cause);

    /// <summary>A scenario comes to more requests than are modelled without being asked to.</summary>
    public static ThrottlingToolsException WorkloadTooLarge(string scenario, string estimate, long maxRequests) =>
        new("WorkloadTooLarge", ErrorKind.LimitsExceeded,
            string.Format(CultureInfo.InvariantCulture,
                "{0}the scenario comes to {1}; at most {2:N0} requests are modelled.",
                Prefix(scenario), estimate, maxRequests),
            "The estimate may be the answer. Else shorten the scenario, or raise MaxRequests.", scenario);

    /// <summary>A scenario file holds a key that means nothing there.</summary>
    public static ThrottlingToolsException UnknownScenarioKey(string name, IEnumerable<string> known, string? where) =>
        new("UnknownScenarioKey", ErrorKind.InvalidData, $"{Prefix(where)}'{name}' is not a key of this part.",
            $"Use one of {string.Join(", ", known)}.", name);

    /// <summary>A scenario file lacks a key.</summary>
    public static ThrottlingToolsException MissingScenarioKey(string name, string? where) =>
        new("MissingScenarioKey", ErrorKind.InvalidData, $"{Prefix(where)}{name} is missing.", $"Add {name}.", name);

    /// <summary>Values of a scenario file contradict each other.</summary>
    public static ThrottlingToolsException InvalidScenario(ThrottlingToolsException cause, string? where) =>
        new("InvalidScenario", ErrorKind.InvalidData, $"{Prefix(where)}{cause.Message}", cause.RecommendedAction,
            cause.Target, cause);

    /// <summary>Other machines could use the simulator, and nobody said who may.</summary>
    public static ThrottlingToolsException RemoteNeedsCredential() =>
        new("RemoteNeedsCredential", ErrorKind.InvalidArgument,
            "A simulator that other machines can reach must know who may log on, and checks no tokens.",
            "Give a credential and take no tokens, or stay on this machine.");

    /// <summary>The directory for server logs cannot be made.</summary>
    public static ThrottlingToolsException LogUnavailable(string path, System.Exception cause) =>
        new("LogUnavailable", ErrorKind.ResourceUnavailable, $"{path}: {cause.Message}",
            "Give a directory that can be written to.", path, cause);

    /// <summary>A file holds several profiles where one is asked for, or none.</summary>
    public static ThrottlingToolsException NotOneProfile(string path, int count) =>
        new("NotOneProfile", ErrorKind.InvalidArgument,
            string.Format(CultureInfo.InvariantCulture, "{0} holds {1} profiles.", path, count),
            "Give a file with one profile.", path);

    /// <summary>The text is no fault that the simulator can inject.</summary>
    public static ThrottlingToolsException InvalidFault(string text, string reason, string accepted) =>
        new("InvalidFault", ErrorKind.InvalidArgument,
            $"The fault '{Shorten(text)}' is not accepted: {Shorten(reason)}.",
            $"Write name:key=value,... such as 503:rate=0.05. Accepted here: {accepted}.", text);

    private static System.Exception Innermost(System.Exception exception) => exception.GetBaseException();

    private static string Prefix(string? where) => string.IsNullOrEmpty(where) ? "" : where + ": ";

    private static string Shorten(object? value)
    {
        string text = System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }
}
