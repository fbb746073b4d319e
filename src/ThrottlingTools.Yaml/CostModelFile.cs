using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Files;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Yaml;

/// <summary>
/// Reads and writes what operations cost. The keys are the operations, and those of <see cref="ServiceTime"/> below
/// them, as in the serviceTimes of a scenario; an operation that a file does not name costs what it does by default.
/// </summary>
public static class CostModelFile
{
    /// <summary>Reads a cost model.</summary>
    /// <param name="path">The full path of a YAML or JSON file.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>, <c>FileTooLarge</c>, <c>MalformedFile</c>, <c>DuplicateKey</c>,
    /// <c>UnknownScenarioKey</c>, <c>InvalidSetting</c>; each names file, line and key.
    /// </exception>
    public static ServiceTimes Read(string path)
    {
        using StringReader text = new(PolicyFile.ReadText(path));
        IReadOnlyList<DocumentNode> roots = DocumentReader.Read(text, path, ProfileFile.IsJson(path));
        return roots.Count == 1
            ? ScenarioServiceTimes.Read(new ScenarioNode(roots[0], path, "cost model")).Times
            : throw Errors.Malformed("cost model", $"there are {roots.Count} documents, and one is expected.", path);
    }

    /// <summary>Writes a cost model so that <see cref="Read"/> reads an equal one back, sources included.</summary>
    /// <param name="path">The full path; its ending tells the format.</param>
    /// <param name="times">The cost model.</param>
    /// <param name="operations">The operations to write.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UnknownFileFormat</c>, <c>FileExists</c>, <c>FileNotWritten</c>.
    /// </exception>
    public static void Write(
        string path, ServiceTimes times, IEnumerable<EwsOperation> operations, bool overwrite)
    {
        Dictionary<string, object?> document = new()
        {
            ["directoryShare"] = times.DirectoryShare,
            ["mailboxRpcShare"] = times.MailboxRpcShare,
        };
        foreach (EwsOperation operation in operations.Distinct())
            document[operation.ToString()] = ToSection(times[operation], times.SourceOf(operation));
        DocumentWriter.Write(path, [document], overwrite);
    }

    private static Dictionary<string, object?> ToSection(ServiceTime time, SettingSource source) => new()
    {
        ["base"] = Text(time.Base),
        ["perItem"] = Text(time.PerItem),
        ["perKilobyte"] = Text(time.PerKilobyte),
        ["noise"] = time.Noise,
        ["source"] = $"{source.Kind}, {source.Confidence}, {source.Reference}",
    };

    // A tick is the ten thousandth part of a millisecond.
    private static string Text(TimeSpan time) =>
        (time.Ticks / (decimal)TimeSpan.TicksPerMillisecond).ToString("0.####", CultureInfo.InvariantCulture) + "ms";
}
