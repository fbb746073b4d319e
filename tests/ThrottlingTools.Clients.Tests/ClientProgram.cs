using System;
using System.IO;
using System.Linq;

namespace ThrottlingTools.Clients.Tests;

/// <summary>The programs of this machine.</summary>
internal static class ClientProgram
{
    /// <summary>The path of a program; <c>null</c> if it is not installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(directory => directory.Length > 0)
            .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);
}
