using System;
using System.Management.Automation;
using ThrottlingTools.Connections;
using ThrottlingTools.Paging;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <content>The parameters.</content>
public sealed partial class InvokeEwsPagedFindCommand
{
    /// <summary>
    /// The folder: a distinguished name such as inbox, sentitems or calendar, a path such as inbox/Projects, the name
    /// of a folder at the top of the mailbox such as 'Sent Items', or a folder id; with -FindFolder, the folder below
    /// which folders are looked for. The default is inbox; with -FindFolder it is msgfolderroot, the top of the
    /// mailbox.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(FolderNameCompleter))]
    [PSDefaultValue(Help = "inbox; msgfolderroot with -FindFolder")]
    public string? Folder { get; set; }

    /// <summary>The mailboxes: SMTP addresses, or what Get-Mailbox returns. Without it the caller's own.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PrimarySmtpAddress")]
    [MailboxTransformation]
    public string[] Mailbox { get; set; } = [];

    /// <summary>Acts as each mailbox by EWS impersonation, so that each has a budget of its own.</summary>
    [Parameter]
    public SwitchParameter Impersonate { get; set; }

    /// <summary>
    /// An Advanced Query Syntax query, such as subject:invoice. With one, pages hold at most 250 items.
    /// </summary>
    [Parameter]
    public string? QueryString { get; set; }

    /// <summary>
    /// A condition such as "Subject -like '*invoice*' -and DateTimeReceived -ge '2026-01-01'". With one, pages hold at
    /// most 250 items.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public string? Filter { get; set; }

    /// <summary>Returns the folders below the folder instead of its items.</summary>
    [Parameter]
    public SwitchParameter FindFolder { get; set; }

    /// <summary>
    /// Which items: Shallow (the default), Associated or SoftDeleted; which folders: Deep (the default), Shallow or
    /// SoftDeleted.
    /// </summary>
    [Parameter]
    [ValidateSet("Shallow", "Deep", "SoftDeleted", "Associated")]
    public string? Traversal { get; set; }

    /// <summary>
    /// EWS property names or FieldURIs to return, such as Subject or message:Sender, or extended properties such as
    /// 0x0E08:Integer. Without it, EWS's default ones.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ItemPropertyCompleter))]
    public string[] Property { get; set; } = [];

    /// <summary>
    /// The order: property names, each with desc or asc after it, such as 'DateTimeReceived desc'. The default is the
    /// order of creation, in which new items come last. By anything but DateTimeCreated, DateTimeReceived or
    /// DateTimeSent alone it remembers the items, which takes some 40 bytes each.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SortFieldCompleter))]
    public string[] SortBy { get; set; } = [];

    /// <summary>
    /// The most items to ask for at a time, 1 to 1000. Without it, as many as goes well. One item of a page is known
    /// from the page before, so that at least two are asked for.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? PageSize { get; set; }

    /// <summary>
    /// The most requests at a time, over all mailboxes, 1 to 64. The default is 16. Without -Profile there are at most
    /// five of each budget owner.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 64)]
    [PSDefaultValue(Help = "16")]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>The most items to return from each mailbox. Without it, all.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxItems { get; set; }

    /// <summary>
    /// The longest time without progress before giving up, for each budget owner. Waits and failed requests both count,
    /// and no request starts later, so that a server that never finishes an answer is given this time and one -Timeout
    /// at most. The default is 30 minutes.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "0:30:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// A file that keeps how far it is. If it is there, the run goes on from it. It names mailboxes, folder and query,
    /// and holds no secret. It is written where $WhatIfPreference is set, too: what was returned is returned all the same,
    /// and would come again.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary>
    /// The policy that holds on the server: a catalogue name, a profile, a policy file, or a policy object. Its limits
    /// are then never passed.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument? Profile { get; set; }

    /// <summary>
    /// The name of a variable that gets what was done: one object for each mailbox, with a ledger of items returned,
    /// requests retried and deferred, items vanished and added meanwhile, and time backed off.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }
}
