using System;
using System.IO;

namespace ThrottlingTools.Files;

/// <summary>Opens policy files, and refuses what cannot be one before it is read.</summary>
public static class PolicyFile
{
    /// <summary>The largest file that is read: 16 MiB, some hundred policies as CLIXML.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>Opens a text file, whatever Unicode encoding its byte order mark tells (UTF-8 without).</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The text; the caller disposes it.</returns>
    /// <exception cref="ThrottlingToolsException"><c>FileUnreadable</c> or <c>FileTooLarge</c>.</exception>
    public static StreamReader OpenText(string path)
    {
        CheckSize(path);
        try
        {
            return new StreamReader(path, detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Errors.FileUnreadable(path, cause);
        }
    }

    /// <summary>Refuses a missing file and one that is too large.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="ThrottlingToolsException"><c>FileUnreadable</c> or <c>FileTooLarge</c>.</exception>
    public static void CheckSize(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
            throw Errors.FileUnreadable(path, new FileNotFoundException("There is no such file."));
        if (file.Length > MaxBytes)
            throw Errors.FileTooLarge(path, file.Length, MaxBytes);
    }
}
