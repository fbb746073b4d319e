using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// The way to a folder by the names that users see: <c>\Inbox\Projects\2026</c> or <c>inbox/Projects</c>. The first
/// name may be a well-known one, also of the archive (<c>archivemsgfolderroot</c>) or of the public folders
/// (<c>publicfoldersroot</c>); else the way begins at the top of the mailbox, also where it is one name
/// (<c>Sent Items</c>). A path with a backslash is parted by
/// backslashes alone, so that names may hold a slash.
/// </summary>
public sealed class EwsFolderPath
{
    // Ids are base64, in which a slash may stand. The shortest known ones have some 40 characters; paths that long
    // hold a blank or another mark, or begin with a backslash.
    private const int ShortestId = 40;

    private EwsFolderPath(EwsFolderId root, IReadOnlyList<string> names)
    {
        Root = root;
        Names = names;
    }

    /// <summary>The well-known folder at which the way begins.</summary>
    public EwsFolderId Root { get; }

    /// <summary>The display names below it, the outermost first; none for the well-known folder itself.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The well-known names (DistinguishedFolderIdName, types.xsd, public).</summary>
    public static IReadOnlyList<string> WellKnownNames { get; } =
    [
        "archivedeleteditems", "archiveinbox", "archivemsgfolderroot", "archiverecoverableitemsdeletions",
        "archiverecoverableitemspurges", "archiverecoverableitemsroot", "archiverecoverableitemsversions",
        "archiveroot", "calendar", "conflicts", "contacts", "conversationhistory", "deleteditems", "directory",
        "drafts", "favorites", "imcontactlist", "inbox", "journal", "junkemail", "localfailures", "msgfolderroot",
        "mycontacts", "notes", "outbox", "peoplecentricconversation", "publicfoldersroot", "quickcontacts",
        "recipientcache", "recoverableitemsdeletions", "recoverableitemspurges", "recoverableitemsroot",
        "recoverableitemsversions", "root", "searchfolders", "sentitems", "serverfailures", "syncissues", "tasks",
        "todosearch", "voicemail",
    ];

    /// <summary>Reads a path; <c>null</c> for a text that is a well-known name or an id.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mailbox">The SMTP address of the mailbox; <c>null</c> for the caller's own.</param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidFolder</c> for no text or an empty name.</exception>
    public static EwsFolderPath? TryParse(string text, string? mailbox = null)
    {
        string trimmed = text.Trim();
        char separator = trimmed.IndexOf('\\') >= 0 ? '\\' : '/';
        if (trimmed.Length == 0)
            throw Errors.InvalidFolder(text);
        bool isRooted = trimmed[0] == separator;
        if (IsWellKnown(trimmed) || (!isRooted && separator == '/' && IsId(trimmed)))
            return null;
        string[] names = trimmed.Substring(isRooted ? 1 : 0).TrimEnd(separator).Split(separator);
        if (names.Length == 1 && names[0].Length == 0)
            return new EwsFolderPath(EwsFolderId.Parse("msgfolderroot", mailbox), []);
        if (names.Any(string.IsNullOrWhiteSpace))
            throw Errors.InvalidFolder(text);
        return IsWellKnown(names[0])
            ? new EwsFolderPath(EwsFolderId.Parse(names[0], mailbox), [.. names.Skip(1)])
            : new EwsFolderPath(EwsFolderId.Parse("msgfolderroot", mailbox), names);
    }

    /// <summary>The path from its well-known folder.</summary>
    public override string ToString() => "\\" + string.Join("\\", new[] { Root.Value }.Concat(Names));

    /// <summary>The path down to one of its names.</summary>
    internal string UpTo(int depth) => "\\" + string.Join("\\", new[] { Root.Value }.Concat(Names.Take(depth)));

    private static bool IsWellKnown(string name) =>
        WellKnownNames.Contains(name.ToLower(CultureInfo.InvariantCulture));

    private static bool IsId(string text) =>
        text.Length >= ShortestId && text.Length % 4 == 0 && !IsWellKnown(text.Split('/')[0])
        && text.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '+' or '/' or '=');
}
