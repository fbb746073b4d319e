using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Help;

internal static class Program
{
    /// <summary>Writes the help file of a cmdlet assembly, or tells what text is missing.</summary>
    /// <param name="args">
    /// The cmdlet assembly; PowerShell's reference assembly; the files to write: the help, the help topic of the
    /// sources, and the page of the sources.
    /// </param>
    private static int Main(string[] args)
    {
        if (args.Length != 5)
        {
            Console.Error.WriteLine(
                "usage: ThrottlingTools.Help <cmdlet assembly> <PowerShell assembly> <help file> <sources topic> "
                + "<sources page>");
            return 2;
        }
        (string assembly, string powerShell, string helpFile) = (args[0], args[1], args[2]);
        string directory = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        IEnumerable<string> references = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll")
            .Concat(Directory.GetFiles(directory, "*.dll"))
            .Append(powerShell);
        using MetadataLoadContext context = new(new PathAssemblyResolver(references));
        XmlDocumentation documentation = new(Directory.GetFiles(directory, "ThrottlingTools*.xml"));
        CmdletReader reader = new(documentation);
        List<CmdletHelp> cmdlets = reader.Read(context.LoadFromAssemblyPath(Path.GetFullPath(assembly)));

        string[] gaps = cmdlets.SelectMany(cmdlet => cmdlet.Gaps()).ToArray();
        foreach (string gap in gaps)
            Console.Error.WriteLine($"ThrottlingTools.Help : error HELP001: {gap}");
        if (gaps.Length > 0)
            return 1;
        MamlWriter.Document(cmdlets).Save(helpFile);
        SourcePages.Write(args[3], SourcePages.AboutTopic(SourceTable.All));
        SourcePages.Write(args[4], SourcePages.Markdown(SourceTable.All));
        return 0;
    }
}
