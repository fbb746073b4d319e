using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ThrottlingTools.Files;

/// <summary>
/// A file that only grows, a line at a time. What was appended survives the end of the process at once, and the end of
/// the system once it was put on disk. After the first failure nothing more is written, so that a line that broke off
/// stays the last.
/// </summary>
internal sealed class AppendFile : IDisposable
{
    private static readonly HashSet<AppendFile> OpenFiles = [];

    private readonly object _gate = new();
    private readonly string _path;
    private readonly Stream _stream;
    private bool _isSynced = true;
    private bool _isClosed;

    /// <summary>Takes over a stream whose position is the end of what is to stay.</summary>
    /// <param name="path">How it is called in errors.</param>
    /// <param name="stream">The stream; a file without a buffer of its own.</param>
    public AppendFile(string path, Stream stream)
    {
        _path = path;
        _stream = stream;
        lock (OpenFiles)
            OpenFiles.Add(this);
    }

    /// <summary>Why nothing more is written; <c>null</c> while all is well.</summary>
    public ThrottlingToolsException? Failure { get; private set; }

    /// <summary>
    /// Puts on disk what was appended to any of these files, so that what is written elsewhere may rely on it.
    /// </summary>
    /// <exception cref="ThrottlingToolsException"><c>FileNotWritten</c>.</exception>
    public static void SyncAll()
    {
        AppendFile[] files;
        lock (OpenFiles)
            files = [.. OpenFiles];
        foreach (AppendFile file in files)
            if (!file.Append("", isUrgent: true) && file.Failure is { } failure)
                throw failure;
    }

    /// <summary>Appends text.</summary>
    /// <param name="text">Whole lines.</param>
    /// <param name="isUrgent">Whether it has to be on disk before this returns.</param>
    /// <returns>Whether it was written; else <see cref="Failure"/> tells why not.</returns>
    public bool Append(string text, bool isUrgent = false)
    {
        lock (_gate)
            try
            {
                if (_isClosed || Failure is not null)
                    return false;
                Write(text);
                if (isUrgent && !_isSynced)
                    Sync();
                return true;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                Failure = Errors.FileNotWritten(_path, cause);
                return false;
            }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (OpenFiles)
            OpenFiles.Remove(this);
        lock (_gate)
        {
            _isClosed = true;
            _stream.Dispose();
        }
    }

    private void Write(string text)
    {
        if (text.Length == 0)
            return;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _isSynced = false;
        _stream.Write(bytes, 0, bytes.Length);
        _stream.Flush();
    }

    private void Sync()
    {
        if (_stream is FileStream file)
            file.Flush(flushToDisk: true);
        _isSynced = true;
    }
}
