using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Cli;

/// <summary>The three steps: a simulated server, every item of a folder, and the best batch size.</summary>
internal sealed class Demo
{
    private const int PageSize = 100;
    private const int CalibrationCalls = 15;

    private readonly DemoOptions _options;
    private readonly DemoReport _report;
    private readonly SystemClock _clock = new();

    public Demo(DemoOptions options, TextWriter output)
    {
        _options = options;
        _report = new DemoReport(output);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ThrottlingProfile profile = ProfileCatalogue.Get(_options.Profile);
        NetworkCredential credential = new("demo", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = profile,
            ItemCount = _options.Items,
            Seed = _options.Seed,
            Credential = credential,
        });
        ShowServer(simulator);
        EwsConnectionOptions server = new(simulator.Uri) { Credential = credential };
        using EwsConnection connection = new(server, _clock);
        IReadOnlyList<EwsItem> items = await PageAsync(connection, cancellationToken);
        await MeasureAsync(connection, profile, items, cancellationToken);
    }

    private void ShowServer(EwsThrottlingSimulator simulator)
    {
        _report.Heading("1. A simulated Exchange server");
        _report.Line($"{simulator.Uri} with the profile {simulator.Profile}, for this run and this machine only.");
        _report.Limits(simulator.Profile);
    }

    private async Task<IReadOnlyList<EwsItem>> PageAsync(EwsConnection connection, CancellationToken cancellationToken)
    {
        _report.Heading("2. Every item of the inbox");
        PagedFind pager = new(
            connection.Client, new FindItemRequest(EwsFolderId.Parse("inbox")), _clock,
            new PagedFindOptions { PageSize = PageSize }, Explain);
        List<EwsItem> items = [];
        TimeSpan start = _clock.Now;
        while (await pager.NextPageAsync(cancellationToken) is { } page)
            items.AddRange(page.Items);
        int distinct = items.Select(item => item.ItemId).Distinct(StringComparer.Ordinal).Count();
        _report.Paging(pager.Ledger, distinct, _clock.Now - start);
        return items;
    }

    private void Explain(PagingEvent step)
    {
        if (step.Kind != PagingEventKind.PageReceived)
            _report.Line(step.ToString());
    }

    private async Task MeasureAsync(
        EwsConnection connection, ThrottlingProfile profile, IReadOnlyList<EwsItem> items,
        CancellationToken cancellationToken)
    {
        _report.Heading("3. The best batch size for GetItem");
        TimeSpan latency = await CalibrateAsync(connection.Client, cancellationToken);
        BatchSizeProbeOptions options = new()
        {
            BatchSizes = BatchSizeGrid.Default, Seed = _options.Seed, Profile = profile,
        };
        ProbeItems supply = new(items.Select(item => new ProbeItem(item.ItemId, item.Size ?? 0)));
        BatchSizeProbe probe = new(
            BatchOperations.Read(EwsOperation.GetItem, connection.Client, supply), _clock, options);
        while (await probe.NextSampleAsync(cancellationToken) is not null)
            cancellationToken.ThrowIfCancellationRequested();
        if (probe.StoppedBecause is { } reason)
            _report.Line(reason);
        long meanSize = (long)items.Select(item => (double)(item.Size ?? 0)).DefaultIfEmpty(0).Average();
        IReadOnlyList<BatchSizeResult> predicted = BatchModel.Predict(profile, new BatchModelOptions
        {
            BatchSizes = options.BatchSizes,
            ItemCount = options.BatchSizes.Max() * options.Repeat,
            NetworkLatency = latency,
            ItemSizeInBytes = meanSize,
        });
        _report.BatchSizes(probe.GetExperiment().Sizes, predicted);
        _report.Line(string.Format(CultureInfo.InvariantCulture,
            "The prediction knows the profile, the simulated service times and {0:N1} ms of latency, "
            + "as GetFolder shows.",
            latency.TotalMilliseconds));
    }

    // What a call takes beyond the server's own time, in the middle of several.
    private static async Task<TimeSpan> CalibrateAsync(EwsClient client, CancellationToken cancellationToken)
    {
        List<TimeSpan> times = [];
        for (int i = 0; i < CalibrationCalls; i++)
        {
            EwsReply<EwsFolder> reply =
                await client.GetFolderAsync(new GetFolderRequest(EwsFolderId.Parse("inbox")), cancellationToken);
            reply.GetValueOrThrow();
            times.Add(reply.Elapsed);
        }
        times.Sort();
        TimeSpan latency = times[CalibrationCalls / 2] - ServiceTimes.Default[EwsOperation.GetFolder].Base;
        return latency > TimeSpan.Zero ? latency : TimeSpan.Zero;
    }
}
