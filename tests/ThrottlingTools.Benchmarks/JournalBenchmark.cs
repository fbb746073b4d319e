using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// What the checkpoint of a batch costs: messages are marked as read at a simulator that takes as long as it says
/// Exchange does, with and without a checkpoint, in turns.
/// </summary>
internal static class JournalBenchmark
{
    private const int Rounds = 5;
    private const int Items = 5000;
    private const double MostShare = 0.1;

    /// <summary>Prints the figures; 1 when the checkpoint costs more than it may, 0 otherwise.</summary>
    public static async Task<int> RunAsync()
    {
        List<double> without = [], with = [];
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            without.Add((await TimeAsync(null)).Seconds);
            string path = Path.GetTempFileName();
            (double seconds, long length) = await TimeAsync(path);
            with.Add(seconds);
            bytes = length;
            File.Delete(path);
        }
        double share = Median(with) / Median(without) - 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Batch of {Items:N0} items, median of {Rounds}, in turns"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"without a checkpoint | {Median(without),7:F3} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"with a checkpoint    | {Median(with),7:F3} s | {bytes / Items} bytes an item"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{share:P1} more; {MostShare:P0} is allowed {(share <= MostShare ? "as asked" : "NOT REACHED")}."));
        return share <= MostShare ? 0 : 1;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<(double Seconds, long Bytes)> TimeAsync(string? path)
    {
        SystemClock clock = new();
        EwsEndpoint endpoint = new(
            new SimulatorOptions
            {
                ItemCount = Items, Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2019),
            },
            clock);
        BatchItem[] items = [.. endpoint.Mailbox.FindFolder("inbox")!.ItemIds.Select(id => new BatchItem(id))];
        using BatchCheckpoint? checkpoint = path is null ? null : BatchCheckpoint.Open(path);
        BatchRun run = new(
            new EwsClient(endpoint.CreateTransport(), clock), new MarkAsReadBatchOperation(true, false), clock,
            new BatchOptions { Checkpoint = checkpoint });
        run.Begin();
        BatchInput input = new();
        long began = Stopwatch.GetTimestamp();
        Task running = Task.Run(() => run.RunAsync(input, run.Acknowledge, CancellationToken.None));
        foreach (BatchItem item in items)
        {
            checkpoint?.Accept(item);
            while (!input.TryAdd(item))
                await input.Taken;
        }
        input.Complete();
        await running;
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (seconds, path is null ? 0 : new FileInfo(path).Length);
    }
}
