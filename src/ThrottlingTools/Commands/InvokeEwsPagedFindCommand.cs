using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Connections;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Commands;

/// <summary>Returns every item of a folder, whatever the server does meanwhile.</summary>
/// <remarks>
/// <para>
/// Asks for page after page until the server says that the last item is included; a page shorter than asked for is
/// normal. When the server throttles or fails for a moment, it waits as long as the server asks, and asks for the same
/// page again. Items go down the pipeline as their page arrives.
/// </para>
/// <para>-Verbose tells each page, wait and retry. Ctrl+C ends it at once.</para>
/// </remarks>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016 -ItemCount 2500
/// PS> $simulator | Invoke-EwsPagedFind | Measure-Object</code>
/// <para>Counts the items of the inbox, page by page.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator -Profile Exchange2016
/// PS> $items = Invoke-EwsPagedFind inbox -Uri $simulator.Uri -Credential $simulator.Credential -Property Subject, Size
/// PS> $items | Sort-Object Size -Descending | Select-Object -First 3</code>
/// <para>Shows the three largest items of the inbox.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "EwsPagedFind", DefaultParameterSetName = ConnectionSet)]
[OutputType(typeof(EwsItem))]
public sealed class InvokeEwsPagedFindCommand : EwsConnectionCmdlet
{
    private ItemSelection _selection = null!;

    /// <summary>The folder: a distinguished name such as inbox, sentitems or calendar, or a folder id.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(FolderNameCompleter))]
    public string Folder { get; set; } = "inbox";

    /// <summary>The SMTP address of the mailbox whose folder it is, where it is not the caller's own.</summary>
    [Parameter]
    public string? Mailbox { get; set; }

    /// <summary>
    /// An Advanced Query Syntax query, such as subject:invoice. With one, pages hold at most 250 items.
    /// </summary>
    [Parameter]
    public string? QueryString { get; set; }

    /// <summary>Which items of the folder: Shallow (the default), Associated or SoftDeleted.</summary>
    [Parameter]
    public EwsTraversal Traversal { get; set; }

    /// <summary>
    /// EWS property names or FieldURIs to return, such as Subject or message:Sender. Without it, EWS's default ones.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ItemPropertyCompleter))]
    public string[] Property { get; set; } = [];

    /// <summary>How many items to ask for at a time, 1 to 1000. The default is 100.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int PageSize { get; set; } = 100;

    /// <summary>The longest time to wait for one page in all before giving up. The default is 30 minutes.</summary>
    [Parameter]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    protected override string? TargetMailbox => Mailbox;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _selection = new ItemSelection(this, Property);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        using EwsConnection connection = Connect();
        FindItemRequest find = new(EwsFolderId.Parse(Folder, Mailbox))
        {
            BaseShape = Property.Length > 0 ? EwsBaseShape.IdOnly : EwsBaseShape.Default,
            Properties = Property,
            Traversal = Traversal,
            QueryString = QueryString,
        };
        PagedFindOptions options = new() { PageSize = PageSize, BackOff = new BackOffOptions { MaxWait = MaxWait } };
        Run((sink, cancellation) =>
        {
            PagingReport report = new(sink, $"Items of {Folder}");
            PagedFind pages = new(connection.Client, find, connection.Clock, options, report.Tell);
            return FindAsync(pages, sink, cancellation);
        });
    }

    private async Task FindAsync(PagedFind find, IPipelineSink sink, CancellationToken cancellation)
    {
        while (await find.NextPageAsync(cancellation).ConfigureAwait(false) is { } page)
            sink.WriteAll(_selection.Apply(page.Items));
    }
}
