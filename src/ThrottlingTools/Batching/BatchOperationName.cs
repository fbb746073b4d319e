namespace ThrottlingTools.Batching;

/// <summary>What can be done with items in batches.</summary>
public enum BatchOperationName
{
    /// <summary>Gets their properties.</summary>
    GetItem,
    /// <summary>Sets or takes away properties.</summary>
    UpdateItem,
    /// <summary>Deletes them.</summary>
    DeleteItem,
    /// <summary>Moves them to another folder.</summary>
    MoveItem,
    /// <summary>Copies them to a folder.</summary>
    CopyItem,
    /// <summary>Sends messages that were made before.</summary>
    SendItem,
    /// <summary>Marks them as read.</summary>
    MarkAsRead,
    /// <summary>Marks them as unread.</summary>
    MarkAsUnread,
    /// <summary>Returns them as data that UploadItems takes.</summary>
    ExportItems,
    /// <summary>Makes items out of data.</summary>
    UploadItems,
    /// <summary>Gets attachments.</summary>
    GetAttachment,
}
