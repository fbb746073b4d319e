using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Connections;
using ThrottlingTools.Ews;
using ThrottlingTools.Paging;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Returns every item of a folder exactly once, whatever the server and other people do meanwhile.</summary>
/// <remarks>
/// <para>
/// Items come in the order of their creation, oldest first. Pages overlap, and an item is returned if it is new
/// beyond what was returned: items that are created, moved or deleted while the folder is paged neither hide nor double
/// others. A page shorter than asked for is normal. Items that change the property they are sorted by keep this promise
/// only for dates that never change (DateTimeCreated, DateTimeReceived, DateTimeSent).
/// </para>
/// <para>
/// It starts from the limits of -Profile or carefully without, asks for larger pages and several at a time while all
/// goes well, and for less when the server objects. While the server wants to be left alone, all requests of the same
/// budget owner wait as long as it asks, however long that is; then speed returns. It works on several mailboxes at
/// once; an error of one is reported, and the others go on.
/// </para>
/// <para>
/// With -Checkpoint, a run that was stopped, failed or exceeded -MaxWait goes on where it was, without loss or
/// repetition. After a crash the page that was being handed on comes again, with a warning. The end of the process by
/// SIGTERM, or of the terminal, ends a run as Ctrl+C does. -Verbose tells each decision and, at the end, the ledger.
/// </para>
/// <para>
/// An item counts as returned once the next command has taken it. Invoke-EwsBatch with a checkpoint of its own notes
/// it before that, so that both together lose nothing, whatever ends them. A command that collects before it does
/// something, such as Sort-Object or Group-Object, -OutBuffer, and a variable that the items are assigned to lose what
/// they hold when the run ends early. The cmdlet warns where it sees one.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016 -ItemCount 2500
/// PS> $simulator | Invoke-EwsPagedFind -SummaryVariable done | Measure-Object
/// PS> $done.Ledger</code>
/// <para>Counts the items of the inbox, and shows how they were fetched.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $items = Invoke-EwsPagedFind inbox -Uri $simulator.Uri -Credential $simulator.Credential -Property Subject, Size
/// PS> $items | Sort-Object Size -Descending | Select-Object -First 3</code>
/// <para>Shows the three largest items of the inbox.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016 -MailboxCount 3
/// PS> $mailboxes = 'user1@contoso.com', 'user2@contoso.com', 'user3@contoso.com'
/// PS> $simulator | Invoke-EwsPagedFind -Mailbox $mailboxes -Impersonate -Profile Exchange2016 |
/// >>     Group-Object Mailbox</code>
/// <para>Reads three mailboxes at once, each on its own budget.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "EwsPagedFind", DefaultParameterSetName = ConnectionSet)]
[OutputType(typeof(EwsItem), typeof(EwsFolder))]
public sealed partial class InvokeEwsPagedFindCommand : EwsConnectionCmdlet
{
    private readonly List<(EwsConnection Connection, string? Mailbox)> _places = [];
    private readonly HashSet<(Uri Uri, string? User, string? Impersonated, string? Mailbox)> _known = [];
    private readonly List<PagedFindSummary> _summaries = [];
    private PagedFindOptions _options = null!;
    private PagedFindQuery _query = null!;

    /// <inheritdoc/>
    protected override string? TargetMailbox => Mailbox.FirstOrDefault();

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _query = new PagedFindQuery(FindFolder, Traversal, QueryString, Filter, SortBy)
        {
            Folder = Folder,
            Properties = Property,
            Selection = new ItemSelection(this, FindFolder ? [] : Property).Names,
        };
        if (_query.NeverReturned is { Count: > 0 } missing)
            WriteWarning(
                $"A find does not return {string.Join(", ", missing)}. Pipe the items to Invoke-EwsBatch GetItem with "
                + "this -Property.");
        if (Checkpoint is not null)
            WarnOfCollector();
        _options = new PagedFindOptions
        {
            PageSize = PageSize,
            ThrottleLimit = ThrottleLimit,
            MaxItems = MaxItems,
            Profile = Profile is null ? null : new ProfileInput(this).One(Profile.Value),
            BackOff = MaxWaitArgument.ToBackOff(MaxWait),
        };
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        EwsConnection connection = Connect();
        foreach (string? mailbox in Mailbox.Length > 0 ? Mailbox : new string?[] { null })
            if (_known.Add((
                connection.Uri, connection.UserName, connection.ImpersonatedMailbox, mailbox?.ToUpperInvariant())))
                _places.Add((connection, mailbox));
            else
                WriteVerbose($"{mailbox ?? connection.UserName} came more than once and is read once.");
    }

    /// <inheritdoc/>
    protected override void End()
    {
        string? path = Checkpoint is null ? null : this.FullPath(Checkpoint);
        IGrouping<Uri, (EwsConnection, string?)>[] endpoints = [.. _places.GroupBy(place => place.Connection.Uri)];
        if (path is not null && endpoints.Length > 1)
            throw Errors.CheckpointOfSeveralEndpoints(path);
        using CheckpointLock? held = path is null ? null : CheckpointLock.Take(path);
        try
        {
            foreach (IGrouping<Uri, (EwsConnection Connection, string? Mailbox)> endpoint in endpoints)
            {
                FindCheckpoint? checkpoint = path is null ? null : FindCheckpoint.Open(path, endpoint.Key);
                Run((sink, cancellation) => FindFolder
                    ? FindAsync<EwsFolder>(endpoint, _query.ToFolders, checkpoint, sink, cancellation)
                    : FindAsync<EwsItem>(endpoint, _query.ToItems, checkpoint, sink, cancellation));
            }
        }
        finally
        {
            // Where nobody ends it, a script shows it for as long as it runs.
            if (!Stopping)
                WriteProgress(new ProgressRecord(0, "Finding", "Done") { RecordType = ProgressRecordType.Completed });
            if (SummaryVariable is not null)
                SessionState.PSVariable.Set(
                    SummaryVariable, _summaries.Count == 1 ? _summaries[0] : _summaries.ToArray());
        }
    }

    private async Task FindAsync<T>(
        IEnumerable<(EwsConnection Connection, string? Mailbox)> places,
        Func<EwsClient, EwsFolderId, string?, FindTarget<T>> toTarget,
        FindCheckpoint? checkpoint, IPipelineSink sink, CancellationToken cancellation)
        where T : class
    {
        List<FindTarget<T>> targets = [];
        foreach ((EwsConnection connection, string? mailbox) in places)
        {
            try
            {
                EwsClient client = connection.Client.At(_options.Profile?.Release);
                if (Impersonate && mailbox is not null)
                    client = client.ActingAs(mailbox);
                EwsFolderId folder = await new FolderWaiter(client, connection.Clock, _options.BackOff, sink)
                    .ResolveAsync(_query.FolderName, Impersonate ? null : mailbox, cancellation)
                    .ConfigureAwait(false);
                targets.Add(toTarget(client, folder, mailbox));
            }
            catch (ThrottlingToolsException error)
            {
                sink.Error(error);
            }
        }
        if (targets.Count == 0)
            return;
        PagedFindPipe<T> pipe = new(targets, places.First().Connection.Clock, _options, checkpoint, sink);
        _summaries.AddRange(pipe.Summaries);
        await pipe.RunAsync(cancellation).ConfigureAwait(false);
    }
}
