using System.IO;

namespace ThrottlingTools.Files;

/// <summary>Reads policy files, and refuses what cannot be one before it is read.</summary>
public static class PolicyFile
{
    /// <summary>The largest file that is read: 16 MiB, some hundred policies as CLIXML.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>Reads a text file, whatever Unicode encoding its byte order mark tells (UTF-8 without).</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>, <c>FileTooLarge</c>, or <c>MalformedFile</c> for a binary file.
    /// </exception>
    public static string ReadText(string path)
    {
        string text = RegularFile.ReadText(path, MaxBytes, bytes => Errors.FileTooLarge(path, bytes, MaxBytes));
        return text.IndexOf('\0') < 0 ? text : throw Errors.Malformed("text", "this is a binary file.", path);
    }

    /// <summary>Refuses a missing file, one that is no file, and one that is too large.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="ThrottlingToolsException"><c>FileUnreadable</c> or <c>FileTooLarge</c>.</exception>
    public static void CheckSize(string path)
    {
        using MemoryStream content =
            RegularFile.Read(path, MaxBytes, bytes => Errors.FileTooLarge(path, bytes, MaxBytes));
    }
}
