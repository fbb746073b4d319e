using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>
/// Which elements operations and shapes hold, and in which order: Exchange checks requests by the schema, where order
/// counts (messages.xsd and types.xsd, public).
/// </summary>
internal static class RequestSchema
{
    // An element and its children. Where there is one of several, a bar parts them.
    private static readonly string[] Sequences =
    [
        "ConvertId SourceIds",
        "CopyFolder ToFolderId FolderIds",
        "CopyItem ToFolderId ItemIds ReturnNewItemIds",
        "CreateAttachment ParentItemId Attachments",
        "CreateFolder ParentFolderId Folders",
        "CreateItem SavedItemFolderId Items",
        "DeleteAttachment AttachmentIds",
        "DeleteFolder FolderIds",
        "DeleteItem ItemIds",
        "EmptyFolder FolderIds",
        "ExportItems ItemIds",
        "FindFolder FolderShape IndexedPageFolderView|FractionalPageFolderView Restriction ParentFolderIds",
        "FindItem ItemShape "
            + "IndexedPageItemView|FractionalPageItemView|SeekToConditionPageItemView|CalendarView|ContactsView "
            + "GroupBy|DistinguishedGroupBy Restriction SortOrder ParentFolderIds QueryString",
        "GetAttachment AttachmentShape AttachmentIds",
        "GetEvents SubscriptionId Watermark",
        "GetFolder FolderShape FolderIds",
        "GetInboxRules MailboxSmtpAddress",
        "GetItem ItemShape ItemIds",
        "GetRoomLists",
        "GetRooms RoomList",
        "GetSearchableMailboxes SearchFilter ExpandGroupMembership",
        "GetServerTimeZones Ids",
        "GetStreamingEvents SubscriptionIds ConnectionTimeout",
        "GetUserAvailabilityRequest TimeZone MailboxDataArray FreeBusyViewOptions SuggestionsViewOptions",
        "GetUserConfiguration UserConfigurationName UserConfigurationProperties",
        "GetUserOofSettingsRequest Mailbox",
        "MarkAllItemsAsRead ReadFlag SuppressReadReceipts FolderIds",
        "MoveFolder ToFolderId FolderIds",
        "MoveItem ToFolderId ItemIds ReturnNewItemIds",
        "ResolveNames ParentFolderIds UnresolvedEntry",
        "SearchMailboxes SearchQueries ResultType PreviewItemResponseShape SortBy Language Deduplication PageSize "
            + "PageItemReference PageDirection",
        "SendItem ItemIds SavedItemFolderId",
        "SetUserOofSettingsRequest Mailbox UserOofSettings",
        "Subscribe PullSubscriptionRequest|PushSubscriptionRequest|StreamingSubscriptionRequest",
        "SyncFolderHierarchy FolderShape SyncFolderId SyncState",
        "SyncFolderItems ItemShape SyncFolderId SyncState Ignore MaxChangesReturned SyncScope",
        "Unsubscribe SubscriptionId",
        "UpdateFolder FolderChanges",
        "UpdateItem SavedItemFolderId ItemChanges",
        "UploadItems Items",
        "FolderShape BaseShape AdditionalProperties",
        "ItemShape BaseShape IncludeMimeContent BodyType UniqueBodyType NormalizedBodyType FilterHtmlContent "
            + "ConvertHtmlCodePageToUTF8 InlineImageUrlTemplate BlockExternalImages AddBlankTargetToLinks "
            + "MaximumBodySize AdditionalProperties",
    ];

    private static readonly Dictionary<string, Dictionary<string, int>> Places = Sequences
        .Select(sequence => sequence.Split(' '))
        .ToDictionary(names => names[0], names => names.Skip(1)
            .SelectMany((choice, place) => choice.Split('|').Select(name => (name, place)))
            .ToDictionary(child => child.name, child => child.place));

    /// <summary>Checks an operation and its shape.</summary>
    /// <exception cref="SoapFaultException">An element is unknown there, or comes too late.</exception>
    public static void Check(XElement operation)
    {
        CheckChildren(operation);
        foreach (XElement child in operation.Elements())
            CheckChildren(child);
    }

    /// <summary>The fault of an element that the schema does not allow where it is.</summary>
    public static SoapFaultException NotHere(XElement element) => SoapFaultException.Schema(
        $"The element '{element.Parent?.Name.LocalName}' has invalid child element '{element.Name.LocalName}'.",
        element);

    private static void CheckChildren(XElement element)
    {
        if (!Places.TryGetValue(element.Name.LocalName, out Dictionary<string, int>? places))
            return;
        int last = -1;
        foreach (XElement child in element.Elements())
        {
            if (!places.TryGetValue(child.Name.LocalName, out int place) || place < last)
                throw NotHere(child);
            last = place;
        }
    }
}
