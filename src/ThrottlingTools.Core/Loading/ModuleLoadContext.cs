#if NET
using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace ThrottlingTools.Loading;

/// <summary>
/// Loads the module's cmdlets, and the third-party assemblies beside them, apart from whatever versions of those the
/// PowerShell session has loaded. This assembly is shared with the session: its types can be cast and formatted.
/// </summary>
/// <remarks>
/// Assemblies with native code stand in a folder for their platform, and those that have none one folder up.
/// </remarks>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly Assembly Shared = typeof(ModuleLoadContext).Assembly;
    private static readonly ModuleLoadContext Instance = new(Path.GetDirectoryName(Shared.Location)!);
    private readonly string _directory;

    private ModuleLoadContext(string directory)
        : base("ThrottlingTools") => _directory = directory;

    /// <summary>Loads the cmdlet assembly beside this one; once a process, from any number of runspaces.</summary>
    public static Assembly LoadCmdlets() =>
        Instance.LoadFromAssemblyPath(Path.Combine(Instance._directory, "ThrottlingTools.dll"));

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Shared.GetName().Name)
            return Shared;
        string file = assemblyName.Name + ".dll";
        string? path = Array.Find(
            [Path.Combine(_directory, file), Path.Combine(_directory, "..", file)], File.Exists);
        return path is null ? null : LoadFromAssemblyPath(Path.GetFullPath(path));
    }
}
#endif
