using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ThrottlingTools.Files;

/// <summary>
/// Reads files to a limit that counts what comes, for what the file system tells of a length need not be true, and
/// refuses pipes and devices, which may keep a reader waiting for ever.
/// </summary>
public static class RegularFile
{
    private const int PieceSize = 64 * 1024;
    private const int ReadOnlyWithoutWaiting = 0x800; // O_RDONLY | O_NONBLOCK of Linux
    private const int ReadOnlyWithoutWaitingMac = 0x4;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="maxBytes">How large it may be.</param>
    /// <param name="tooLarge">Makes the error of a file that is larger; takes the bytes that were counted.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>, also for a pipe or a device; what <paramref name="tooLarge"/> makes.
    /// </exception>
    public static MemoryStream Read(string path, long maxBytes, Func<long, ThrottlingToolsException> tooLarge)
    {
        Require(path);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.CanSeek && file.Length > maxBytes)
                throw tooLarge(file.Length);
            return ReadToEnd(file, maxBytes, tooLarge);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Errors.FileUnreadable(path, cause);
        }
    }

    /// <summary>Reads a text file, whatever Unicode encoding its byte order mark tells (UTF-8 without).</summary>
    /// <inheritdoc cref="Read"/>
    public static string ReadText(string path, long maxBytes, Func<long, ThrottlingToolsException> tooLarge)
    {
        using StreamReader reader = new(Read(path, maxBytes, tooLarge));
        return reader.ReadToEnd();
    }

    /// <summary>Refuses a pipe, a device or a folder. A file that is not there is no error.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="ThrottlingToolsException"><c>FileUnreadable</c>.</exception>
    public static void Require(string path)
    {
        if (!IsRegularOrMissing(path))
            throw Errors.FileUnreadable(path, new IOException("It is a pipe, a device or a folder, and no file."));
    }

    /// <summary>Whether it is a file that can be read and replaced, or not there yet.</summary>
    /// <param name="path">The full path.</param>
    public static bool IsRegularOrMissing(string path)
    {
        try
        {
            if (Directory.Exists(path) || IsDevice(path))
                return false;
            FileInfo file = new(path);
            // Pipes and devices have no length.
            return !file.Exists || file.Length > 0 || !IsUnix || CanSeek(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            return true; // opening it will tell why not
        }
    }

    private static bool IsUnix => Environment.OSVersion.Platform == PlatformID.Unix;

    private static MemoryStream ReadToEnd(Stream file, long maxBytes, Func<long, ThrottlingToolsException> tooLarge)
    {
        MemoryStream content = new();
        byte[] piece = new byte[PieceSize];
        for (int read; (read = file.Read(piece, 0, piece.Length)) > 0;)
        {
            if (content.Length + read > maxBytes)
                throw tooLarge(content.Length + read);
            content.Write(piece, 0, read);
        }
        content.Position = 0;
        return content;
    }

    private static bool IsDevice(string path)
    {
#if NETSTANDARD
        string target = path;
#else
        FileSystemInfo? linked = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
        string target = linked?.FullName ?? path;
#endif
        return IsUnix
            ? target.StartsWith("/dev/", StringComparison.Ordinal)
                && !target.StartsWith("/dev/shm/", StringComparison.Ordinal)
            : target.StartsWith(@"\\.\", StringComparison.Ordinal);
    }

    // Opening a pipe plainly waits for a writer, and nothing ends that.
    private static bool CanSeek(string path)
    {
        bool isMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
        int descriptor = Open(path, isMac ? ReadOnlyWithoutWaitingMac : ReadOnlyWithoutWaiting);
        if (descriptor < 0)
            return true;
        using SafeFileHandle handle = new((IntPtr)descriptor, ownsHandle: true);
        using FileStream file = new(handle, FileAccess.Read, bufferSize: 1);
        return file.CanSeek;
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);
}
