using System;
using System.IO;

namespace ThrottlingTools.Ews;

/// <summary>
/// Keeps a second run off a checkpoint while the first uses it: both would return the same items. It is a file beside
/// it, held open; the system lets go of it when the process ends, however it ends.
/// </summary>
public sealed class CheckpointLock : IDisposable
{
    private readonly FileStream _file;

    private CheckpointLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The full path of the checkpoint.</param>
    /// <exception cref="ThrottlingToolsException"><c>CheckpointInUse</c> or <c>FileNotWritten</c>.</exception>
    public static CheckpointLock Take(string path)
    {
        string name = path + ".lock";
        try
        {
            return new CheckpointLock(new FileStream(
                name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException cause) when (File.Exists(name))
        {
            throw Errors.CheckpointInUse(path, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Errors.FileNotWritten(path, cause);
        }
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _file.Dispose();
}
