using System.Collections.Generic;
using System.Management.Automation;

namespace ThrottlingTools.Pipeline;

/// <summary>Turns PowerShell paths into those of the file system.</summary>
internal static class PathExtensions
{
    /// <summary>The full path of a file that need not exist.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>: the path names no file, for its drive is not there.
    /// </exception>
    public static string FullPath(this PSCmdlet cmdlet, string path)
    {
        try
        {
            return cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        }
        catch (SessionStateException cause)
        {
            throw Errors.FileUnreadable(path, cause);
        }
    }

    /// <summary>The full paths of existing files that a path with wildcards names.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>: there is none, or the path is of another provider.
    /// </exception>
    public static IReadOnlyList<string> ResolvePaths(this PSCmdlet cmdlet, string path)
    {
        try
        {
            return cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (SessionStateException cause)
        {
            throw Errors.FileUnreadable(path, cause);
        }
    }
}
