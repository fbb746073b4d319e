using System;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>What happened; the names are those of the events of EWS without "Event".</summary>
internal enum MailboxEventType
{
    NewMail,
    Created,
    Modified,
    Deleted,
    Moved,
    Copied,
    FreeBusyChanged,
}

/// <summary>An id with its ChangeKey, of an item or of a folder.</summary>
internal readonly record struct ChangedObject(string Id, string? ChangeKey);

/// <summary>A change of a mailbox as its subscribers see it.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The item or folder, by the id that it has now.</param>
/// <param name="Parent">The folder that holds it now, or held it before it was deleted.</param>
internal sealed record MailboxEvent(MailboxEventType Type, ChangedObject Object, ChangedObject Parent)
{
    /// <summary>Whether the object is a folder.</summary>
    public bool IsFolder { get; private init; }

    public DateTime Time { get; private init; }

    /// <summary>Moved, copied: what it was before, or was copied from.</summary>
    public ChangedObject? Old { get; private init; }

    /// <summary>Moved, copied: the folder that it was moved or copied from.</summary>
    public ChangedObject? OldParent { get; private init; }

    /// <summary>The events of a change. The mailbox's lock is held.</summary>
    public static MailboxEvent[] Of(SyntheticMailbox mailbox, MailboxChange change)
    {
        MailboxEvent made = new(TypeOf(change.Kind), Find(mailbox, change.Id), Find(change.Parent))
        {
            IsFolder = change.IsFolder,
            Time = change.Timestamp,
            Old = change.OldId is { } old ? Find(mailbox, old) : null,
            OldParent = change.OldParent is { } parent ? Find(parent) : null,
        };
        return made.Type == MailboxEventType.NewMail ? [made with { Type = MailboxEventType.Created }, made] : [made];
    }

    private static MailboxEventType TypeOf(MailboxChangeKind kind) => kind switch
    {
        MailboxChangeKind.NewMail => MailboxEventType.NewMail,
        MailboxChangeKind.Created => MailboxEventType.Created,
        MailboxChangeKind.Modified => MailboxEventType.Modified,
        MailboxChangeKind.Deleted => MailboxEventType.Deleted,
        MailboxChangeKind.Moved => MailboxEventType.Moved,
        _ => MailboxEventType.Copied,
    };

    private static ChangedObject Find(SyntheticMailbox mailbox, SyntheticId id) => new(
        id.ToString(), id.IsFolder ? mailbox.FindFolder(id)?.ChangeKey : mailbox.FindItem(id)?.ChangeKey);

    private static ChangedObject Find(SyntheticFolder folder) => new(folder.Id, folder.ChangeKey);
}
