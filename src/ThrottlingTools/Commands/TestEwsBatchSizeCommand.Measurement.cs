using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using ThrottlingTools.Paging;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <content>The measurement.</content>
public sealed partial class TestEwsBatchSizeCommand
{
    private const int DefaultMeasuredMaximum = 100;
    private const int DefaultRounds = 3;
    private const int DefaultRoundsOfOneSize = 20;

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
    [ValidateTimeSpan(0, ValidateTimeSpanAttribute.Year)]
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
        Tell($"Measuring {Operation} on {ServerName}: {estimate}");
        if (items.Count > 0 && !BatchOperations.NeedsItems(Operation))
            WriteWarning($"{Operation} is measured with items that are made for it; those given are not used.");
        // Tidying up outlives a stopped cmdlet, which closes the connections that are its own.
        EwsConnection connection = writes ? ConnectForSession() : Connect();
        Run(async (sink, cancellation) =>
        {
            try
            {
                await Probe(connection, items, options, sink).RunAsync(cancellation).ConfigureAwait(false);
            }
            finally
            {
                if (writes && Connection is null)
                    connection.Dispose();
            }
        });
    }

    private ProbeRun Probe(
        EwsConnection connection, IReadOnlyList<EwsItem> items, BatchSizeProbeOptions options, IPipelineSink sink)
    {
        ProbeSource source = new(connection.Client, connection.Clock)
        {
            Items = items,
            Folder = EwsFolderId.Parse(Folder, Mailbox),
            MaxCount = ItemCount,
            Observer = new PagingReport(sink, $"Items of {Folder}").Tell,
        };
        return new ProbeRun(Operation, connection, source, options, sink)
        {
            ItemCount = ItemCount,
            ItemSizeInBytes = ItemSize,
            WritesSamples = PassThru,
            OnLeftover = leftover => TellLeftover(leftover, sink),
        };
    }

    /// <summary>A stopped pipeline takes no more warnings; the screen still does.</summary>
    private void TellLeftover(ThrottlingToolsException leftover, IPipelineSink sink)
    {
        if (StopToken.IsCancellationRequested)
            Host.UI.WriteWarningLine($"{leftover.Message} {leftover.RecommendedAction}");
        else
            sink.Error(leftover);
    }

    private bool IsAsked =>
        MyInvocation.BoundParameters.TryGetValue("Confirm", out object? asks) && (SwitchParameter)asks;

    private bool MayWrite(string estimate) => Force || IsAsked || ShouldContinue(
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
            Repeat = Repeat ?? (BatchModel.LargestBatch(Operation) == 1 ? DefaultRoundsOfOneSize : DefaultRounds),
            MaxRequests = MaxRequests,
            MaxDuration = MaxDuration,
            Confidence = Confidence,
            MaxBatchTime = half < defaults.MaxBatchTime ? half : defaults.MaxBatchTime,
            Profile = profiles.FirstOrDefault(),
            ServiceTimes = Costs(),
            NetworkLatency = NetworkLatency,
        };
    }
}
