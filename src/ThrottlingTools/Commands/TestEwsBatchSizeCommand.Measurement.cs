using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Connections;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <content>The measurement.</content>
public sealed partial class TestEwsBatchSizeCommand
{
    private const int DefaultMeasuredMaximum = 100;
    private const int DefaultRounds = 3;

    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(15);

    private readonly List<EwsItem> _collected = [];
    private bool _isNamed;
    private bool _isYesToAll;
    private bool _isNoToAll;

    /// <summary>The folder whose items are used. The default is inbox.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ArgumentCompleter(typeof(FolderNameCompleter))]
    public string Folder { get; set; } = "inbox";

    /// <summary>The SMTP address of the mailbox whose folder it is, where it is not the caller's own.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateNotNullOrEmpty]
    public string? Mailbox { get; set; }

    /// <summary>The items to use instead, as Invoke-EwsPagedFind returns them.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ConnectionSet)]
    public EwsItem[] InputObject { get; set; } = [];

    /// <summary>The most requests to send, beside those that find the items. The default is 200.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateRange(1, 100000)]
    public int MaxRequests { get; set; } = 200;

    /// <summary>The longest time to measure, rests included. The default is 10 minutes.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How sure the intervals and the recommendation are, 0.5 to 0.999. The default is 0.95.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    [ValidateRange(0.5, 0.999)]
    public double Confidence { get; set; } = 0.95;

    /// <summary>Writes the single requests as they are measured, instead of the results of the sizes.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Measures operations that write without asking.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _isNamed = IsGiven(nameof(InputObject));
    }

    private void MeasureOrCollect()
    {
        if (IsGiven(nameof(InputObject)) && !_isNamed)
            _collected.AddRange(InputObject);
        else
            Measure(InputObject);
    }

    private void MeasureCollected()
    {
        if (_collected.Count > 0)
            Measure(_collected);
    }

    private void Measure(IReadOnlyList<EwsItem> items)
    {
        BatchSizeProbeOptions options = ProbeOptions();
        bool writes = BatchOperations.Writes(Operation);
        string estimate = new ProbeEstimate(
            Operation, items.Count > 0 ? Math.Min(items.Count, ItemCount) : ItemCount, options).ToString();
        if (!ShouldProcess(ServerName, $"Measure {Operation}: {estimate}") || (writes && !MayWrite(estimate)))
            return;
        // Tidying up outlives a stopped cmdlet, which closes the connections that are its own.
        EwsConnection connection = writes ? ConnectForSession() : Connect();
        Run(async (sink, cancellation) =>
        {
            try
            {
                ProbeItems? supply = BatchOperations.NeedsItems(Operation)
                    ? await SupplyAsync(items, connection, sink, cancellation).ConfigureAwait(false)
                    : null;
                await (writes
                    ? WriteAsync(connection, supply, options, sink, cancellation)
                    : MeasureAsync(
                        BatchOperations.Read(Operation, connection.Client, supply!), connection, options, sink,
                        cancellation)).ConfigureAwait(false);
            }
            finally
            {
                if (writes && Connection is null)
                    connection.Dispose();
            }
        });
    }

    private async Task<ProbeItems> SupplyAsync(
        IReadOnlyList<EwsItem> items, EwsConnection connection, IPipelineSink sink, CancellationToken cancellation) =>
        new(items.Count > 0
            ? items.Take(ItemCount).Select(item => new ProbeItem(item.ItemId, item.Size ?? 0))
            : await FindItemsAsync(connection, sink, cancellation).ConfigureAwait(false));

    private async Task WriteAsync(
        EwsConnection connection, ProbeItems? supply, BatchSizeProbeOptions options, IPipelineSink sink,
        CancellationToken cancellation)
    {
        ProbeFolder folder =
            await ProbeFolder.CreateAsync(connection.Client, connection.Clock, cancellation).ConfigureAwait(false);
        try
        {
            sink.Verbose($"Writing in the folder '{folder.Name}'.");
            IBatchOperation operation = await BatchOperations.WriteAsync(
                Operation, folder, supply, ItemCount, ItemSize, cancellation).ConfigureAwait(false);
            await MeasureAsync(operation, connection, options, sink, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (await folder.RemoveAsync(CleanUpTime).ConfigureAwait(false) is { } error)
                TellLeftover(Errors.ProbeFolderRemains(folder.Name, error), sink);
        }
    }

    /// <summary>A stopped pipeline takes no more warnings; the screen still does.</summary>
    private void TellLeftover(ThrottlingToolsException leftover, IPipelineSink sink)
    {
        if (StopToken.IsCancellationRequested)
            Host.UI.WriteWarningLine($"{leftover.Message} {leftover.RecommendedAction}");
        else
            sink.Error(leftover);
    }

    private bool MayWrite(string estimate) => Force || ShouldContinue(
        $"{Operation} writes to the mailbox behind {ServerName}, in a folder that is removed afterwards. {estimate}",
        "Measure an operation that writes?", ref _isYesToAll, ref _isNoToAll);

    private BatchSizeProbeOptions ProbeOptions()
    {
        bool hasList = IsGiven(nameof(BatchSize));
        IReadOnlyList<int> sizes = hasList || IsGiven(nameof(Minimum)) || IsGiven(nameof(Maximum)) ? Sizes() : [];
        ThrottlingProfile[] profiles = new ProfileInput(this).Many(Profile).ToArray();
        if (profiles.Length > 1)
            throw Errors.OneProfileToMeasure(profiles.Length);
        TimeSpan timeout = Connection?.Options.Timeout ?? Timeout ?? EwsConnectionOptions.DefaultTimeout;
        TimeSpan half = TimeSpan.FromTicks(timeout.Ticks / 2);
        BatchSizeProbeOptions defaults = new();
        return new BatchSizeProbeOptions
        {
            BatchSizes = hasList ? sizes : [],
            Minimum = Minimum,
            Maximum = IsGiven(nameof(Maximum)) ? Maximum : Math.Max(Minimum, DefaultMeasuredMaximum),
            Repeat = Repeat ?? DefaultRounds,
            MaxRequests = MaxRequests,
            MaxDuration = MaxDuration,
            Confidence = Confidence,
            MaxBatchTime = half < defaults.MaxBatchTime ? half : defaults.MaxBatchTime,
            Profile = profiles.FirstOrDefault(),
        };
    }

    private async Task<IReadOnlyList<ProbeItem>> FindItemsAsync(
        EwsConnection connection, IPipelineSink sink, CancellationToken cancellation)
    {
        FindItemRequest find = new(EwsFolderId.Parse(Folder, Mailbox))
        {
            BaseShape = EwsBaseShape.IdOnly, Properties = ["Size"],
        };
        PagingReport report = new(sink, $"Items of {Folder}");
        PagedFind pages = new(
            connection.Client, find, connection.Clock, new PagedFindOptions { MaxItems = ItemCount }, report.Tell);
        List<ProbeItem> items = [];
        while (items.Count < ItemCount && await pages.NextPageAsync(cancellation).ConfigureAwait(false) is { } page)
            items.AddRange(page.Items.Take(ItemCount - items.Count)
                .Select(item => new ProbeItem(item.ItemId, item.Size ?? 0)));
        return items;
    }

    private async Task MeasureAsync(
        IBatchOperation operation, EwsConnection connection, BatchSizeProbeOptions options, IPipelineSink sink,
        CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(MaxDuration);
        BatchSizeProbe probe = new(operation, connection.Clock, options, deadline.Token);
        ProbeReport report = new(sink, probe);
        while (await probe.NextSampleAsync(cancellation).ConfigureAwait(false) is { } sample)
        {
            report.Tell(sample);
            if (PassThru)
                sink.Write(sample);
        }
        BatchSizeExperiment experiment = probe.GetExperiment();
        report.Sum(experiment);
        foreach (BatchSizeMeasurement result in PassThru ? [] : experiment.Sizes)
            sink.Write(result);
    }
}
