using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Batching;
using ThrottlingTools.Connections;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Does something with many items in batches that fit what the server takes, each item once.</summary>
/// <remarks>
/// <para>
/// Items come down the pipeline, as ids or objects, and are sent while more of them come. Batches begin small, grow as
/// long as they stay far from the one-minute limit, and shrink when the server objects; several run at a time within
/// the limits. When the server throttles or fails for a moment, everybody waits as long as it asks.
/// </para>
/// <para>
/// Each item gets one result, as soon as it is concluded, which is not always the order of the input. Its Status is
/// Done, Failed (Error tells why), NotSent if the run ended before, or Unknown. An item that is given twice is done
/// once.
/// </para>
/// <para>
/// When the answer to a write is lost, nothing is sent again blindly. After DeleteItem, MoveItem and SendItem the item
/// is looked for: gone is done. After UpdateItem its version is compared, then the values that were set; the update is
/// sent again only against the version seen. After CopyItem a copy is looked for in the destination by its search key;
/// if there is one, it is certain to be new only if the folder was empty at first. MarkAsRead is simply repeated. What
/// cannot be told is Unknown: UploadItems that makes new items, CopyItem into a folder that held items, UpdateItem of
/// bodies and lists when the item was changed. Requests that may still be running are waited for up to a minute.
/// </para>
/// <para>
/// With -Checkpoint every item is noted before it is sent and when it is concluded. After Ctrl+C, a failure or a crash
/// the same command goes on there: what was under way is looked at first, and what is concluded is passed over.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> $connection = Start-EwsThrottlingSimulator -Profile Exchange2016 -ItemCount 500 | New-EwsConnection
/// PS> Invoke-EwsPagedFind -Connection $connection |
/// >>     Invoke-EwsBatch MarkAsRead -Connection $connection |
/// >>     Group-Object Status -NoElement</code>
/// <para>Marks all items of the inbox as read while they are found.</para>
/// </example>
/// <example>
/// <code>PS> $connection = Start-EwsThrottlingSimulator -Profile Exchange2016 -ItemCount 500 | New-EwsConnection
/// PS> Invoke-EwsPagedFind -Connection $connection |
/// >>     Invoke-EwsBatch MoveItem -Destination junkemail -Connection $connection -Checkpoint ./move.checkpoint |
/// >>     Where-Object Status -ne Done</code>
/// <para>Moves all items, and shows those that were not. After Ctrl+C the same command goes on.</para>
/// </example>
/// <example>
/// <code>PS> $connection = Start-EwsThrottlingSimulator -Profile Exchange2016 -ItemCount 500 | New-EwsConnection
/// PS> Invoke-EwsPagedFind sentitems -Connection $connection |
/// >>     Invoke-EwsBatch DeleteItem -Connection $connection -WhatIf</code>
/// <para>Shows what would be deleted.</para>
/// </example>
/// <example>
/// <code>PS> $connection = Start-EwsThrottlingSimulator -Profile Exchange2016 -ItemCount 500 | New-EwsConnection
/// PS> Invoke-EwsPagedFind drafts -Connection $connection | Invoke-EwsBatch UpdateItem -Connection $connection `
/// >>     -SetProperty @{ Importance = 'High' } -RemoveProperty Categories</code>
/// <para>Changes properties of all drafts.</para>
/// </example>
/// <example>
/// <code>PS> $connection = Start-EwsThrottlingSimulator -Profile Exchange2016 -ItemCount 500 | New-EwsConnection
/// PS> Invoke-EwsPagedFind calendar -Connection $connection |
/// >>     Invoke-EwsBatch ExportItems -Connection $connection |
/// >>     Invoke-EwsBatch UploadItems -Connection $connection -Destination deleteditems</code>
/// <para>Copies items as data, as between two mailboxes.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "EwsBatch", DefaultParameterSetName = ConnectionSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BatchItemResult))]
public sealed partial class InvokeEwsBatchCommand : EwsConnectionCmdlet
{
    private BatchArguments _arguments = null!;
    private BatchFeed? _feed;
    private ExchangeRelease? _release;
    private bool? _mayHardDelete;

    /// <summary>What to do with each item.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public BatchOperationName Operation { get; set; }

    /// <summary>
    /// Item ids, items as Invoke-EwsPagedFind returns them, results of this cmdlet, items of the EWS Managed API, or
    /// any object with a property ItemId or Id. For UploadItems, objects with a property Data; for GetAttachment,
    /// attachments or their ids.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        (_arguments, _backOff) = (Arguments(), MaxWaitArgument.ToBackOff(MaxWait));
        _arguments.Check(Given);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (object input in InputObject)
            Attempt(() => Take(input));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_feed is null && Checkpoint is not null
            && ShouldProcess($"what is left in {Checkpoint}", _arguments.Action))
            Feed();
        Terminating(() => _feed?.Finish());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _feed?.Dispose();
        base.Dispose(disposing);
    }

    private void Take(object input)
    {
        BatchItem item = BatchItemReader.Read(input, Operation);
        if (!_arguments.IsReadOnly
            && (!ShouldProcess(BatchItemReader.NameOf(input, item), _arguments.Action) || !MayHardDelete()))
            return;
        BatchFeed feed = Feed();
        Terminating(() => feed.Add(item));
    }

    private bool MayHardDelete()
    {
        if (Operation != BatchOperationName.DeleteItem || DisposalType != EwsDisposalType.HardDelete || Force
            || Given.Contains("Confirm"))
            return true;
        return _mayHardDelete ??= ShouldContinue(
            "The items cannot be recovered. -Force or -Confirm:$false leaves this question out.",
            "Delete items for good?");
    }

    // A run that cannot go on has no use for further items.
    private void Terminating(Action action)
    {
        try
        {
            action();
        }
        catch (ThrottlingToolsException error)
        {
            ThrowTerminating(error);
        }
    }

    private BatchFeed Feed()
    {
        if (_feed is not null)
            return _feed;
        BatchCheckpoint? checkpoint = null;
        Terminating(() => checkpoint = Checkpoint is null ? null : BatchCheckpoint.Open(this.FullPath(Checkpoint)));
        EwsConnection connection = Connect();
        BatchOptions options = Options(checkpoint, connection);
        return _feed = new BatchFeed(
            this, (sink, cancellation) => PrepareAsync(connection, options, sink, cancellation), checkpoint, StopToken);
    }

    private async Task<(BatchRun Run, BatchReport Report)> PrepareAsync(
        EwsConnection connection, BatchOptions options, IPipelineSink sink, CancellationToken cancellation)
    {
        BatchReport report = new(sink, _arguments.Action);
        BatchOperation operation = await _arguments.MakeAsync(connection, cancellation).ConfigureAwait(false);
        EwsClient client = connection.Client.At(_release);
        return (new BatchRun(client, operation, connection.Clock, options, report.Tell), report);
    }
}
