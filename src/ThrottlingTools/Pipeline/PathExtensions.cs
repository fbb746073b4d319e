using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;

namespace ThrottlingTools.Pipeline;

/// <summary>Turns PowerShell paths into those of the file system.</summary>
internal static class PathExtensions
{
    /// <summary>The full path of a file that need not exist.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>: its drive is not there. <c>NotAFilePath</c>: the path is of another provider, or no file
    /// can have that name.
    /// </exception>
    public static string FullPath(this PSCmdlet cmdlet, string path)
    {
        try
        {
            string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                path, out ProviderInfo provider, out _);
            return IsFileSystem(provider) ? Path.GetFullPath(full) : throw Errors.NotAFilePath(path, provider.Name);
        }
        catch (SessionStateException cause)
        {
            throw Errors.FileUnreadable(path, cause);
        }
        catch (Exception cause) when (cause is ArgumentException or IOException or NotSupportedException
            or PSInvalidOperationException)
        {
            throw Errors.NotAFilePath(path, cause);
        }
    }

    /// <summary>The full paths of existing files that a path with wildcards names.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>: there is none. <c>NotAFilePath</c>: the path is of another provider.
    /// </exception>
    public static IReadOnlyList<string> ResolvePaths(this PSCmdlet cmdlet, string path)
    {
        try
        {
            IReadOnlyList<string> paths =
                cmdlet.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            return IsFileSystem(provider) ? paths : throw Errors.NotAFilePath(path, provider.Name);
        }
        catch (Exception cause) when (cause is SessionStateException or ArgumentException or IOException
            or NotSupportedException or PSInvalidOperationException)
        {
            throw Errors.FileUnreadable(path, cause);
        }
    }

    private static bool IsFileSystem(ProviderInfo provider) => provider.Name == "FileSystem";
}
