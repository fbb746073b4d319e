using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace ThrottlingTools;

/// <summary>The files of this repository, for tests that hold them to a rule.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    private static readonly string[] Built = ["bin", "obj", "node_modules", "output"];

    internal static string Path(string path) => System.IO.Path.Combine(Root, path);

    internal static IEnumerable<string> Files(string folder, params string[] endings) =>
        !Directory.Exists(Path(folder)) ? [] : Directory.EnumerateFiles(Path(folder), "*", SearchOption.AllDirectories)
            .Where(path => endings.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                && !System.IO.Path.GetRelativePath(Root, path).Split('/', '\\').Intersect(Built).Any());
}
