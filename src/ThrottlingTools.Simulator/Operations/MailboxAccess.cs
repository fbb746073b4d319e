using System;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>What a request may look at.</summary>
internal sealed class MailboxAccess
{
    private static readonly ItemError FolderNotFound =
        new("ErrorFolderNotFound", "The specified folder could not be found in the store.");

    private static readonly ItemError ItemNotFound =
        new("ErrorItemNotFound", "The specified object was not found in the store.");

    private static readonly ItemError MalformedId = new("ErrorInvalidIdMalformed", "Id is malformed.");

    private readonly Func<string, SyntheticMailbox?> _find;
    private readonly SyntheticMailbox _own;

    public MailboxAccess(ServerContext server, CallIdentity identity)
    {
        Server = server;
        Identity = identity;
        _own = identity.Mailbox;
        _find = server.Directory.Find;
    }

    public ServerContext Server { get; }

    public CallIdentity Identity { get; }

    /// <summary>A subscription that the caller has made.</summary>
    public Subscription? Subscription(string id, out ItemError? error)
    {
        Subscription? found = Server.Subscriptions.Find(id);
        error = found is null
            ? SubscriptionTable.IsId(id) ? SubscriptionErrors.NotFound : SubscriptionErrors.Invalid
            : StringComparer.OrdinalIgnoreCase.Equals(found.Request.Caller, Identity.Account)
                ? null
                : SubscriptionErrors.AccessDenied;
        return error is null ? found : null;
    }

    public SyntheticFolder? Folder(XElement element, out ItemError? error)
    {
        string id = (string?)element.Attribute("Id") ?? throw SoapFaultException.Missing(element, "Id");
        SyntheticFolder? folder = element.Name == EwsXml.Types + "DistinguishedFolderId"
            ? Distinguished(element, id, out error)
            : element.Name == EwsXml.Types + "FolderId"
                ? ById(id, out error)
                : throw SoapFaultException.Schema($"The element '{element.Name.LocalName}' is no folder id.", element);
        return folder;
    }

    public SyntheticItem? Item(XElement element, out ItemError? error)
    {
        if (element.Name != EwsXml.Types + "ItemId")
            throw SoapFaultException.Schema($"The element '{element.Name.LocalName}' is no item id.", element);
        string text = (string?)element.Attribute("Id") ?? throw SoapFaultException.Missing(element, "Id");
        if (!SyntheticId.TryParse(text, out SyntheticId id))
            error = text.Length == 0 ? new ItemError("ErrorInvalidIdEmpty", "Id must be non-empty.") : MalformedId;
        else if (!id.IsItem)
            error = new ItemError("ErrorCannotUseFolderIdForItemId", "Id is a folder id, not an item id.");
        else if (id.Mailbox != _own.Key || id.Folder >= _own.Folders.Count
            || id.Item < 0 || id.Item >= _own.Folders[id.Folder].ItemCount)
            error = ItemNotFound;
        else
            error = null;
        return error is null ? _own.Item(_own.Folders[id.Folder], id.Item) : null;
    }

    private SyntheticFolder? Distinguished(XElement element, string name, out ItemError? error)
    {
        string? address = (string?)element.Element(EwsXml.Types + "Mailbox")?.Element(EwsXml.Types + "EmailAddress");
        SyntheticMailbox? mailbox = address is null ? _own : _find(address.Trim());
        // Nobody has rights on the mailbox of another; Exchange answers as if the folder were not there.
        SyntheticFolder? folder = mailbox == _own ? _own.FindFolder(name) : null;
        error = mailbox is null
            ? new ItemError("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.")
            : folder is null ? FolderNotFound : null;
        return folder;
    }

    private SyntheticFolder? ById(string text, out ItemError? error)
    {
        SyntheticFolder? folder = null;
        if (!SyntheticId.TryParse(text, out SyntheticId id))
            error = MalformedId;
        else if (id.IsItem)
            error = new ItemError("ErrorCannotUseItemIdForFolderId", "Id is an item id, not a folder id.");
        else if (id.Mailbox != _own.Key || id.Folder >= _own.Folders.Count)
            error = FolderNotFound;
        else
            (folder, error) = (_own.Folders[id.Folder], null);
        return folder;
    }
}
