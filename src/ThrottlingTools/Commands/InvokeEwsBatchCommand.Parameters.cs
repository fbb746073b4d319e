using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Batching;
using ThrottlingTools.Ews;
using ThrottlingTools.Paging;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <content>The arguments of operations, and how to go about it.</content>
public sealed partial class InvokeEwsBatchCommand
{
    private const int FirstBatch = 20;

    /// <summary>
    /// The folder to move, copy or upload to, or where SendItem keeps its copy: a well-known name, a path such as
    /// \Inbox\Done, or an id.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderNameCompleter))]
    public string? Destination { get; set; }

    /// <summary>What DeleteItem does: MoveToDeletedItems (the default), SoftDelete or HardDelete.</summary>
    [Parameter]
    public EwsDisposalType DisposalType { get; set; } = EwsDisposalType.MoveToDeletedItems;

    /// <summary>What UpdateItem sets: a hashtable of property names and values.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable SetProperty { get; set; } = [];

    /// <summary>What UpdateItem takes away: property names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ItemPropertyCompleter))]
    public string[] RemoveProperty { get; set; } = [];

    /// <summary>What GetItem returns: property names. Without it, EWS's default ones.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ItemPropertyCompleter))]
    public string[] Property { get; set; } = [];

    /// <summary>
    /// What UpdateItem does with an item that was changed since it was read: AutoResolve (the default) and
    /// AlwaysOverwrite change it, NeverOverwrite fails.
    /// </summary>
    [Parameter]
    public EwsConflictResolution ConflictResolution { get; set; } = EwsConflictResolution.AutoResolve;

    /// <summary>What UploadItems makes: CreateNew (the default), or it replaces by Update or UpdateOrCreate.</summary>
    [Parameter]
    public EwsCreateAction CreateAction { get; set; }

    /// <summary>MarkAsRead and MarkAsUnread send no read receipts. Exchange 2013 or later.</summary>
    [Parameter]
    public SwitchParameter SuppressReadReceipt { get; set; }

    /// <summary>The most items of a batch. The default is 1000; how many it is follows the server.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int BatchSize { get; set; } = PaceLimits.LargestPage;

    /// <summary>The most batches at a time. The default is 8; how many it is follows the limits.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>
    /// The throttling policy of the caller, as Get-EwsThrottlingProfile takes or returns it, by which the limits are
    /// known before they are met.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument? Profile { get; set; }

    /// <summary>
    /// The longest time without progress before giving up. Waits and failed requests both count, and no request starts
    /// later, so that a server that never finishes an answer is given this time and one -Timeout at most. Where a lost
    /// request may still be running, the minute before the item is looked at again comes on top. The default is 30
    /// minutes.
    /// </summary>
    [Parameter]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// A file that tells how far the run is, so that the same command goes on there. It holds ids and versions of items
    /// and what came of them, for UploadItems their data, and no secret. Delete it to start anew.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary>Deletes for good without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private BackOffOptions _backOff = null!;

    private BatchArguments Arguments() => new()
    {
        Operation = Operation,
        Destination = Destination,
        DisposalType = DisposalType,
        Property = Property,
        SetProperty = SetProperty.Cast<DictionaryEntry>().ToDictionary(
            entry => $"{entry.Key}", entry => Plain(entry.Value), StringComparer.OrdinalIgnoreCase),
        RemoveProperty = RemoveProperty,
        ConflictResolution = ConflictResolution,
        CreateAction = CreateAction,
        SuppressReadReceipt = SuppressReadReceipt,
    };

    private PaceOptions Pace() => new()
    {
        Limits = Limits(),
        MaxInFlight = ThrottleLimit,
        InitialItemsPerCall = Math.Min(FirstBatch, BatchSize),
        MinItemsPerCall = 1,
        MaxItemsPerCall = BatchSize,
        BackOff = _backOff,
    };

    // The find count limits finds alone.
    private PaceLimits Limits()
    {
        if (Profile is null)
            return PaceLimits.Unknown;
        ThrottlingProfile profile = new ProfileInput(this).One(Profile.Value);
        _release = profile.Release;
        PaceLimits known = PaceLimits.OfFinds(profile, isRestricted: false);
        return new PaceLimits
        {
            MaxConcurrency = known.MaxConcurrency,
            CallTimeLimit = known.CallTimeLimit,
            Bucket = known.Bucket,
        };
    }

    private static object Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value ?? "";
}
