using System;

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

/// <summary>A change of a mailbox, for those who have subscribed to it.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The item or folder, by the id that it has now.</param>
/// <param name="ParentFolderId">The folder that holds it now.</param>
internal sealed record MailboxEvent(MailboxEventType Type, ChangedObject Object, string ParentFolderId)
{
    /// <summary>Whether the object is a folder.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Moved, copied: what it was before, or was copied from.</summary>
    public ChangedObject? Old { get; init; }

    /// <summary>Moved, copied: the folder that it was moved or copied from.</summary>
    public string? OldParentFolderId { get; init; }

    /// <summary>A modified folder: its unread items.</summary>
    public int? UnreadCount { get; init; }
}

/// <summary>Where those who write to a mailbox tell what they did; notifications listen.</summary>
internal interface IMailboxEvents
{
    /// <summary>Raised after a change, by the thread that made it; handlers are quick.</summary>
    event Action<MailboxEvent>? Raised;

    /// <summary>Tells of a change.</summary>
    void Raise(MailboxEvent change);
}

internal sealed class MailboxEvents : IMailboxEvents
{
    public event Action<MailboxEvent>? Raised;

    public void Raise(MailboxEvent change) => Raised?.Invoke(change);
}
