using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace ThrottlingTools;

/// <summary>Makes every error of the project: one method an error, each with a stable id and what to do next.</summary>
public static class Errors
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
            + "or borrow them from another profile on purpose.", profile);

    /// <summary>A file could not be opened or read.</summary>
    public static ThrottlingToolsException FileUnreadable(string path, System.Exception cause) =>
        new("FileUnreadable", cause is FileNotFoundException or DirectoryNotFoundException
                ? ErrorKind.ObjectNotFound : ErrorKind.ReadError,
            $"{path}: {cause.Message}", "Check the path and that you may read the file.", path, cause);

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

    /// <summary>An association names a policy that is not among the given ones.</summary>
    public static ThrottlingToolsException PolicyNotGiven(string policy, string mailbox) =>
        new("PolicyNotGiven", ErrorKind.ObjectNotFound,
            $"{mailbox} is associated with the policy '{policy}', which is not among the given ones.",
            "Pass all policies: -Policy (Get-ThrottlingPolicy).", policy);

    /// <summary>The simulator cannot listen on a port.</summary>
    public static ThrottlingToolsException PortUnavailable(int port, System.Exception cause) =>
        new("PortUnavailable", ErrorKind.ResourceUnavailable,
            string.Format(CultureInfo.InvariantCulture, "Port {0} cannot be used: {1}", port, cause.Message),
            "Stop what uses the port, give another one, or 0 for a free one.", port, cause);

    private static string Prefix(string? where) => string.IsNullOrEmpty(where) ? "" : where + ": ";

    private static string Shorten(object? value)
    {
        string text = System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }
}
