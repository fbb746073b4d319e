using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>
/// What a request may look at: the caller's mailbox. Its lock is held where folders and items are read.
/// </summary>
internal sealed class MailboxAccess
{
    private static readonly ItemError ItemNotFound =
        new("ErrorItemNotFound", "The specified object was not found in the store.");

    private static readonly ItemError MalformedId = new("ErrorInvalidIdMalformed", "Id is malformed.");

    private static readonly ItemError EmptyId = new("ErrorInvalidIdEmpty", "Id must be non-empty.");

    private static readonly ItemError InvalidChangeKey =
        new("ErrorInvalidChangeKey", "The change key is invalid.");

    private readonly List<(SyntheticMailbox Mailbox, MailboxItem Item)> _deliveries = [];

    public MailboxAccess(ServerContext server, CallIdentity identity)
    {
        Server = server;
        Identity = identity;
    }

    public SyntheticMailbox Own => Identity.Mailbox;

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

    /// <summary>The folder that an id names.</summary>
    /// <exception cref="ItemErrorException">There is none.</exception>
    public SyntheticFolder Folder(XElement element) =>
        Folder(element, out ItemError? error) ?? throw new ItemErrorException(error!);

    /// <summary>The folder in an element such as ToFolderId; <c>null</c> where the request has none.</summary>
    /// <exception cref="ItemErrorException">There is no such folder.</exception>
    public SyntheticFolder? Target(XElement request, string name) =>
        request.Element(EwsXml.Messages + name) is { } target
            ? Folder(target.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(target, "FolderId"))
            : null;

    /// <summary>The item that an id names.</summary>
    /// <exception cref="ItemErrorException">There is none.</exception>
    public MailboxItem Item(XElement element) =>
        Item(element, out ItemError? error) ?? throw new ItemErrorException(error!);

    public SyntheticFolder? Folder(XElement element, out ItemError? error)
    {
        string id = (string?)element.Attribute("Id") ?? throw SoapFaultException.Missing(element, "Id");
        return element.Name == EwsXml.Types + "DistinguishedFolderId"
            ? Distinguished(element, id, out error)
            : element.Name == EwsXml.Types + "FolderId"
                ? ById(id, out error)
                : throw SoapFaultException.Schema($"The element '{element.Name.LocalName}' is no folder id.", element);
    }

    public MailboxItem? Item(XElement element, out ItemError? error)
    {
        if (SeriesError(element) is { } unknown)
        {
            error = unknown;
            return null;
        }
        if (element.Name != EwsXml.Types + "ItemId" && element.Name.LocalName is not ("ParentItemId" or "RootItemId"))
            throw SoapFaultException.Schema($"The element '{element.Name.LocalName}' is no item id.", element);
        MailboxItem? item = null;
        error = Read(element, out SyntheticId id)
            ?? (id.IsItem ? null : new ItemError(
                id.IsFolder ? "ErrorCannotUseFolderIdForItemId" : "ErrorInvalidIdNotAnItemAttachmentId",
                "Id is not an item id."))
            ?? (element.Attribute("ChangeKey") is { Value.Length: > 0 } key && !ChangeKey.IsWellFormed(key.Value)
                ? InvalidChangeKey
                : null)
            ?? ((item = Own.FindItem(id)) is null ? ItemNotFound : null);
        return item;
    }

    /// <summary>The attachment that an id names, and its item.</summary>
    /// <exception cref="ItemErrorException">There is none.</exception>
    public (MailboxItem Item, ItemAttachment Attachment) Attachment(XElement element)
    {
        if (Read(element, out SyntheticId id) is { } error)
            throw new ItemErrorException(error);
        MailboxItem? item = id.IsAttachment ? Own.FindItem(id.WithoutAttachment()) : null;
        ItemAttachment? attachment = item?.Attachments.FirstOrDefault(one => one.Number == id.Attachment);
        return attachment is not null
            ? (item!, attachment)
            : throw new ItemErrorException(
                "ErrorInvalidAttachmentId", "The specified attachment could not be found.");
    }

    /// <summary>The mailbox of an address, for delivery and lookups; <c>null</c> for a stranger's.</summary>
    public SyntheticMailbox? Find(string address) => Server.Directory.Find(address);

    /// <summary>Lets a message be delivered to those recipients who have a mailbox here.</summary>
    public void Submit(MailboxItem item)
    {
        IEnumerable<SyntheticMailbox> recipients =
            new[] { "message:ToRecipients", "message:CcRecipients", "message:BccRecipients" }
                .SelectMany(uri => DerivedProperties.Mailboxes(item.Read(uri)))
                .Select(mailbox => (string?)mailbox.Element(EwsXml.Types + "EmailAddress"))
                .Select(address => address is null ? null : Find(address.Trim()))
                .OfType<SyntheticMailbox>().Distinct();
        _deliveries.AddRange(recipients.Select(mailbox => (mailbox, item)));
    }

    /// <summary>Delivers what was submitted. No mailbox's lock is held.</summary>
    public void Deliver()
    {
        foreach ((SyntheticMailbox mailbox, MailboxItem item) in _deliveries)
            lock (mailbox.Gate)
                mailbox.Deliver(item);
        _deliveries.Clear();
    }

    private static ItemError? Read(XElement element, out SyntheticId id)
    {
        string text = (string?)element.Attribute("Id") ?? throw SoapFaultException.Missing(element, "Id");
        return SyntheticId.TryParse(text, out id) ? null : text.Length == 0 ? EmptyId : MalformedId;
    }

    /// <summary>
    /// Series are not expanded here, so that no item is an occurrence. The codes are documented.
    /// </summary>
    private static ItemError? SeriesError(XElement element) =>
        element.Name == EwsXml.Types + "OccurrenceItemId"
            ? new ItemError(
                "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "The series has no occurrence of this index.")
        : element.Name == EwsXml.Types + "RecurringMasterItemId"
            ? new ItemError(
                "ErrorCalendarCannotUseIdForOccurrenceId", "The id is not that of an occurrence of a series.")
        : null;

    private SyntheticFolder? Distinguished(XElement element, string name, out ItemError? error)
    {
        string? address = (string?)element.Element(EwsXml.Types + "Mailbox")?.Element(EwsXml.Types + "EmailAddress");
        SyntheticMailbox? mailbox = string.IsNullOrWhiteSpace(address) ? Own : Find(address!.Trim());
        // Nobody has rights on the mailbox of another; Exchange answers as if the folder were not there.
        SyntheticFolder? folder = mailbox == Own ? Own.FindFolder(name) : null;
        error = mailbox is null
            ? new ItemError("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.")
            : folder is null ? ItemErrors.FolderNotFound : null;
        return folder;
    }

    private SyntheticFolder? ById(string text, out ItemError? error)
    {
        SyntheticFolder? folder = null;
        if (!SyntheticId.TryParse(text, out SyntheticId id))
            error = text.Length == 0 ? EmptyId : MalformedId;
        else if (!id.IsFolder)
            error = new ItemError("ErrorCannotUseItemIdForFolderId", "Id is an item id, not a folder id.");
        else
            error = (folder = Own.FindFolder(id)) is null ? ItemErrors.FolderNotFound : null;
        return folder;
    }
}
