using System;
using System.Collections.Generic;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>The operations that are served, by the element of their requests.</summary>
internal static class OperationTable
{
    private static readonly Dictionary<string, Func<XElement, MailboxAccess, OperationCall>> All = new()
    {
        ["ConvertId"] = (operation, access) => new ConvertIdCall(operation, access),
        ["CopyFolder"] = (operation, access) => new CopyFolderCall(operation, access),
        ["CopyItem"] = (operation, access) => new CopyItemCall(operation, access),
        ["CreateAttachment"] = (operation, access) => new CreateAttachmentCall(operation, access),
        ["CreateFolder"] = (operation, access) => new CreateFolderCall(operation, access),
        ["CreateItem"] = (operation, access) => new CreateItemCall(operation, access),
        ["DeleteAttachment"] = (operation, access) => new DeleteAttachmentCall(operation, access),
        ["DeleteFolder"] = (operation, access) => new DeleteFolderCall(operation, access),
        ["DeleteItem"] = (operation, access) => new DeleteItemCall(operation, access),
        ["EmptyFolder"] = (operation, access) => new EmptyFolderCall(operation, access),
        ["ExportItems"] = (operation, access) => new ExportItemsCall(operation, access),
        ["FindFolder"] = (operation, access) => new FindFolderCall(operation, access),
        ["FindItem"] = (operation, access) => new FindItemCall(operation, access),
        ["GetAttachment"] = (operation, access) => new GetAttachmentCall(operation, access),
        ["GetEvents"] = (operation, access) => new GetEventsCall(operation, access),
        ["GetFolder"] = (operation, access) => new GetFolderCall(operation, access),
        ["GetInboxRules"] = (operation, access) => new GetInboxRulesCall(operation, access),
        ["GetItem"] = (operation, access) => new GetItemCall(operation, access),
        ["GetRoomLists"] = (operation, access) => new GetRoomListsCall(operation, access),
        ["GetRooms"] = (operation, access) => new GetRoomsCall(operation, access),
        ["GetSearchableMailboxes"] = (operation, access) => new GetSearchableMailboxesCall(operation, access),
        ["GetServerTimeZones"] = (operation, access) => new GetServerTimeZonesCall(operation, access),
        ["GetStreamingEvents"] = (operation, access) => new GetStreamingEventsCall(operation, access),
        ["GetUserAvailabilityRequest"] = (operation, access) => new GetUserAvailabilityCall(operation, access),
        ["GetUserConfiguration"] = (operation, access) => new GetUserConfigurationCall(operation, access),
        ["GetUserOofSettingsRequest"] = (operation, access) => new GetUserOofSettingsCall(operation, access),
        ["MarkAllItemsAsRead"] = (operation, access) => new MarkAllItemsAsReadCall(operation, access),
        ["MoveFolder"] = (operation, access) => new MoveFolderCall(operation, access),
        ["MoveItem"] = (operation, access) => new MoveItemCall(operation, access),
        ["ResolveNames"] = (operation, access) => new ResolveNamesCall(operation, access),
        ["SearchMailboxes"] = (operation, access) => new SearchMailboxesCall(operation, access),
        ["SendItem"] = (operation, access) => new SendItemCall(operation, access),
        ["SetUserOofSettingsRequest"] = (operation, access) => new SetUserOofSettingsCall(operation, access),
        ["Subscribe"] = (operation, access) => new SubscribeCall(operation, access),
        ["SyncFolderHierarchy"] = (operation, access) => new SyncFolderHierarchyCall(operation, access),
        ["SyncFolderItems"] = (operation, access) => new SyncFolderItemsCall(operation, access),
        ["Unsubscribe"] = (operation, access) => new UnsubscribeCall(operation, access),
        ["UpdateFolder"] = (operation, access) => new UpdateFolderCall(operation, access),
        ["UpdateItem"] = (operation, access) => new UpdateItemCall(operation, access),
        ["UploadItems"] = (operation, access) => new UploadItemsCall(operation, access),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <returns><c>null</c> for an operation that is not served.</returns>
    public static Func<XElement, MailboxAccess, OperationCall>? Find(string name) =>
        All.TryGetValue(name, out Func<XElement, MailboxAccess, OperationCall>? make) ? make : null;
}
