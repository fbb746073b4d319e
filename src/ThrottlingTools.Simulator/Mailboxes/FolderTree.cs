using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>The folders that every mailbox has, and which share of the items they hold.</summary>
internal static class FolderTree
{
    private const int Empty = 0;

    /// <summary>In the order of their numbers; a parent comes before its children.</summary>
    private static readonly Definition[] Definitions =
    [
        new("root", null, "", "", Empty),
        new("msgfolderroot", "root", "Top of Information Store", "IPF.Note", Empty),
        new("inbox", "msgfolderroot", "Inbox", "IPF.Note", 1),
        new(null, "inbox", "Newsletters", "IPF.Note", 10),
        new(null, "inbox", "Projects", "IPF.Note", 20),
        new(null, "Projects", "Migration", "IPF.Note", 50),
        new("drafts", "msgfolderroot", "Drafts", "IPF.Note", Empty),
        new("outbox", "msgfolderroot", "Outbox", "IPF.Note", Empty),
        new("sentitems", "msgfolderroot", "Sent Items", "IPF.Note", 4),
        new("deleteditems", "msgfolderroot", "Deleted Items", "IPF.Note", 10),
        new("junkemail", "msgfolderroot", "Junk Email", "IPF.Note", Empty),
        new("calendar", "msgfolderroot", "Calendar", "IPF.Appointment", 10),
        new("contacts", "msgfolderroot", "Contacts", "IPF.Contact", 20),
        new("tasks", "msgfolderroot", "Tasks", "IPF.Task", 50),
        new("notes", "msgfolderroot", "Notes", "IPF.StickyNote", Empty),
        new("journal", "msgfolderroot", "Journal", "IPF.Journal", Empty),
        new("conversationhistory", "msgfolderroot", "Conversation History", "IPF.Note", Empty),
        new("searchfolders", "root", "Finder", "", Empty),
        new(null, "root", "Views", "", Empty),
        new(null, "root", "Common Views", "", Empty),
        new("recoverableitemsroot", "root", "Recoverable Items", "", Empty),
        new("recoverableitemsdeletions", "recoverableitemsroot", "Deletions", "", Empty),
        new("recoverableitemsversions", "recoverableitemsroot", "Versions", "", Empty),
        new("recoverableitemspurges", "recoverableitemsroot", "Purges", "", Empty),
    ];

    public static List<SyntheticFolder> Make(SyntheticMailbox mailbox, int itemCount)
    {
        List<SyntheticFolder> folders = [];
        foreach (Definition definition in Definitions)
            folders.Add(new SyntheticFolder(
                mailbox, folders.Count, definition.Name, definition.Class,
                definition.Divisor == Empty ? 0 : itemCount / definition.Divisor)
            {
                DisplayName = definition.DisplayName,
                Parent = folders.FirstOrDefault(folder => folder.Knows(definition.Parent)),
            });
        return folders;
    }

    private static bool Knows(this SyntheticFolder folder, string? name) =>
        name is not null && (folder.DistinguishedName ?? folder.DisplayName) == name;

    private sealed record Definition(string? Name, string? Parent, string DisplayName, string Class, int Divisor);
}
