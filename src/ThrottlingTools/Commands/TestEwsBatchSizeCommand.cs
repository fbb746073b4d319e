using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Connections;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>
/// Finds the batch size that fetches the most items a second: predicted from a profile, or measured on a server.
/// </summary>
/// <remarks>
/// <para>
/// With -Profile it models GetItem batches of each size in virtual time: what the server charges, how long it holds
/// batches back once the budget is used up, and which batches pass the one-minute limit. What no public source states,
/// such as the cost of an item, is a named assumption; AssumptionsUsed on each result tells which took part.
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
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $simulator | Test-EwsBatchSize -BatchSize 1, 10, 50 -Repeat 2 | Where-Object IsBest</code>
/// <para>Measures three sizes on a simulated server, and shows the best.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsBatchSize", DefaultParameterSetName = ProfileSet, SupportsShouldProcess = true)]
[OutputType(typeof(BatchSizeResult))]
public sealed class TestEwsBatchSizeCommand : EwsConnectionCmdlet
{
    private const string ProfileSet = "Profile";

    /// <summary>
    /// The profiles to predict for: each a catalogue name, a profile, a policy file, or a policy object.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument[] Profile { get; set; } = [];

    /// <summary>How many requests run at the same time in the model. The default is 1.</summary>
    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateRange(1, 1000)]
    public int Concurrency { get; set; } = 1;

    /// <summary>The sizes to compare. The default is 1, 2, 5, 10, 20, 50 and 100.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int[] BatchSize { get; set; } = [1, 2, 5, 10, 20, 50, 100];

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

    /// <summary>How often each size is measured. The default is 3.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateRange(1, 100)]
    public int Repeat { get; set; } = 3;

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

    private void Predict()
    {
        foreach (ThrottlingProfile profile in new ProfileInput(this).Many(Profile))
        {
            WriteObject(
                BatchModel.Predict(
                    profile, ServiceTimes.Default, EwsOperation.GetItem, BatchSize, ItemCount, Concurrency),
                enumerateCollection: true);
        }
    }

    private void Measure()
    {
        using EwsConnection connection = Connect();
        Run(async (sink, cancellation) =>
        {
            List<string> ids = await FindItemsAsync(connection, sink, cancellation).ConfigureAwait(false);
            BatchSizeProbe probe = new(connection.Client, ids, connection.Clock, new BatchSizeProbeOptions
            {
                BatchSizes = BatchSize,
                Repeat = Repeat,
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
