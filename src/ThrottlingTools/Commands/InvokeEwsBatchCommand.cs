using System;
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
/// Done, Failed (Error tells why), NotSent if the run ended before, or Unknown. Items that failed, and items that may
/// be done, are also non-terminating errors: one for each batch, with the results as its target. An item that is given
/// twice is done once.
/// </para>
/// <para>
/// Only an answer that proves that nothing was done counts as not done: Exchange's own refusal with its budget or a
/// hint how long to wait, or a connection that was never made. The status of a proxy or load balancer proves nothing.
/// Whenever the answer to a write is lost, or proves nothing, the item is looked at before anything is sent again.
/// After DeleteItem, gone is done. After MoveItem and SendItem, what is gone is done if it is in the destination or
/// among the sent items. After UpdateItem the version is compared, then the values that were set; the update is sent
/// again only against the version seen. After CopyItem a copy is looked for in the destination; if there is one, it is
/// certain to be new only if the folder was empty at first. MarkAsRead is repeated for what is not as it is to be. What
/// cannot be told is Unknown: UploadItems that makes new items, CopyItem into a folder that held items, UpdateItem of
/// bodies and lists when the item was changed. Requests that may still be running are waited for up to a minute.
/// </para>
/// <para>
/// With -Checkpoint every item is noted when it is accepted, before it is sent, when it is concluded and when its
/// result was handed on. After Ctrl+C, a failure or a crash the same command goes on there: what was accepted is done,
/// what was under way is looked at first, results that were not handed on come, and what is over is passed over. The
/// end of the process by SIGTERM, or of the terminal, ends a run as Ctrl+C does. With a checkpoint for each,
/// Invoke-EwsPagedFind and Invoke-EwsBatch together lose nothing. Between them, Sort-Object, Group-Object, -OutBuffer or
/// a variable do: see Get-Help Invoke-EwsPagedFind. A checkpoint that can no longer be written ends the run, and what
/// is under way still gets its results.
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
        if (Checkpoint is not null && _arguments.IsReadOnly)
            WarnOfCollector();
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
            Terminating(() => Feed());
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
        Terminating(() => Feed().Add(item));
    }

    private bool MayHardDelete()
    {
        if (Operation != BatchOperationName.DeleteItem || DisposalType != EwsDisposalType.HardDelete || Force
            || MyInvocation.BoundParameters.ContainsKey("Confirm"))
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
        EwsConnection connection = Connect();
        PaceOptions pace = Pace();
        BatchCheckpoint? checkpoint = Checkpoint is null ? null : BatchCheckpoint.Open(this.FullPath(Checkpoint));
        BatchOptions options = new() { Checkpoint = checkpoint, Endpoint = connection.Uri.ToString(), Pace = pace };
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
