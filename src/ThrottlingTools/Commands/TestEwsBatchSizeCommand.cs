using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Connections;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Probing;

namespace ThrottlingTools.Commands;

/// <summary>
/// Finds the batch size that fetches the most items a second: predicted from a profile, or measured on a server.
/// </summary>
/// <remarks>
/// <para>
/// With -Profile it models batches of each size in virtual time: what the server charges, how long it holds batches
/// back once the budget is used up, and which of them pass the one-minute limit. Each result tells the throughput, the
/// latencies (Latency), where the time goes (Delays, NetworkTime, ServerTime), the errors by code, how far the budget
/// was used up (Phase), and the limit that binds. The best size, marked with IsBest, is the smallest within 5 percent
/// of the fastest that meets no error. It carries a recommendation: RangeMinimum and RangeMaximum, within which sizes
/// do as well, and SafeBatchSize, for a busy server.
/// </para>
/// <para>
/// SafeBatchSize is the largest compared size up to RangeMaximum of which 95 percent of the batches take less than half
/// of the one-minute limit, and none runs past it, where everything costs -BusyFactor times as much, the database is at
/// 50 percent health and, in Exchange 2010, the CPU at 90 percent.
/// </para>
/// <para>
/// What no public source states, such as the cost of an item, is a named assumption; Assumptions on each result lists
/// those that took part. -CostModel replaces the costs. A profile that lacks a limit, such as ExchangeOnline, is an
/// error: New-EwsThrottlingProfile -BorrowFrom takes the limit from another one on purpose.
/// </para>
/// <para>
/// With -Uri it fetches items of a folder in batches of each size, in mixed order, and measures. It only reads, honours
/// every wait the server asks for, sends at most -MaxRequests requests, and ends when the server locks the caller out.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Test-EwsBatchSize -Profile Exchange2016</code>
/// <para>Predicts which batch size is best on Exchange 2016.</para>
/// </example>
/// <example>
/// <code>PS> Test-EwsBatchSize Exchange2016 -Operation CreateItem -ItemCount 100000 -Minimum 1 -Maximum 500 |
/// >>     Where-Object IsBest | Format-List *</code>
/// <para>Which size writes 100,000 items, and how large may it be? Shows all about the recommendation.</para>
/// </example>
/// <example>
/// <code>PS> New-EwsThrottlingProfile Online -BasedOn ExchangeOnline -BorrowFrom Exchange2016 |
/// >>     Test-EwsBatchSize -ItemSize 64KB -Repeat 5 |
/// >>     Select-Object BatchSize, ItemsPerSecondLow, ItemsPerSecondHigh</code>
/// <para>Borrows what is not published of Exchange Online, and shows how far runs with noise lie apart.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $simulator | Test-EwsBatchSize -BatchSize 1, 10, 50 -Repeat 2 | Where-Object IsBest</code>
/// <para>Measures three sizes on a simulated server, and shows the best.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsBatchSize", DefaultParameterSetName = ProfileSet, SupportsShouldProcess = true)]
[OutputType(typeof(BatchSizeResult))]
public sealed partial class TestEwsBatchSizeCommand : EwsConnectionCmdlet
{
    private const string ProfileSet = "Profile";

    /// <summary>The sizes to compare. The default is 1, 2, 5, 10, 20, 50 and 100.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int[] BatchSize { get; set; } = [.. BatchSizeGrid.Default];

    /// <summary>
    /// How many items there are: to fetch in the model, to draw from in a measurement. The default is 1000.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000000)]
    public int ItemCount { get; set; } = 1000;

    /// <summary>The folder whose items are fetched. The default is inbox.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ArgumentCompleter(typeof(FolderNameCompleter))]
    public string Folder { get; set; } = "inbox";

    /// <summary>The SMTP address of the mailbox whose folder it is, where it is not the caller's own.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateNotNullOrEmpty]
    public string? Mailbox { get; set; }

    /// <summary>
    /// How often each size is measured, 3 times by default, or modelled, once by default; modelled more often, requests
    /// take longer and shorter at random, and the results tell how far runs lie apart.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? Repeat { get; set; }

    /// <summary>The most GetItem requests to send. The default is 200.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateRange(1, 100000)]
    public int MaxRequests { get; set; } = 200;

    /// <inheritdoc/>
    protected override string? TargetMailbox => Mailbox;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ProfileSet)
            Predict();
        else if (ShouldProcess(ServerName, $"Send at most {MaxRequests} GetItem requests for items of {Folder}"))
            Measure();
    }

    private void Measure()
    {
        using EwsConnection connection = Connect();
        Run(async (sink, cancellation) =>
        {
            List<string> ids = await FindItemsAsync(connection, sink, cancellation).ConfigureAwait(false);
            BatchSizeProbe probe = new(connection.Client, ids, connection.Clock, new BatchSizeProbeOptions
            {
                BatchSizes = Sizes(),
                Repeat = Repeat ?? 3,
                MaxRequests = MaxRequests,
            });
            await ProbeAsync(probe, sink, cancellation).ConfigureAwait(false);
        });
    }

    private async Task<List<string>> FindItemsAsync(
        EwsConnection connection, IPipelineSink sink, CancellationToken cancellation)
    {
        FindItemRequest find = new(EwsFolderId.Parse(Folder, Mailbox)) { BaseShape = EwsBaseShape.IdOnly };
        PagingReport report = new(sink, $"Items of {Folder}");
        PagedFind pages = new(connection.Client, find, connection.Clock, new PagedFindOptions(), report.Tell);
        List<string> ids = [];
        while (ids.Count < ItemCount && await pages.NextPageAsync(cancellation).ConfigureAwait(false) is { } page)
            ids.AddRange(page.Items.Take(ItemCount - ids.Count).Select(item => item.ItemId));
        return ids;
    }

    private static async Task ProbeAsync(BatchSizeProbe probe, IPipelineSink sink, CancellationToken cancellation)
    {
        while (await probe.NextSampleAsync(cancellation).ConfigureAwait(false) is { } sample)
        {
            sink.Verbose(
                $"{sample.BatchSize} items in {sample.Elapsed.TotalMilliseconds:0} ms; "
                + $"{sample.Errors} failed. {sample.Error}");
            string sent = $"{probe.Requests} of {probe.PlannedRequests} requests";
            int planned = System.Math.Max(1, probe.PlannedRequests);
            sink.Progress(new ProgressRecord(0, "Measuring batch sizes", sent)
            {
                PercentComplete = System.Math.Min(100, 100 * probe.Requests / planned),
            });
        }
        if (probe.StoppedBecause is { } reason)
            sink.Warning(reason);
        foreach (BatchSizeResult result in probe.GetResults())
            sink.Write(result);
    }
}
