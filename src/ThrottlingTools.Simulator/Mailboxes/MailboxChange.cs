using System;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>What a change did.</summary>
internal enum MailboxChangeKind { Created, NewMail, Modified, Deleted, Moved, Copied }

/// <summary>A change of a mailbox, for synchronisation and notifications.</summary>
/// <param name="Number">Its number in the mailbox, from 0.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Id">The item or folder; after a move or copy the new one.</param>
/// <param name="Parent">The folder that holds it, or held it before it was deleted.</param>
/// <param name="OldId">Move, copy: the item or folder before.</param>
/// <param name="OldParent">Move, copy: the folder that held it before.</param>
/// <param name="Timestamp">When it came about, in UTC.</param>
/// <param name="IsReadFlagOnly">Whether nothing but IsRead changed.</param>
internal sealed record MailboxChange(
    int Number, MailboxChangeKind Kind, SyntheticId Id, SyntheticFolder Parent, SyntheticId? OldId,
    SyntheticFolder? OldParent, DateTime Timestamp, bool IsReadFlagOnly)
{
    /// <summary>Whether a folder changed, not an item.</summary>
    public bool IsFolder => Id.IsFolder;
}
