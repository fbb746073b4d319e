using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Cli;

/// <summary>Prints the demo for a person: in colour on a terminal, as plain text anywhere else.</summary>
internal sealed class DemoReport
{
    // What a file or pipe is taken to be wide; a terminal tells its own width.
    private const int PlainWidth = 120;

    private readonly IAnsiConsole _console;

    public DemoReport(TextWriter output)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal)
            _console.Profile.Width = PlainWidth;
    }

    public void Heading(string text)
    {
        _console.WriteLine();
        _console.Write(new Text(text + Environment.NewLine, new Style(decoration: Decoration.Bold)));
    }

    public void Line(string text) => _console.WriteLine("   " + text);

    public void Limits(ThrottlingProfile profile)
    {
        Table table = NewTable("Limit", ">Value", "Unit", "Known by");
        foreach (ThrottlingSetting setting in profile.Settings.Where(IsEwsLimit))
            table.AddRow(Row(
                setting.Name, $"{setting.Value}", setting.Parameter!.Unit, setting.Source.ToString()));
        Print(table);
    }

    public void Paging(PagingLedger ledger, int distinct, TimeSpan elapsed)
    {
        Line(Format("{0:N0} items in {1:N0} pages, {2:N1} s; {3:N0} items a second.",
            ledger.Returned, ledger.Pages, elapsed.TotalSeconds,
            ledger.Returned / Math.Max(elapsed.TotalSeconds, 0.001)));
        Line(Format("{0:N0} retries, {1:N1} s backed off.", ledger.Retries, ledger.TimeBackedOff.TotalSeconds));
        bool isComplete = distinct == ledger.TotalItemsInView && distinct == ledger.Returned;
        Line(isComplete
            ? Format("Nothing lost, nothing doubled: {0:N0} distinct ids = TotalItemsInView.", distinct)
            : Format("Not complete: {0:N0} distinct ids of {1:N0} returned; TotalItemsInView is {2:N0}.",
                distinct, ledger.Returned, ledger.TotalItemsInView ?? 0));
    }

    public void BatchSizes(IReadOnlyList<BatchSizeMeasurement> measured, IReadOnlyList<BatchSizeResult> predicted)
    {
        BatchSizeResult? predictedBest = predicted.FirstOrDefault(result => result.IsBest);
        Dictionary<int, BatchSizeResult> bySize = predicted.ToDictionary(result => result.BatchSize);
        Table table = NewTable(
            ">Batch size", ">Measured items/s", ">Mean latency", ">Errors", ">Predicted items/s", "Best");
        foreach (BatchSizeMeasurement result in measured)
        {
            bySize.TryGetValue(result.BatchSize, out BatchSizeResult? prediction);
            table.AddRow(Row(
                Format("{0}", result.BatchSize),
                result.Requests == 0 ? "-" : Format("{0:N0}", result.ItemsPerSecond ?? 0),
                result.Requests == 0 ? "-" : Format("{0:N1} ms", result.MeanLatency?.TotalMilliseconds ?? 0),
                result.Requests == 0 ? "-" : Format("{0}", result.Errors),
                prediction is null ? "-" : Format("{0:N0}", prediction.ItemsPerSecond),
                Best(result.IsBest, prediction is not null && prediction == predictedBest)));
        }
        Print(table);
        if (measured.FirstOrDefault(result => result.IsBest) is { } best)
            Line(Format("Use batches of {0}. {1}", best.BatchSize, best.Reason));
    }

    private static string Best(bool isMeasured, bool isPredicted) =>
        isMeasured && isPredicted ? "<- measured and predicted"
        : isMeasured ? "<- measured"
        : isPredicted ? "<- predicted"
        : "";

    private static bool IsEwsLimit(ThrottlingSetting setting) =>
        setting.Parameter is { Component: "Ews", Kind: ParameterKind.Limit } && setting.Value is not null;

    // A leading > aligns a column to the right.
    private static Table NewTable(params string[] columns)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in columns)
        {
            TableColumn heading = new(new Text(column.TrimStart('>')));
            table.AddColumn(column[0] == '>' ? heading.RightAligned() : heading);
        }
        return table;
    }

    private static Text[] Row(params string[] cells) => [.. cells.Select(cell => new Text(cell))];

    private void Print(Table table) => _console.Write(new Padder(table, new Padding(2, 0, 0, 0)));

    private static string Format(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
