using System;
using System.IO;

namespace ThrottlingTools.Files;

/// <summary>Writes files whole or not at all: to a temporary file beside the target, which is then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileExists</c> or <c>FileNotWritten</c>; the target is as it was.
    /// </exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        if (!overwrite && File.Exists(path))
            throw Errors.FileExists(path);
        if (!RegularFile.IsRegularOrMissing(path))
            throw Errors.FileNotWritten(path, new IOException("It is a pipe, a device or a folder, and no file."));
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            Rename(temporary, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Errors.FileNotWritten(path, cause);
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    private static void Rename(string temporary, string path)
    {
        if (File.Exists(path))
            File.Replace(temporary, path, destinationBackupFileName: null);
        else
            File.Move(temporary, path);
    }
}
