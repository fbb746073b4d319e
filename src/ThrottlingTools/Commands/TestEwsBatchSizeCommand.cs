using System.Management.Automation;
using ThrottlingTools.Connections;
using ThrottlingTools.Modelling;
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
/// of the fastest that meets no error: a smaller batch loses less when it fails. It carries a recommendation:
/// RangeMinimum and RangeMaximum, within which sizes do as well, and SafeBatchSize, for a busy server.
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
/// With -Uri it measures. Sizes go up in the first round, so that none is sent before it is known about how long it
/// takes; later rounds come in drawn order; then it narrows down the smallest size within 5 percent of the fastest,
/// until that is certain, or -MaxRequests or -MaxDuration is reached. The first request is not counted. It rests so
/// that no request is slowed down by those before it, by the recharge of -Profile or Exchange's default; so what it
/// measures is what a caller with budget left gets. It honours every wait that the server asks for, sends no batch that
/// would take more than half of the one-minute limit, and ends at the first lockout. It prints the expected cost before
/// it starts; -InformationAction Ignore keeps that quiet.
/// </para>
/// <para>
/// GetItem, ExportItems, CopyItem and UploadItems use the items of -Folder or of the pipeline, GetAttachment the
/// attachments of these items, and ResolveNames the names of their senders. A ResolveNames request holds one name: 1 is
/// its only size, in the model too, and more names a second come from more requests at a time, which -Concurrency
/// models. CreateItem, UpdateItem, DeleteItem and MoveItem make items of their own. SendItem, CreateAttachment,
/// DeleteAttachment, FindItem and FindFolder are modelled only.
/// </para>
/// <para>
/// Each result tells items a second with the interval that covers the truth with -Confidence. Experiment on each is the
/// measurement as a whole: the recommended size with its interval, the fitted costs, and the ledger of requests and
/// items. Results are written at the end, smallest size first; with -PassThru the single requests come instead, as they
/// are measured. Operations that write ask first, or take -Force; they work in a folder that is made for them and
/// removed afterwards.
/// </para>
/// <para>
/// With -Uri and -Profile it also predicts, and compares: PredictedItemsPerSecond by the profile and default costs,
/// ExplainedItemsPerSecond by the profile and the fitted costs. It prints whether the profile explains what was
/// measured, and which assumptions do not hold; Experiment.Explanation tells more, and what cannot be told apart.
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
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $result = $simulator | Test-EwsBatchSize -Profile Exchange2016 -Maximum 50 -MaxRequests 40
/// PS> $result.Experiment[0].Explanation | Format-List
/// PS> $result.Experiment[0].Costs</code>
/// <para>Does the profile explain what the server does, and what does a request, an item and a KB cost there?</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $server = $simulator | New-EwsConnection
/// PS> Invoke-EwsPagedFind inbox -Connection $server -Filter 'HasAttachments -eq $true' -MaxItems 40 |
/// >>     Test-EwsBatchSize -Connection $server -Operation GetAttachment -Maximum 50 -MaxRequests 30</code>
/// <para>How many attachments should a request fetch? Measures with those of the newest messages that have some.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $simulator | Test-EwsBatchSize -BatchSize 1, 10 -PassThru | Group-Object BatchSize, Block</code>
/// <para>Takes the single requests for statistics of one's own.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsBatchSize", DefaultParameterSetName = ProfileSet, SupportsShouldProcess = true)]
[OutputType(typeof(BatchSizeResult), typeof(BatchSizeMeasurement), typeof(BatchSizeSample))]
public sealed partial class TestEwsBatchSizeCommand : EwsConnectionCmdlet
{
    private const string ProfileSet = "Profile";

    /// <summary>
    /// The sizes to compare, and no others. The default in a model is 1, 2, 5, 10, 20, 50 and 100; a measurement
    /// chooses between -Minimum and -Maximum.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int[] BatchSize { get; set; } = [.. BatchSizeGrid.Default];

    /// <summary>
    /// How many items there are: to fetch in the model, to draw from in a measurement, attachments for GetAttachment.
    /// The default is 1000.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000000)]
    public int ItemCount { get; set; } = 1000;

    /// <summary>
    /// How often each size is measured, 3 times by default and ResolveNames 20 times, or modelled, once by default;
    /// modelled more often, requests take longer and shorter at random, and the results tell how far runs lie apart.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? Repeat { get; set; }

    /// <inheritdoc/>
    protected override string? TargetMailbox => Mailbox;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ProfileSet)
            Predict();
        else
            MeasureOrCollect();
    }

    /// <inheritdoc/>
    protected override void End() => MeasureCollected();
}
