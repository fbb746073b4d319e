using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// How many requests a second the simulator answers with all its accounting and no service time, with client and
/// server in one process on the same cores.
/// </summary>
internal static class SimulatorBenchmark
{
    private const int Connections = 16;
    private const double LimitRequestsPerSecond = 10_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <summary>Prints the figures; 1 when small requests are slower than they may be, 0 otherwise.</summary>
    public static async Task<int> RunAsync()
    {
        SimulatorOptions options = new()
        {
            Profile = WithoutFindCountLimit(), ItemCount = 10_000_000, ServiceTimes = ServiceTimes.Default.Times(0),
        };
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(options);
        string page = Requests.FindItem(1000);
        byte[] found = await AnswerAsync(options, page);
        string id = (string)XElement.Load(new MemoryStream(found)).Descendants(Requests.Types + "ItemId").First()
            .Attribute("Id")!;
        string small = Requests.GetItem(id);
        byte[] read = await AnswerAsync(options, small);
        using FixedAnswerServer bare = new(read);
        using FixedAnswerServer barePage = new(found);
        await using KestrelAnswerServer kestrel = await KestrelAnswerServer.StartAsync(read);
        await using KestrelAnswerServer kestrelPage = await KestrelAnswerServer.StartAsync(found);

        Console.WriteLine($"Load, {Connections} connections, {Duration.TotalSeconds:F0} s each");
        Console.WriteLine(
            $"{"",-31} | requests/s | CPU us |   MB/s | p50 ms | p95 ms | p99 ms | max ms | failed");
        double rate = await MeasureAsync("GetItem, simulator", simulator.Uri, small);
        await MeasureAsync("GetItem, bare HttpListener", bare.Uri, small);
        await MeasureAsync("GetItem, bare Kestrel", kestrel.Uri, small);
#if WIREMOCK
        using WireMockAnswerServer wireMock = new(read);
        double mocked = await MeasureAsync("GetItem, WireMock.Net", wireMock.Uri, small);
#else
        double mocked = 0;
#endif
        await MeasureAsync("FindItem of 1000, simulator", simulator.Uri, page);
        await MeasureAsync("and Subject, DateTimeReceived", simulator.Uri,
            Requests.FindItem(1000, "item:Subject", "item:DateTimeReceived"));
        await MeasureAsync("FindItem of 1000, bare HttpList.", barePage.Uri, page);
        await MeasureAsync("FindItem of 1000, bare Kestrel", kestrelPage.Uri, page);
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine($"Peak working set of client and servers: {self.PeakWorkingSet64 / 1048576.0:F0} MB");
        Console.WriteLine($"{LimitRequestsPerSecond:F0} GetItem requests a second are wanted.");
        if (mocked > 0)
            Console.WriteLine($"{rate / mocked:F2} times WireMock.Net; more than one is wanted.");
        return rate >= LimitRequestsPerSecond && rate > mocked ? 0 : 1;
    }

    // Pages of 16 connections at a time would be cut short, and seem faster than they are.
    private static ThrottlingProfile WithoutFindCountLimit()
    {
        ThrottlingProfile profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);
        return profile.With("Benchmark", profile.Settings
            .Where(setting => setting.Name == "EwsFindCountLimit")
            .Select(setting => new ThrottlingSetting(
                setting.Name, Unlimited.UnlimitedValue, setting.Source, setting.Parameter)));
    }

    private static async Task<double> MeasureAsync(string name, Uri uri, string envelope)
    {
        LoadGenerator load = new(uri, envelope, Connections);
        await load.RunAsync(WarmUp);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        LoadResult result = await load.RunAsync(Duration);
        TimeSpan processor = Environment.CpuUsage.TotalTime - before;
        Console.WriteLine(
            $"{name,-32}| {result.RequestsPerSecond,10:F0} | {processor.TotalMicroseconds / result.Requests,6:F0} | "
            + $"{result.Bytes / 1e6 / result.Elapsed.TotalSeconds,6:F1} | "
            + $"{result.Percentile(50).TotalMilliseconds,6:F2} | {result.Percentile(95).TotalMilliseconds,6:F2} | "
            + $"{result.Percentile(99).TotalMilliseconds,6:F2} | {result.Latencies[^1].TotalMilliseconds,6:F1} | "
            + $"{result.Failures,6}");
        return result.RequestsPerSecond;
    }

    private static async Task<byte[]> AnswerAsync(SimulatorOptions options, string envelope)
    {
        EwsHttpRequest request = new(Encoding.UTF8.GetBytes(envelope));
        using EwsHttpResponse response = await new EwsEndpoint(options).CreateTransport()
            .SendAsync(request, CancellationToken.None);
        using MemoryStream body = new();
        await response.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
