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

/// <summary>How the times of an operation spread, as scenario files name it.</summary>
internal enum ScenarioDistribution
{
    Fixed,
    Exponential,
    Lognormal,
    Empirical,
}

/// <summary>Reads what operations cost.</summary>
internal static class ScenarioServiceTimes
{
    private const int MostTimes = 1_000_000;

    public static (ServiceTimes Times, Dictionary<EwsOperation, ServiceTimeDistribution> Distributions) Read(
        ScenarioNode? node)
    {
        ServiceTimes times = ServiceTimes.Default;
        Dictionary<EwsOperation, ServiceTimeDistribution> distributions = [];
        if (node is null)
            return (times, distributions);
        times = times.WithShares(
            node.Number("directoryShare", 0, 1) ?? times.DirectoryShare,
            node.Number("mailboxRpcShare", 0, 1) ?? times.MailboxRpcShare);
        foreach (EwsOperation operation in Enum.GetValues(typeof(EwsOperation)))
        {
            if (node.Section(operation.ToString()) is not { } section)
                continue;
            SettingSource source = section.Find("source") is { } given
                ? ProfileFile.ToSource("source", given, section.Path)
                : SettingSource.Declared(section.Where);
            times = times.With(operation, ReadTime(section, times[operation]), source);
            distributions[operation] = ReadDistribution(section, times[operation].Noise);
            section.End();
        }
        node.End();
        return (times, distributions);
    }

    public static ServiceTime ReadTime(ScenarioNode node, ServiceTime otherwise) => new(
        node.Time("base") ?? otherwise.Base,
        node.Time("perItem") ?? otherwise.PerItem,
        node.Time("perKilobyte") ?? otherwise.PerKilobyte)
    {
        Noise = node.Number("noise", 0, 10) ?? otherwise.Noise,
    };

    /// <summary>How the times spread: as the file says, or by the noise that it states.</summary>
    private static ServiceTimeDistribution ReadDistribution(ScenarioNode node, double noise)
    {
        double? sigma = node.Number("sigma", 0.001, 5);
        string? file = node.Text("file");
        string? column = node.Text("column");
        return node.Choice<ScenarioDistribution>("distribution") switch
        {
            ScenarioDistribution.Exponential => ServiceTimeDistribution.Exponential,
            ScenarioDistribution.Lognormal => ServiceTimeDistribution.Lognormal(
                sigma ?? throw Errors.MissingScenarioKey("sigma", node.Where)),
            ScenarioDistribution.Empirical => ReadTimes(
                file ?? throw Errors.MissingScenarioKey("file", node.Where), column, node),
            null when node.Find("noise") is not null && noise > 0 => ServiceTimeDistribution.Noise(noise),
            _ => ServiceTimeDistribution.Fixed,
        };
    }

    /// <summary>Times in ms from a column of a CSV file; the first column where none is named.</summary>
    private static ServiceTimeDistribution ReadTimes(string file, string? column, ScenarioNode node)
    {
        string path = Path.Combine(Path.GetDirectoryName(node.Path) ?? "", file);
        string[] lines = PolicyFile.ReadText(path).Split('\n');
        int place = column is null
            ? 0
            : Array.FindIndex(Cells(lines[0]), cell => cell.Equals(column, StringComparison.OrdinalIgnoreCase));
        if (place < 0)
            throw Errors.InvalidSetting("column", column, "one of " + string.Join(", ", Cells(lines[0])), node.Where);
        List<TimeSpan> times = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0 || (i == 0 && (column is not null || !TryRead(lines[0], place, out _))))
                continue;
            if (!TryRead(lines[i], place, out TimeSpan time) || times.Count == MostTimes)
                throw Errors.InvalidSetting(
                    column ?? "the first column", lines[i].Trim(),
                    $"a time in ms from 0 to a day on each of at most {MostTimes} lines", $"{path}, line {i + 1}");
            times.Add(time);
        }
        return times.Count > 0
            ? ServiceTimeDistribution.Empirical(times)
            : throw Errors.InvalidSetting("file", file, "a file with at least one time", node.Where);
    }

    private static bool TryRead(string line, int place, out TimeSpan time)
    {
        string[] cells = Cells(line);
        bool isTime = place < cells.Length
            & double.TryParse(
                cells.ElementAtOrDefault(place), NumberStyles.Float, CultureInfo.InvariantCulture, out double ms)
            && ms is >= 0 and <= 86_400_000;
        time = isTime ? TimeSpan.FromTicks((long)Math.Round(ms * TimeSpan.TicksPerMillisecond)) : default;
        return isTime;
    }

    private static string[] Cells(string line) => line.Split(',').Select(cell => cell.Trim().Trim('"')).ToArray();
}
