namespace ThrottlingTools.Budgets;

/// <summary>The EWS operations that differ in cost or in what limits them.</summary>
public enum EwsOperation
{
    /// <summary>Reads folders.</summary>
    GetFolder,
    /// <summary>Lists folders; charged by find count.</summary>
    FindFolder,
    /// <summary>Lists items; charged by find count.</summary>
    FindItem,
    /// <summary>Reads items.</summary>
    GetItem,
    /// <summary>Makes items.</summary>
    CreateItem,
    /// <summary>Changes items.</summary>
    UpdateItem,
    /// <summary>Deletes items.</summary>
    DeleteItem,
    /// <summary>Moves items.</summary>
    MoveItem,
    /// <summary>Copies items.</summary>
    CopyItem,
    /// <summary>Sends items.</summary>
    SendItem,
    /// <summary>Imports items.</summary>
    UploadItems,
    /// <summary>Exports items.</summary>
    ExportItems,
    /// <summary>Lists folder changes; limited by ConcurrentSyncCalls.</summary>
    SyncFolderHierarchy,
    /// <summary>Lists item changes; limited by ConcurrentSyncCalls.</summary>
    SyncFolderItems,
    /// <summary>Makes subscriptions; limited by EwsMaxSubscriptions.</summary>
    Subscribe,
    /// <summary>Ends subscriptions.</summary>
    Unsubscribe,
    /// <summary>Pulls notifications.</summary>
    GetEvents,
    /// <summary>Streams notifications; takes a hanging connection instead of an ordinary one.</summary>
    GetStreamingEvents,
    /// <summary>
    /// A push notification that the server sends: counts as a connection of the subscription's owner while it is made.
    /// </summary>
    SendNotification,
    /// <summary>Looks names up in Active Directory.</summary>
    ResolveNames,
    /// <summary>Searches several mailboxes (eDiscovery); limited by the Discovery parameters.</summary>
    SearchMailboxes,
    /// <summary>Any other: the directory, settings and ids.</summary>
    Other,
    /// <summary>Makes folders.</summary>
    CreateFolder,
    /// <summary>Changes folders.</summary>
    UpdateFolder,
    /// <summary>Deletes folders.</summary>
    DeleteFolder,
    /// <summary>Deletes what is in folders.</summary>
    EmptyFolder,
    /// <summary>Moves folders.</summary>
    MoveFolder,
    /// <summary>Marks the items of folders as read or unread.</summary>
    MarkAllItemsAsRead,
    /// <summary>Reads attachments.</summary>
    GetAttachment,
    /// <summary>Adds attachments to an item.</summary>
    CreateAttachment,
    /// <summary>Deletes attachments.</summary>
    DeleteAttachment,
}

internal static class EwsOperationExtensions
{
    public static bool IsFind(this EwsOperation operation) =>
        operation is EwsOperation.FindItem or EwsOperation.FindFolder;

    public static bool IsSync(this EwsOperation operation) =>
        operation is EwsOperation.SyncFolderHierarchy or EwsOperation.SyncFolderItems;

    public static bool IsHanging(this EwsOperation operation) => operation == EwsOperation.GetStreamingEvents;
}
