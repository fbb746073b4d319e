using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// How much sooner a paged find is done than a loop that sends one request at a time, over a slow network. The log of
/// the simulator tells whether a limit of the profile was met.
/// </summary>
internal static class LatencyBenchmark
{
    private const int Items = 100_000;
    private const int LoopItems = 20_000; // a loop is as fast at any length
    private const double LeastGain = 3;
    private const int LargePage = 1000;
    private const int SmallPage = 100;

    /// <summary>Prints the figures; how many comparisons fell short or met a limit.</summary>
    public static async Task<int> RunAsync()
    {
        ThrottlingProfile current = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);
        ThrottlingProfile strict = current.With("Exchange2016, 10 at a time",
        [
            new ThrottlingSetting("EwsMaxConcurrency", new Unlimited(10), SettingSource.Declared("the benchmark"),
                current.Find("EwsMaxConcurrency")!.Parameter),
        ]);
        (ThrottlingProfile Server, bool IsKnown, double LeastGain)[] cases =
            [(current, true, LeastGain), (strict, true, 1), (current, false, 1)];
        await CompareAsync(current, isKnown: true, TimeSpan.Zero); // compiles what is measured
        Console.WriteLine($"{Items:N0} items, items/s     | round trip | page {LargePage} | page {SmallPage}"
            + " | paged find | gains | log of the find");
        int failures = 0;
        foreach ((ThrottlingProfile server, bool isKnown, double leastGain) in cases)
            foreach (int milliseconds in new[] { 50, 200 })
            {
                Comparison found = await CompareAsync(
                    server, isKnown, TimeSpan.FromMilliseconds(milliseconds));
                double[] gains = [found.Find / found.Large, found.Find / found.Small];
                failures += gains.Count(gain => gain < leastGain) + (found.IsClean ? 0 : 1);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{server.Name + (isKnown ? "" : ", not known"),-26} | {milliseconds,3} ms | {found.Large,6:F0} | "
                    + $"{found.Small,6:F0} | "
                    + $"{found.Find,6:F0} | {gains[0]:F1}, {gains[1]:F1} | {found.Log}"));
            }
        Console.WriteLine($"A gain of {LeastGain} where 27 are allowed and known, and no limit met: "
            + (failures == 0 ? "as asked." : $"NOT REACHED {failures} times."));
        return failures;
    }

    private static async Task<Comparison> CompareAsync(ThrottlingProfile profile, bool isKnown, TimeSpan roundTrip)
    {
        double large = await MeasureAsync(profile, LoopItems, roundTrip, uri => LoopAsync(uri, LargePage));
        double small = await MeasureAsync(profile, LoopItems, roundTrip, uri => LoopAsync(uri, SmallPage));
        string path = Directory.CreateTempSubdirectory("latency").FullName;
        try
        {
            PagingLedger ledger = new();
            double find = await MeasureAsync(profile, Items, roundTrip, async uri =>
            {
                ledger = await FindAsync(uri, isKnown ? profile : null);
                return ledger.Returned;
            }, path);
            (string log, bool isClean) = Judge(path, profile, ledger);
            return new Comparison(large, small, find, log, isClean);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(
        ThrottlingProfile profile, int items, TimeSpan roundTrip, Func<Uri, Task<long>> read, string? logPath = null)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = profile, ItemCount = items, LogPath = logPath,
            Conditions = new Conditions { NetworkLatency = roundTrip },
        });
        long began = Stopwatch.GetTimestamp();
        long count = await read(simulator.Uri);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return count == items ? items / seconds : throw new InvalidOperationException($"{count} items came.");
    }

    private static async Task<PagingLedger> FindAsync(Uri uri, ThrottlingProfile? profile)
    {
        using EwsConnection connection = new(new EwsConnectionOptions(uri)
        {
            Credential = new NetworkCredential("user@contoso.com", "any"),
        });
        FindItemRequest find = new(EwsFolderId.Parse("inbox"))
        {
            BaseShape = EwsBaseShape.IdOnly, Properties = ["Subject", "DateTimeReceived"],
        };
        PagedFind pages = new(
            connection.Client, find, connection.Clock, new PagedFindOptions { Profile = profile });
        while (await pages.NextPageAsync(CancellationToken.None) is not null)
        {
        }
        return pages.Ledger;
    }

    private static async Task<long> LoopAsync(Uri uri, int pageSize)
    {
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String("user@contoso.com:any"u8));
        int count = 0;
        string body;
        do
        {
            using StringContent content = new(Requests.FindPage(count, pageSize), Encoding.UTF8, "text/xml");
            using HttpResponseMessage response = await http.PostAsync(uri, content);
            body = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            int got = body.Split("ItemId Id=").Length - 1;
            count += got > 0 ? got : throw new InvalidOperationException("An empty page: " + body);
        }
        while (!body.Contains("IncludesLastItemInRange=\"true\"", StringComparison.Ordinal));
        return count;
    }

    // A page that came short for want of find count makes the next one reconnect: the log has no column that is filled.
    private static (string Text, bool IsClean) Judge(string path, ThrottlingProfile profile, PagingLedger ledger)
    {
        List<Dictionary<string, string>> rows = [.. Directory.GetFiles(Path.Combine(path, "Ews")).SelectMany(Read)];
        int refused = rows.Count(row =>
            row["ErrorCode"].Length > 0 || row["HttpStatus"] != "200"
            || row.GetValueOrDefault("ThrottledBy") is { Length: > 0 });
        int delayed = rows.Count(row => Number(row["ThrottlingDelay"]) > 0);
        int most = MostAtATime(rows);
        Unlimited limit = profile.Limit("EwsMaxConcurrency") ?? Unlimited.UnlimitedValue;
        bool isClean = rows.Count == ledger.Requests && refused == 0 && delayed == 0 && ledger.CutShort == 0
            && ledger.Retries == 0 && most <= limit;
        return ($"{rows.Count} requests, {refused} refused, {delayed} delayed, {ledger.CutShort} short; "
            + $"{most} of {limit} at a time", isClean);
    }

    private static IEnumerable<Dictionary<string, string>> Read(string file)
    {
        const string Header = "#Fields: ";
        string[] lines = File.ReadAllLines(file);
        string[] fields = lines.First(line => line.StartsWith(Header, StringComparison.Ordinal))[Header.Length..]
            .Split(',');
        return lines.Where(line => !line.StartsWith('#') && !line.StartsWith(fields[0], StringComparison.Ordinal))
            .Select(line => fields.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    // By the times in the log, the network included, so that it is never too few; an end counts before a beginning.
    private static int MostAtATime(List<Dictionary<string, string>> rows)
    {
        int now = 0, most = 0;
        foreach ((_, int change) in rows.SelectMany(Edges).Order())
            most = Math.Max(most, now += change);
        return most;
    }

    private static IEnumerable<(DateTimeOffset Time, int Change)> Edges(Dictionary<string, string> row)
    {
        DateTimeOffset end = DateTimeOffset.Parse(row["DateTime"], CultureInfo.InvariantCulture);
        yield return (end.AddMilliseconds(-Number(row["TotalRequestTime"])), 1);
        yield return (end, -1);
    }

    private static double Number(string text) =>
        text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Comparison(double Large, double Small, double Find, string Log, bool IsClean);
}
